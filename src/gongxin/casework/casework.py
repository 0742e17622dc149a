"""Casework as the rooms above see it: every call of a page or a command goes through here."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from gongxin.casework import refusals
from gongxin.casework.called_for import CalledFor
from gongxin.casework.due_list import DueList, due_list
from gongxin.casework.interviews import Invitations, invitations
from gongxin.casework.journal import Journal, journal_of
from gongxin.casework.models import Case
from gongxin.casework.moving import MoveAsked, Running, catch_up_all, effective, move_case, silent_deadlines
from gongxin.casework.opening import Application, open_case
from gongxin.casework.opinions import OpinionSummary, summary
from gongxin.casework.options import Option, options_for
from gongxin.casework.papers import fill_in_paper, hand_in_paper, read_paper
from gongxin.casework.possible_moves import PossibleMove, moves_of
from gongxin.casework.queues import cases_of
from gongxin.casework.reminding import Reminded, remind
from gongxin.casework.view import view_case
from gongxin.law.schema.procedure import ProcedureKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date, datetime

    from django.db.models import QuerySet

    from gongxin.accounts.models import Account
    from gongxin.casework.models import Paper, Step
    from gongxin.casework.view_parts import CaseView
    from gongxin.law.library import Law
    from gongxin.workspace import Workspace


class Casework:
    """The procedures of a workspace. Cheap to make once a process, safe to keep and to share between threads.

    ``as_of`` is the day of an act (a day in Beijing), ``at`` its moment (aware). ``law`` is the workspace's if none is
    given. Whoever acts is named; whether he may is asked of :mod:`gongxin.accounts.permissions`.
    """

    def __init__(self, workspace: Workspace, law: Law | None = None) -> None:
        self.workspace = workspace
        self.law = workspace.law() if law is None else law
        self._called_for = CalledFor(workspace, self.law)

    def options(
        self, *, record_id: str | None = None, subject_id: str | None = None, as_of: date, by: Account | None = None
    ) -> list[Option]:
        """What can be done about a record, or about a subject as such; one option a procedure and variant.

        Name the subject where it is known: a record alone has to be looked for. Errors: ``unknown-subject``,
        ``unknown-record``.
        """
        return options_for(self.workspace, self.law, record_id=record_id, subject_id=subject_id, as_of=as_of, by=by)

    def open(
        self,
        kind: ProcedureKind | str,
        *,
        by: Account,
        as_of: date,
        at: datetime,
        record_id: str | None = None,
        subject_id: str | None = None,
        procedure: str | None = None,
        said: Mapping[str, Any] | None = None,
        reason: str = "",
    ) -> Case:
        """Open a case in the first state of its procedure. See :func:`gongxin.casework.opening.open_case`."""
        asked = Application(
            kind=ProcedureKind(kind),
            by=by,
            as_of=as_of,
            at=at,
            record_id=record_id,
            subject_id=subject_id,
            procedure=procedure,
            said=said or {},
            reason=reason,
        )
        return open_case(self.workspace, self.law, asked)

    def hand_in(self, case: Case, paper_id: str, name: str, content: bytes, *, by: Account, as_of: date) -> Paper:
        """Hand a paper in. See :func:`gongxin.casework.papers.hand_in_paper`."""
        return hand_in_paper(self.workspace, self.law, case, paper_id, name, content, by=by, as_of=as_of)

    def fill_in(self, case: Case, paper_id: str, *, by: Account, as_of: date) -> Paper:
        """Fill a paper in from what the platform knows, signed by ``by``: a commitment letter, say. See
        :func:`gongxin.casework.papers.fill_in_paper`."""
        return fill_in_paper(self.workspace, self.law, case, paper_id, by=by, as_of=as_of)

    def read(self, paper: Paper, *, by: Account) -> bytes:
        """The content of a paper, for whoever may see its case."""
        return read_paper(self.workspace, paper, by=by)

    def moves(self, case: Case, *, by: Account, as_of: date) -> list[PossibleMove]:
        """What this account may do in the case on a day, each with what it would take."""
        return moves_of(self.law, case, by=by, as_of=as_of)

    def move(
        self,
        case: Case,
        move_id: str,
        *,
        by: Account,
        as_of: date,
        at: datetime,
        reason: str = "",
        said: Mapping[str, Any] | None = None,
    ) -> Step:
        """Make a move: step, deadlines and what it does to the ledger in one transaction, after whatever silence has
        done meanwhile. See :func:`gongxin.casework.moving.move_case`."""
        asked = MoveAsked(move=move_id, by=by, as_of=as_of, at=at, reason=reason, said=said or {})
        step = move_case(self.workspace, self.law, case, asked)
        case.refresh_from_db()
        return step

    def view(self, case: Case, *, as_of: date) -> CaseView:
        """The whole case as it stands on a day. Whoever shows it asks for the permission to see it first."""
        return view_case(self.law, case, as_of)

    def catch_up(self, as_of: date, at: datetime) -> list[Step]:
        """Write the moves that silence has made before ``as_of``, each dated on the last day of its term. Again the
        same day it finds nothing more; and no answer depends on its having been called."""
        return catch_up_all(self.law, as_of, at)

    def find(self, number: str) -> Case:
        """The case of that number. Error: ``no-such-case``."""
        found = Case.objects.select_related("department", "opened_by", "recorder").filter(number=number.strip()).first()
        if found is None:
            raise refusals.no_case(number)
        return found

    def standing(self, case: Case, *, as_of: date) -> tuple[str, str]:
        """In which state a case stands on a day, and what came of it (empty while it goes on); silence included."""
        running = Running.of(self.law, case)
        situation, _ = effective(running, as_of)
        return situation.state, running.rules.state(situation.state).outcome or ""

    def states(self, cases: Iterable[Case], as_of: date) -> dict[int, tuple[str, str]]:
        """For those of the cases in which silence has spoken and nobody has written it down: state and outcome (as
        :meth:`standing`) by primary key. All the others stand as their rows say."""
        silent = set(silent_deadlines(as_of).values_list("case", flat=True))
        return {case.pk: self.standing(case, as_of=as_of) for case in cases if case.pk in silent}

    def due(self, as_of: date, *, within: int = 3, department: str | None = None) -> DueList:
        """What is due on a day, what is late, and what will be due within so many working days."""
        return due_list(self.law, as_of, within=within, department=department)

    def remind(self, as_of: date, *, within: int = 3) -> list[Reminded]:
        """The reminders that the day calls for and that were not sent yet; they count as sent from now on."""
        return remind(self.due(as_of, within=within))

    def journal(self, day: date) -> Journal:
        """Everything that happened on a day, as it is once the day is over."""
        return journal_of(self.law, day)

    def to_invite(self, as_of: date) -> Invitations:
        """Whom to invite to an interview by the results received. The first who asks on a day waits for the results of
        everybody; later batches cost what they change."""
        return invitations(self._called_for.on(as_of))

    def opinions(self, first: date, last: date) -> OpinionSummary:
        """Opinions on the evaluation given within a period, for the province."""
        return summary(first, last)

    def cases(self, by: Account | None = None, **narrowed: Any) -> QuerySet[Case]:
        """The cases an account may list, narrowed; see :func:`gongxin.casework.queues.cases_of`."""
        return cases_of(by, **narrowed)
