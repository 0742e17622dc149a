"""The queue: what waits, by the day by which somebody must act; and which case comes next."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from django.db.models import Count, Exists, OuterRef, Q

from gongxin.accounts.roles import OVERSEEING, Role
from gongxin.casework.models import WAITING, Case, Deadline
from gongxin.casework.queues import open_in_hand
from gongxin.law.schema.procedure import Actor
from gongxin.workbench.working_days import week_ends

if TYPE_CHECKING:
    from datetime import date

    from django.db.models import Model, QuerySet

    from gongxin.accounts.models import Account

#: As whom an account of a role acts in a case, for telling what waits for it and what for others.
ACTS_AS: dict[str, tuple[Actor, ...]] = {
    Role.CREDIT_OFFICE: (Actor.CREDIT_OFFICE,),
    Role.SOURCE_DEPARTMENT: (Actor.SOURCE, Actor.SUPERVISOR),
    Role.SUPERVISING_DEPARTMENT: (Actor.SUPERVISOR, Actor.SOURCE),
    Role.SUBJECT: (Actor.SUBJECT,),
}


class Band(StrEnum):
    """When somebody must act."""

    LATE = "late"
    TODAY = "today"
    THIS_WEEK = "this-week"
    LATER = "later"
    NO_TERM = "no-term"  # the instrument gives no number, or nobody's term runs


@dataclass(frozen=True, slots=True)
class Sieve:
    """Which part of the queue is looked at; an empty field lets everything through. ``mine`` keeps what waits for the
    one who looks."""

    kind: str = ""
    department: str = ""
    state: str = ""
    mine: bool = False


@dataclass(frozen=True, slots=True)
class QueueRow:
    """A case that waits. ``deadline`` is the one by which it stands in its band, if one runs; ``due_on`` its day."""

    case: Case
    deadline: Deadline | None
    mine: bool

    @property
    def due_on(self) -> date | None:
        """The day by which somebody must act."""
        return None if self.deadline is None else self.deadline.due_on


class Queue:
    """What waits in the hands of one account on one day."""

    def __init__(self, account: Account, sieve: Sieve, as_of: date) -> None:
        self._account = account
        self._sieve = sieve
        self._as_of = as_of
        self._acts_as = ACTS_AS.get(account.role, ())

    def counts(self) -> dict[Band, int]:
        """How many wait in each band."""
        dated = {band.name: Count("pk", filter=self._days(band)) for band in Band if band is not Band.NO_TERM}
        cases = Count("case", distinct=True, filter=Q(due_on__isnull=False))
        found = self._running().aggregate(cases=cases, **dated)
        undated = 0 if self._sieve.mine else self._open_cases().count() - found["cases"]
        return {band: undated if band is Band.NO_TERM else found[band.name] for band in Band}

    def waiting(self, band: Band) -> QuerySet[Deadline] | QuerySet[Case]:
        """What waits in a band, the most urgent first; :meth:`row` shows one of it."""
        if band is Band.NO_TERM:
            return self._undated().select_related("department").order_by("opened_on", "pk")
        running = self._running().filter(self._days(band)).select_related("case__department")
        return running.order_by("due_on", "pk")

    def row(self, found: Model) -> QueueRow:
        """What is shown of something that waits: a deadline, or a case without one."""
        if isinstance(found, Case):
            return QueueRow(found, None, mine=False)
        assert isinstance(found, Deadline)
        return QueueRow(found.case, found, mine=found.who in self._acts_as)

    def next_after(self, number: str) -> Case | None:
        """The case to turn to once the one under ``number`` is done with: the most urgent other one."""
        dated = self._running().filter(due_on__isnull=False).exclude(case__number=number)
        found = dated.select_related("case").order_by("due_on", "pk").first()
        if found is not None:
            return found.case
        return self._undated().exclude(number=number).order_by("opened_on", "pk").first()

    def _running(self) -> QuerySet[Deadline]:
        # A case that is closed has dropped all that ran in it.
        found = Deadline.objects.filter(self._wanted("case__"), WAITING)
        if self._account.role not in OVERSEEING:
            found = found.filter(case__in=open_in_hand(self._account).values("pk"))
        return found.filter(who__in=self._acts_as) if self._sieve.mine else found

    def _undated(self) -> QuerySet[Case]:
        if self._sieve.mine:
            return Case.objects.none()
        dated = Deadline.objects.filter(WAITING, case=OuterRef("pk"), due_on__isnull=False)
        return self._open_cases().filter(~Exists(dated))

    def _open_cases(self) -> QuerySet[Case]:
        return open_in_hand(self._account).filter(self._wanted())

    def _wanted(self, case: str = "") -> Q:
        wanted = {"kind": self._sieve.kind, "department__code": self._sieve.department, "state": self._sieve.state}
        return Q(**{f"{case}{name}": value for name, value in wanted.items() if value})

    def _days(self, band: Band) -> Q:
        end_of_week = week_ends(self._as_of)
        match band:
            case Band.LATE:
                return Q(due_on__lt=self._as_of)
            case Band.TODAY:
                return Q(due_on=self._as_of)
            case Band.THIS_WEEK:
                return Q(due_on__gt=self._as_of, due_on__lte=end_of_week)
            case Band.LATER:
                return Q(due_on__gt=end_of_week)
            case _:
                return Q(due_on__isnull=True)
