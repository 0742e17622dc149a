"""An office for the invented city: departments, an account for each role, consumers, and cases under way.

Everything is done through the same calls that people's pages and commands make. One thing has gone wrong on purpose: a
clerk confirmed a row whose name did not belong to its code, so that a firm finds another one's penalty under its own.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import timedelta
from itertools import islice
from typing import TYPE_CHECKING

from gongxin.accounts import consents
from gongxin.accounts.consent_text import consent_text
from gongxin.accounts.keeping import NewAccount, add_account, add_department
from gongxin.accounts.models import Account
from gongxin.accounts.passwords import new_password, set_password
from gongxin.accounts.permissions import any_account
from gongxin.accounts.roles import Role
from gongxin.casework.casework import Casework
from gongxin.casework.outbox import deliver
from gongxin.exchange.consumers import add_consumer
from gongxin.exchange.supplies import supplied
from gongxin.law.schema.procedure import ProcedureKind
from gongxin.ledger import Ledger
from gongxin.office.models import Department
from gongxin.site.demonstration_cases import LONG_AGO, CasesUnderWay, OnDisplay, moment
from gongxin.site.demonstration_mistake import put_under_another_code
from gongxin.standing import create_standing_view
from gongxin.subjects.kinds import SubjectKind

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from gongxin.law.library import Law
    from gongxin.workspace import Workspace

_ADMINISTRATOR = "root"
_CREDIT_OFFICE = "credit-office"
_PENALTY = "cn.penalty"

#: Departments beside those that hand in records.
_OFFICES = ((_CREDIT_OFFICE, "云泽市公共信用信息中心"), ("supervision", "云泽市人民政府督查室"))

_BANK = "yunze-bank"
_PERSON = {"kind": SubjectKind.NATURAL_PERSON.value}
_OF_FIRMS = {"item": _PENALTY, "kind": SubjectKind.ENTERPRISE.value}

#: Who receives records: code, name, English name, kind.
_CONSUMERS = (
    (_BANK, "云泽农村商业银行", "Yunze Rural Commercial Bank", "bank"),
    ("ratings", "云泽远见信用评级有限公司", "Yunze Foresight Credit Rating", "third-party"),
    ("firm-search", "云泽企业信息服务公司", "Yunze Company Information Services", "third-party"),
    ("province", "省级公共信用平台", "the province's platform", "upper-platform"),
)

#: Firms that the demonstration needs: one that may repair a penalty, and one for each case under way.
_FIRMS = 10


@dataclass(frozen=True, slots=True)
class Seat:
    """An account of the demonstration and what may be tried with it."""

    username: str
    role: Role
    name: str


@dataclass(frozen=True, slots=True)
class Demonstration:
    """What there is to see: the accounts, the password they share, the firm with another one's penalty under its code,
    and the firm that may repair a penalty. Either is None where the city has no such firm."""

    password: str
    seats: tuple[Seat, ...]
    mistaken: str | None
    repairing: str | None
    cases: int


def furnish(workspace: Workspace, law: Law, *, sources: dict[str, str], as_of: date) -> Demonstration:
    """Furnish the office of an invented city once; done again, it only gives the accounts another password.

    ``sources`` are the departments that handed records in: code to the name in the ledger. The office must be open.
    """
    password = new_password()
    if not Account.objects.filter(username=_ADMINISTRATOR).exists():
        _Furnishing(workspace, law, sources, as_of, password).all()
        # Whoever tries the demonstration shall not have to choose another one first.
        Account.objects.update(password_given=False)
    else:
        for seat in _seats():
            set_password(any_account(seat.username), password, at=moment(as_of), given=False)
    seats = _seats()
    return Demonstration(
        password=password,
        seats=seats,
        mistaken=_subject_of("objector"),
        repairing=_subject_of("repairer"),
        cases=_cases_under_way(),
    )


def _seats() -> tuple[Seat, ...]:
    told = Account.objects.exclude(username__startswith="agent-").order_by("pk")
    return tuple(Seat(account.username, Role(account.role), account.name) for account in told)


def _subject_of(username: str) -> str | None:
    found = Account.objects.filter(username=username).first()
    return found.subject_id if found is not None else None


def _cases_under_way() -> int:
    from gongxin.casework.models import Case

    return Case.objects.filter(closed_on__isnull=True).count()


class _Furnishing:
    """The work of furnishing, step by step."""

    def __init__(self, workspace: Workspace, law: Law, sources: dict[str, str], as_of: date, password: str) -> None:
        self.workspace, self.law, self.as_of, self.password = workspace, law, as_of, password
        self.sources = sources
        self.casework = Casework(workspace, law)

    def all(self) -> None:
        """Everything, in an order in which each step finds what it needs."""
        self._account(_ADMINISTRATOR, "系统管理员 周明", Role.ADMINISTRATOR)
        self._departments()
        for code, name, name_en, kind in _CONSUMERS:
            add_consumer(code, name, kind, name_en=name_en)
        mistaken = self._make_a_mistake()
        repairable = self._repairable()
        self._accounts(mistaken, repairable[0] if repairable else None)
        self._supply([*([mistaken] if mistaken else []), *repairable])
        under_way = CasesUnderWay(self.workspace, self.law, self.casework, self.as_of, self._account)
        under_way.open_all(repairable[1:])
        if mistaken is not None and mistaken.source not in {record.source for record in repairable}:
            # The clerk of the department that made the mistake has a desk of her own.
            under_way.open_all(self._repairable(mistaken.source, 1))
        deliver(self.workspace, self.law, at=moment(self.as_of), as_of=self.as_of)

    def _departments(self) -> None:
        by = any_account(_ADMINISTRATOR)
        for code, source in self.sources.items():
            add_department(code, source, by=by, source=source)
        for code, name in _OFFICES:
            add_department(code, name, by=by)

    def _account(self, username: str, name: str, role: Role, **whose: str) -> Account:
        by = None if role is Role.ADMINISTRATOR else any_account(_ADMINISTRATOR)
        return add_account(NewAccount(username, name, role, **whose), self.password, by=by, at=moment(self.as_of))

    def _accounts(self, mistaken: OnDisplay | None, repairable: OnDisplay | None) -> None:
        self._account("office", "信用办 林岚", Role.CREDIT_OFFICE, department=_CREDIT_OFFICE)
        for record, username, name in ((repairable, "clerk", "经办人 沈洁"), (mistaken, "clerk2", "经办人 李森")):
            department = Department.objects.filter(source=record.source).first() if record else None
            if department is not None:
                self._account(username, name, Role.SOURCE_DEPARTMENT, department=department.code)
        self._account("inspector", "督查 何伟", Role.SUPERVISING_DEPARTMENT, department="supervision")
        if mistaken is not None:
            self._account("objector", "企业经办 张工", Role.SUBJECT, subject_id=mistaken.subject_id)
        if repairable is not None:
            self._account("repairer", "企业经办 王芳", Role.SUBJECT, subject_id=repairable.subject_id)
        self._account("bank", "信贷员 陈敏", Role.AUTHORISED_USER, consumer=_BANK)
        self._account("rater", "评级分析师 赵立", Role.RATING_AGENCY, consumer="ratings")
        self._account("auditor", "审计 吴越", Role.AUDITOR)
        self._citizen()

    def _citizen(self) -> None:
        """A person of the city with an account of her own, the one of whom most is on file; she lets the bank look."""
        of_persons = Counter(record.subject_id for record in self._records("WHERE subject_kind = $kind", _PERSON))
        if not of_persons:
            return
        ((subject_id, _),) = of_persons.most_common(1)
        citizen = self._account("citizen", "市民 赵晓", Role.SUBJECT, subject_id=subject_id)
        text = consent_text(self.law, f"query.{_BANK}", self.as_of)
        consents.give(self.workspace, text, by=citizen, as_of=self.as_of, at=moment(self.as_of))

    def _make_a_mistake(self) -> OnDisplay | None:
        """Put the latest penalty on display under the code of another firm as well: of one that has none."""
        penalties = self._records("WHERE item = $item AND displayed AND subject_kind = $kind", _OF_FIRMS)
        others = self._records(
            "WHERE item <> $item AND displayed AND subject_kind = $kind AND subject_id NOT IN "
            "(SELECT subject_id FROM record_standing WHERE item = $item)",
            _OF_FIRMS,
        )
        if not penalties or not others:
            return None
        code = others[0].subject_id
        doc_no = put_under_another_code(self.workspace, self.law, penalties[0], code, self.as_of)
        found = self._records("WHERE subject_id = $code AND doc_no = $doc_no", {"code": code, "doc_no": doc_no})
        return found[0] if found else None

    def _repairable(self, source: str | None = None, most: int = _FIRMS) -> list[OnDisplay]:
        """Penalties on display whose firms could ask for a repair on every day that the demonstration needs, one a
        firm: those of one department, or of the busiest first, so that its clerk finds them all on one desk."""
        earliest = self.as_of - timedelta(days=LONG_AGO)
        found = self._records(
            "WHERE item = $item AND displayed AND NOT objected AND repairable_from <= $day "
            "AND (ends_on IS NULL OR ends_on > $later)",
            {"item": _PENALTY, "day": earliest, "later": self.as_of + timedelta(days=60)},
        )
        one_a_firm = {record.subject_id: record for record in reversed(found)}
        of_department = Counter(record.source for record in one_a_firm.values())
        busiest_first = sorted(one_a_firm.values(), key=lambda record: -of_department[record.source])
        there = set(Department.objects.values_list("source", flat=True))
        asked = (record for record in busiest_first if record.source in there and source in (None, record.source))
        return list(islice((record for record in asked if self._can_be_repaired(record, earliest)), most))

    def _can_be_repaired(self, record: OnDisplay, on: date) -> bool:
        options = self.casework.options(record_id=record.record_id, subject_id=record.subject_id, as_of=on)
        return any(option.kind is ProcedureKind.REPAIR and option.eligible for option in options)

    def _records(self, where: str, values: Mapping[str, object]) -> list[OnDisplay]:
        ledger = Ledger.open(self.workspace)
        with ledger.snapshot() as snapshot, ledger.connect() as connection:
            snapshot.attach(connection)
            create_standing_view(connection, self.law, self.as_of)
            columns = "record_id, subject_id, source"
            query = f"SELECT {columns} FROM record_standing {where} ORDER BY determined_on DESC, record_id"
            return [OnDisplay(*row) for row in connection.execute(query, values).fetchall()]

    def _supply(self, records: Sequence[OnDisplay]) -> None:
        """All consumers have received the records some time ago."""
        for code, *_ in _CONSUMERS:
            on = self.as_of - timedelta(days=30)
            supplied(code, {record.record_id: record.subject_id for record in records}, on)
