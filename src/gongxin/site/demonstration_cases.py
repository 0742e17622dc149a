"""Cases under way in the invented city, so that each of its people finds work on his desk.

Each is opened and moved by the people whose business it is, on the days on which they did it, through the calls that
pages and commands make.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING

from gongxin.accounts.models import Account
from gongxin.accounts.permissions import any_account
from gongxin.accounts.roles import Role
from gongxin.casework.outbox import deliver
from gongxin.casework.papers import fill_in_paper
from gongxin.casework.pdf_text import pdf_of
from gongxin.errors import UsageError
from gongxin.exchange.models import Notice
from gongxin.exchange.notices import acknowledge
from gongxin.law.procedures import term_of
from gongxin.law.schema.procedure import ProcedureKind
from gongxin.office.models import Department

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import date

    from gongxin.casework.casework import Casework
    from gongxin.casework.models import Case
    from gongxin.law.library import Law
    from gongxin.workspace import Workspace

    #: Makes an account: user name, name, role, and whose it is.
    Hire = Callable[..., Account]

#: Days before the demonstration's day on which what is late, escalated, decided or reviewed began.
LONG_AGO = 24
_LATE, _ESCALATED, _DECIDED, _REVIEWED = 15, 16, 12, 14
_CLAIM = "处罚决定书所载当事人与本单位名称相近，并非本单位（演示）"


@dataclass(frozen=True, slots=True)
class OnDisplay:
    """A penalty on display."""

    record_id: str
    subject_id: str
    source: str


def moment(day: date) -> datetime:
    """Nine in the morning of a day, where the city is."""
    from django.utils.timezone import get_default_timezone

    return datetime.combine(day, time(9), tzinfo=get_default_timezone())


class CasesUnderWay:
    """Opens the cases of the demonstration. ``hire`` makes the agents of the firms concerned."""

    def __init__(self, workspace: Workspace, law: Law, casework: Casework, as_of: date, hire: Hire) -> None:
        self.workspace, self.law, self.casework, self.as_of, self._hire = workspace, law, casework, as_of, hire
        self._agents = 0

    def open_all(self, records: list[OnDisplay]) -> None:
        """One case after another, a firm's each, as long as there are firms."""
        waiting = iter(records)
        for kind_of_case in self._kinds():
            record = next(waiting, None)
            if record is None:
                break
            with suppress(UsageError):  # another firm of the city is as good
                kind_of_case(record)
        self._interviews()

    def _kinds(self) -> Iterator[Callable[[OnDisplay], None]]:
        """What each firm's case shall be, the most instructive first."""
        yield self._to_accept
        yield self._due_today
        yield self._late
        yield self._to_decide
        yield self._objection
        yield self._decided
        yield self._review
        yield self._escalated
        yield self._commitment

    def _day(self, days: int) -> date:
        return self.as_of - timedelta(days=days)

    def _to_accept(self, record: OnDisplay) -> None:
        self._repair(record, self._day(1))

    def _due_today(self, record: OnDisplay) -> None:
        """Accepted on the day from which the term to decide ends today."""
        on, clerk = self._day(LONG_AGO), self._clerk(record)
        case = self._repair(record, on)
        procedure = self.law.procedure(case.procedure, case.edition)
        term = term_of(self.law, procedure, "decide", on).length
        accepted_on = self._day(1) if term is None else self.law.calendar.earliest_start(term, self.as_of)
        self._move(case, "accept", clerk, max(on, accepted_on))

    def _late(self, record: OnDisplay) -> None:
        """An objection that should have been decided some days ago."""
        case = self._object(record, self._day(_LATE))
        self._move(case, "accept", self._clerk(record), self._day(_LATE))

    def _to_decide(self, record: OnDisplay) -> None:
        case = self._repair(record, self._day(6))
        self._move(case, "accept", self._clerk(record), self._day(4))

    def _decided(self, record: OnDisplay) -> None:
        """Granted, and told to everybody who had the record; the rating agency has acknowledged it."""
        on = self._day(_DECIDED)
        case, clerk = self._repair(record, on), self._clerk(record)
        self._move(case, "accept", clerk, on)
        self._move(case, "grant", clerk, on, "已核实整改和履行情况（演示）")
        deliver(self.workspace, self.law, at=moment(on), as_of=on)
        told = Notice.objects.filter(consumer__code="ratings", acknowledged_on__isnull=True)
        acknowledge("ratings", list(told.values_list("pk", flat=True)), by="rater", on=on + timedelta(days=1))

    def _escalated(self, record: OnDisplay) -> None:
        """Nobody accepted it in time, and the firm took it to the department above."""
        case = self._repair(record, self._day(_ESCALATED))
        self._move(case, "escalate", case.opened_by, self._day(2))

    def _objection(self, record: OnDisplay) -> None:
        case = self._object(record, self._day(5))
        self._move(case, "accept", self._clerk(record), self._day(3))

    def _review(self, record: OnDisplay) -> None:
        """An objection was refused; the firm has asked for the review, where the place has one."""
        on, clerk = self._day(_REVIEWED), self._clerk(record)
        case = self._object(record, on)
        self._move(case, "accept", clerk, on)
        self._move(case, "refuse", clerk, on + timedelta(days=5), "经核对证照和笔录，当事人即申请人（演示）")
        later = self._day(4)
        review = self._open("review", record, case.opened_by, later)
        self._move(review, "submit", case.opened_by, later, claim=_CLAIM)

    def _commitment(self, record: OnDisplay) -> None:
        """A promise of the firm's own accord, taken and followed by the inspectors."""
        on, agent = self._day(20), self._agent(record)
        case = self.casework.open(
            "commitment",
            by=agent,
            as_of=on,
            at=moment(on),
            subject_id=record.subject_id,
            procedure="cn.commitment.voluntary",
            said={"matter": "按期足额支付分包工程款（演示）"},
        )
        self._letters(case, agent, on)
        valid_to = (self.as_of + timedelta(days=10)).isoformat()
        self._move(case, "submit", agent, on, valid_to=valid_to)
        self._move(case, "accept", any_account("inspector"), self._day(18))

    def _interviews(self) -> None:
        """One to be invited to, one that is invited."""
        office = any_account("office")
        called_for = [one for one in self.casework.to_invite(self.as_of) if one.open_case is None][:2]
        for place, one in enumerate(called_for):
            case = self.casework.open(
                ProcedureKind.INTERVIEW,
                by=office,
                as_of=self._day(2),
                at=moment(self._day(2)),
                subject_id=one.subject_id,
                procedure=one.procedure,
            )
            if place:
                on = (self.as_of + timedelta(days=6)).isoformat()
                said = {"grounds": "公共信用综合评价结果（演示）", "talk_on": on, "place": "市公共信用信息中心三楼"}
                self._move(case, "invite", office, self._day(1), **said)

    def _open(self, kind: str, record: OnDisplay, by: Account, on: date) -> Case:
        """A case about the record."""
        return self.casework.open(
            kind, by=by, as_of=on, at=moment(on), record_id=record.record_id, subject_id=record.subject_id
        )

    def _object(self, record: OnDisplay, on: date) -> Case:
        agent = self._agent(record)
        case = self._open("objection", record, agent, on)
        self._move(case, "submit", agent, on, claim=_CLAIM)
        return case

    def _repair(self, record: OnDisplay, on: date) -> Case:
        """A repair that is asked for, papers and all."""
        agent = self._agent(record)
        case = self._open("repair", record, agent, on)
        self._letters(case, agent, on)
        for paper in self.casework.view(case, as_of=on).papers:
            if paper.required and not paper.filled_in:
                proof = pdf_of(["缴款凭证（虚构）", "Receipt of payment (invented)"])
                self.casework.hand_in(case, paper.paper, "缴款凭证.pdf", proof, by=agent, as_of=on)
        self._move(case, "submit", agent, on)
        return case

    def _letters(self, case: Case, agent: Account, on: date) -> None:
        for paper in self.casework.view(case, as_of=on).papers:
            if paper.filled_in:
                fill_in_paper(self.workspace, self.law, case, paper.paper, by=agent, as_of=on)

    def _move(self, case: Case, move: str, by: Account, on: date, reason: str = "", **said: str) -> None:
        self.casework.move(case, move, by=by, as_of=on, at=moment(on), reason=reason, said=said)

    def _agent(self, record: OnDisplay) -> Account:
        """Who acts for the firm of the record."""
        self._agents += 1
        name = f"agent-{self._agents}"
        return self._hire(name, f"企业经办 {self._agents}", Role.SUBJECT, subject_id=record.subject_id)

    def _clerk(self, record: OnDisplay) -> Account:
        """Who works in the department of the record."""
        department = Department.objects.get(source=record.source)
        found = Account.objects.filter(department=department).first()
        if found is not None:
            return found
        name = f"agent-clerk-{department.code}"
        return self._hire(name, f"经办人（{department.name}）", Role.SOURCE_DEPARTMENT, department=department.code)
