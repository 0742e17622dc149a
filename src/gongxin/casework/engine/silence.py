"""What silence does: once a term with a consequence is over, the clock makes its move."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from gongxin.casework.engine.possible import Person
from gongxin.law.schema.procedure import Actor

if TYPE_CHECKING:
    from datetime import date

    from gongxin.casework.engine.rules import Rules
    from gongxin.casework.engine.situation import Situation

#: The clock as one who acts.
CLOCK = Person(None, frozenset({Actor.CLOCK}))


@dataclass(frozen=True, slots=True)
class Silence:
    """A move that the clock makes: which one, and the day it counts from, the last of the term that ran out."""

    move: str
    on: date
    deadline: str


def next_silence(rules: Rules, situation: Situation, as_of: date) -> Silence | None:
    """The first move that silence has made by ``as_of``, if there is one.

    The whole last day is there to act on, so a term is over when the day after it has come. Of several terms the one
    that ended first decides; on one day, the one that the flow names first.
    """
    found = []
    for place, deadline in enumerate(rules.flow.deadlines):
        run = situation.running(deadline.id)
        if deadline.silence is None or run is None or run.due_on is None or not run.late_on(as_of):
            continue
        if rules.move(situation.state, deadline.silence) is not None:
            # A step is never dated before the one it follows.
            found.append((run.due_on, place, Silence(deadline.silence, max(run.due_on, situation.since), deadline.id)))
    return min(found, key=lambda one: one[:2])[2] if found else None
