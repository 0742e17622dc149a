"""Where a case stands: its state, the runs of its deadlines, and what has been done, said and handed in so far."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from gongxin.law.schema.procedure import Actor

#: The name under which the opening of a case stands among its moves. No move of a flow may bear it.
OPENING = "open"


@dataclass(frozen=True, slots=True)
class Run:
    """One run of a deadline. ``due_on`` is its last day, empty where the instrument sets no term.

    A run ends when somebody answers (``met_on``) or when the case goes on without it (``dropped_on``).
    """

    deadline: str
    who: Actor
    starts_on: date
    due_on: date | None
    extended: bool = False
    met_on: date | None = None
    dropped_on: date | None = None

    @property
    def running(self) -> bool:
        """Whether it is still waited for."""
        return self.met_on is None and self.dropped_on is None

    def late_on(self, day: date) -> bool:
        """Whether its last day lies before ``day``."""
        return self.due_on is not None and self.due_on < day


@dataclass(frozen=True, slots=True)
class PastMove:
    """A move that was made. ``by`` names the person; the clock has none."""

    move: str
    actor: Actor
    by: str | None
    on: date


@dataclass(frozen=True, slots=True)
class Situation:
    """A case on its way. ``recorder`` is who handed in the record it is about, where that is known,
    ``first_deciders`` those who decided what is under review."""

    state: str
    since: date
    runs: tuple[Run, ...] = ()
    past: tuple[PastMove, ...] = ()
    said: Mapping[str, Any] = field(default_factory=dict)
    papers: frozenset[str] = frozenset()
    recorder: str | None = None
    first_deciders: frozenset[str] = frozenset()

    def running(self, deadline: str) -> Run | None:
        """The run of a deadline that is still waited for, if there is one."""
        return next((run for run in self.runs if run.deadline == deadline and run.running), None)

    def who_made(self, move: str) -> frozenset[str]:
        """The persons who made a move so far."""
        return frozenset(past.by for past in self.past if past.move == move and past.by is not None)
