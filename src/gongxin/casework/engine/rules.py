"""What one case runs by: the shape of its flow, the length of its terms, the calendar of working days."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from gongxin.law.schema.basics import Text
    from gongxin.law.schema.procedure import Flow, FlowDeadline, Move, State
    from gongxin.law.working_days import WorkingCalendar


class Terms(Protocol):
    """How long the deadlines of a procedure are. Days are last days; None where the instrument sets no number."""

    def due_on(self, deadline: str, starts_on: date, said: Mapping[str, Any]) -> date | None:
        """The last day of a term that an event on ``starts_on`` begins; that day itself is not counted. ``said`` is
        what the case has said, for a term that is a day agreed on in it."""
        ...

    def prolonged_to(self, deadline: str, starts_on: date, said: Mapping[str, Any]) -> date | None:
        """The last day of the same term once prolonged; None where it cannot be."""
        ...


@dataclass(frozen=True)
class Rules:
    """The rules of one case. ``needed`` are the papers that each move needs, by move; ``papers`` the titles
    of all papers of the procedure."""

    flow: Flow
    terms: Terms
    calendar: WorkingCalendar
    needed: Mapping[str, tuple[str, ...]]
    papers: Mapping[str, Text]

    @property
    def first(self) -> State:
        """Where a case begins."""
        return self.flow.states[0]

    def state(self, state: str) -> State:
        """The state of that id. KeyError for one the flow does not have: a case never stands in one."""
        for found in self.flow.states:
            if found.id == state:
                return found
        raise KeyError(state)

    def move(self, state: str, move: str) -> Move | None:
        """The move of that id out of a state, if it has one."""
        return next((found for found in self.state(state).moves if found.id == move), None)

    def runs_in(self, deadline: FlowDeadline, state: str) -> bool:
        """Whether a deadline is waited for while a case stands in ``state``."""
        started_here = deadline.starts == state or (deadline.starts == "opened" and state == self.first.id)
        return started_here or deadline.id in self.state(state).deadlines

    def prolonged_by(self, move: str) -> tuple[FlowDeadline, ...]:
        """The deadlines that a move prolongs, as far as the flow goes."""
        return tuple(deadline for deadline in self.flow.deadlines if deadline.extension == move)
