"""The rules that one case runs by, put together from the packs: its edition, its terms, the papers its moves need."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from gongxin.casework.engine import Rules
from gongxin.errors import LawError
from gongxin.law.procedures import term_of

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from gongxin.law.library import Law
    from gongxin.law.procedures import ResolvedTerm
    from gongxin.law.schema.procedure import Flow, Procedure


def edition_of(law: Law, procedure: str, in_force_from: date) -> Procedure:
    """The edition of a procedure whose first day of effect is ``in_force_from``.

    Error ``procedure-gone`` where no pack has it any more: cases under it still need it.
    """
    for found in law.procedures:
        if found.id == procedure and found.in_force.from_ == in_force_from:
            return found
    raise LawError(
        "procedure-gone",
        zh=f"规则包中没有自 {in_force_from} 起施行的程序 {procedure!r}，"
        "而仍有案件按其办理；请恢复该版本，不要改写或删除。",
        en=f"No pack has the procedure {procedure!r} in its edition of {in_force_from} any more, and there are cases "
        "under it; bring that edition back, and never edit or remove one.",
        where=procedure,
    )


@dataclass(frozen=True)
class CaseTerms:
    """The terms of a procedure (:class:`gongxin.casework.engine.Terms`) in a case opened on a day."""

    law: Law
    procedure: Procedure
    opened_on: date

    def of(self, deadline: str) -> ResolvedTerm:
        """What the procedure says of a deadline, and where it says so."""
        return term_of(self.law, self.procedure, deadline, self.opened_on)

    def due_on(self, deadline: str, starts_on: date, said: Mapping[str, Any]) -> date | None:
        """The last day of a term; see :class:`gongxin.casework.engine.Terms`."""
        term = self.of(deadline)
        due = term.due(self.law.calendar, starts_on, _day_said(term, said))
        return None if due is None else due.day

    def prolonged_to(self, deadline: str, starts_on: date, said: Mapping[str, Any]) -> date | None:
        """The last day of a prolonged term; see :class:`gongxin.casework.engine.Terms`."""
        term = self.of(deadline)
        if not term.prolongs:
            return None
        due = term.prolonged(self.law.calendar, starts_on, _day_said(term, said))
        return None if due is None else due.day


def _day_said(term: ResolvedTerm, said: Mapping[str, Any]) -> date | None:
    """The day that a case has said for a term which is such a day. What was said was checked when it was said."""
    day = said.get(term.said) if term.said is not None else None
    return date.fromisoformat(day) if isinstance(day, str) and day else None


def rules_of(law: Law, procedure: Procedure, opened_on: date, needs: Collection[str]) -> Rules:
    """The rules of a case under ``procedure`` that was opened on a day, needing the papers ``needs``."""
    flow = law.flows[procedure.flow]
    terms = CaseTerms(law, procedure, opened_on)
    titles = {paper.id: paper.title for paper in procedure.papers}
    return Rules(flow, terms, law.calendar, _papers_by_move(flow, procedure, needs), titles)


def _papers_by_move(flow: Flow, procedure: Procedure, needs: Collection[str]) -> dict[str, tuple[str, ...]]:
    """Which papers each move needs: those it names, as far as this procedure asks for them; and to go on from where a
    case begins, whatever else is required."""
    moves = [move for state in flow.states for move in state.moves]
    conditional = {paper.id for paper in procedure.papers if paper.when is not None}
    asked = {paper.id for paper in procedure.papers} - (conditional - set(needs))
    by_move = {move.id: tuple(paper for paper in move.papers if paper in asked) for move in moves}
    named = {paper for move in moves for paper in move.papers}
    ends = {state.id for state in flow.states if state.outcome is not None}
    for move in flow.states[0].moves:
        if move.to not in ends:
            by_move[move.id] += tuple(paper for paper in needs if paper not in named)
    return by_move
