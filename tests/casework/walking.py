"""Random walks over a procedure: somebody makes some move, or time passes and silence speaks."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from gongxin.casework.case_rules import rules_of
from gongxin.casework.engine import NotPossible, Person, begin, make, next_silence, possible
from gongxin.casework.engine.silence import CLOCK
from gongxin.law.schema.procedure import Actor

if TYPE_CHECKING:
    from gongxin.casework.engine import Made, Possible, Rules, Situation
    from gongxin.law.library import Law
    from gongxin.law.schema.procedure import Procedure

#: One person for each actor, so that two pairs of eyes are always to be had; and one who handed the record in.
PEOPLE = {actor: Person(f"{actor.value}-1", frozenset({actor})) for actor in Actor if actor is not Actor.CLOCK}
COLLEAGUES = {actor: Person(f"{actor.value}-2", frozenset({actor})) for actor in Actor if actor is not Actor.CLOCK}
EVERYBODY = (*PEOPLE.values(), *COLLEAGUES.values())


def rules_for(law: Law, procedure: Procedure, opened_on: date) -> Rules:
    needs = [paper.id for paper in procedure.papers if paper.required]
    return rules_of(law, procedure, opened_on, needs)


def opened(rules: Rules, procedure: Procedure, on: date) -> Situation:
    actor = procedure.opens[0]
    return begin(rules, on, f"{actor.value}-1", actor, recorder="source-1")


def with_papers(rules: Rules, situation: Situation) -> Situation:
    """The situation once everything that any move could ask for has been handed in."""
    from dataclasses import replace

    papers = {paper for needed in rules.needed.values() for paper in needed}
    return replace(situation, papers=frozenset(papers))


def says(rules: Rules, possible_move: Possible, on: date) -> dict[str, Any]:
    """What a move has to say: a day for what terms end on, else words."""
    days = {"talk_on", "correct_by", "valid_to", "papers_due"}
    return {
        name: (on + timedelta(days=10)).isoformat() if name in days else "说明" for name in possible_move.move.gives
    }


def choices(rules: Rules, situation: Situation, on: date) -> list[tuple[Person, Possible]]:
    """Every move that somebody could make now."""
    return [
        (person, one)
        for person in EVERYBODY
        for one in possible(rules, situation, person, on)
        if one.against is None and not one.lacking
    ]


def take(rules: Rules, situation: Situation, person: Person, one: Possible, on: date) -> Made:
    return make(rules, situation, one.move.id, person, on, reason="理由", said=says(rules, one, on))


def let_pass(rules: Rules, situation: Situation, day: date) -> Situation:
    """What silence has made of a situation by a day."""
    while (silence := next_silence(rules, situation, day)) is not None:
        situation = make(rules, situation, silence.move, CLOCK, silence.on, reason="期限届满").after
    return situation


def ended(rules: Rules, situation: Situation) -> bool:
    return rules.state(situation.state).outcome is not None


__all__ = ["NotPossible", "choices", "ended", "let_pass", "opened", "rules_for", "take", "with_papers"]
