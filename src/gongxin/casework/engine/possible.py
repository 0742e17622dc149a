"""What somebody may do in a situation, and what it would take."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from gongxin.casework.engine import refusals

if TYPE_CHECKING:
    from datetime import date

    from gongxin.casework.engine.refusals import NotPossible
    from gongxin.casework.engine.rules import Rules
    from gongxin.casework.engine.situation import Situation
    from gongxin.law.schema.procedure import Actor, Move


@dataclass(frozen=True, slots=True)
class Person:
    """Who acts: a name (None for the clock) and what that person is to the case."""

    name: str | None
    actors: frozenset[Actor]


@dataclass(frozen=True, slots=True)
class Possible:
    """A move that is this person's to make. ``lacking`` are the papers still to be handed in, ``against`` is what
    stands in the way besides (empty: nothing does)."""

    move: Move
    actor: Actor
    lacking: tuple[str, ...] = ()
    against: NotPossible | None = None


def possible(rules: Rules, situation: Situation, person: Person, on: date) -> tuple[Possible, ...]:
    """The moves of a situation that are ``person``'s to make, in the order of the flow."""
    return tuple(
        Possible(move, actor, lacking_papers(rules, situation, move), in_the_way(rules, situation, move, person, on))
        for move in rules.state(situation.state).moves
        if (actor := acting_as(move, person)) is not None
    )


def acting_as(move: Move, person: Person) -> Actor | None:
    """As whom a person makes a move: the first of those who may that the person is."""
    return next((actor for actor in move.by if actor in person.actors), None)


def lacking_papers(rules: Rules, situation: Situation, move: Move) -> tuple[str, ...]:
    """The papers that a move needs and the case does not have."""
    return tuple(paper for paper in rules.needed.get(move.id, ()) if paper not in situation.papers)


def in_the_way(rules: Rules, situation: Situation, move: Move, person: Person, on: date) -> NotPossible | None:
    """What keeps a person from a move whatever is said and handed in: the day, the same eyes, an extension used up."""
    if on < situation.since:
        return refusals.before_the_last(move, situation.since)
    for other in move.not_by:
        if person.name is not None and person.name in _who_did(situation, other):
            return refusals.same_person(move, other)
    return _too_soon(rules, situation, move, on) or _no_extension(rules, situation, move, on)


def _too_soon(rules: Rules, situation: Situation, move: Move, on: date) -> NotPossible | None:
    """A move that waits for a deadline waits until it has been met or has run out; one without a number keeps nobody
    waiting."""
    if move.after is None:
        return None
    runs = [run for run in situation.runs if run.deadline == move.after]
    if any(run.met_on is not None or run.due_on is None or run.late_on(on) for run in runs):
        return None
    title = next(deadline.title for deadline in rules.flow.deadlines if deadline.id == move.after)
    return refusals.too_soon(move, title, next((run.due_on for run in reversed(runs) if run.due_on), None))


def _who_did(situation: Situation, other: str) -> frozenset[str]:
    if other == "recorder":
        return frozenset(name for name in (situation.recorder,) if name is not None)
    if other == "opener":
        opening = situation.past[0].by if situation.past else None
        return frozenset(name for name in (opening,) if name is not None)
    if other == "first-decider":
        return situation.first_deciders
    return situation.who_made(other)


def _no_extension(rules: Rules, situation: Situation, move: Move, on: date) -> NotPossible | None:
    """A move that prolongs terms needs one that can be prolonged, and comes before it is over."""
    prolonged = rules.prolonged_by(move.id)
    for deadline in prolonged:
        run = situation.running(deadline.id)
        if run is None or run.due_on is None or run.extended:
            continue
        if rules.terms.prolonged_to(deadline.id, run.starts_on, situation.said) is None:
            continue
        return refusals.prolonged_too_late(move, run.due_on) if run.late_on(on) else None
    return refusals.cannot_prolong(move, prolonged[0].title) if prolonged else None
