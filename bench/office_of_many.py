"""The office of a large town for the bench of the desks: many cases of each sort, look-ups, notices, accounts.

One case of each sort is made by casework itself, on a subject of the ledger that the law allows it for; the others are
its copies on other subjects, with its steps and deadlines, spread over departments and days. Everything is invented.
"""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from bench.evaluation_ledger import SOURCE
from bench.town import AT, DAY
from gongxin.errors import GongxinError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from gongxin.accounts.models import Account
    from gongxin.casework.casework import Casework
    from gongxin.casework.models import Case
    from gongxin.ledger import Ledger
    from gongxin.office.models import Department

DEPARTMENTS = 20
CONSUMERS = 10
CAMPAIGNS = 10
LOOK_UPS_A_SUBJECT = 60
#: Of ten cases so many are of each sort.
SORTS = (("objection", 6), ("interview", 2), ("opinion", 1), ("campaign", 1))
#: One case in so many is closed.
CLOSED = 4
_BATCH = 2000
#: Subjects that are tried for a case of a sort until the law lets one have it.
_TRIED = 100
_ROLES = {
    "office": "credit-office",
    "clerk": "source-department",
    "supervisor": "supervising-department",
    "bank": "authorised-user",
    "auditor": "auditor",
    "admin": "administrator",
}

About = tuple[str, str]


def people(departments: Sequence[Department]) -> dict[str, Account]:
    """One account a role, beside those of subjects."""
    from gongxin.accounts.models import Account

    posts: dict[str, dict[str, Any]] = {
        "office": {"department": departments[1]},
        "clerk": {"department": departments[0]},
        "supervisor": {"department": departments[2]},
        "bank": {"consumer": "user-0"},
    }
    return {
        name: Account.objects.create(username=name, name="经办", role=role, **posts.get(name, {}))
        for name, role in _ROLES.items()
    }


def departments() -> list[Department]:
    """The department whose records the ledger holds, the credit office, and others."""
    from gongxin.office.models import Department

    named = [(SOURCE, SOURCE), ("云泽市信用办", "")]
    named += [(f"云泽市第{n}局", f"云泽市第{n}局") for n in range(2, DEPARTMENTS)]
    return [
        Department.objects.create(code=f"department-{n}", name=name, source=source)
        for n, (name, source) in enumerate(named)
    ]


def agents(subjects: Sequence[str]) -> list[Account]:
    """An account for each of these subjects."""
    from gongxin.accounts.models import Account

    rows = [Account(username=f"agent-{n}", name="代理人", role="subject", subject_id=s) for n, s in enumerate(subjects)]
    Account.objects.bulk_create(rows, batch_size=_BATCH)
    return list(Account.objects.filter(role="subject").order_by("pk"))


def on_file(ledger: Ledger, item: str, number: int) -> list[About]:
    """Subject and record of so many records of an item, each of another subject."""
    with ledger.snapshot() as snapshot, ledger.connect() as connection:
        snapshot.attach(connection)
        return connection.execute(
            "SELECT subject_id, min(record_id) FROM record WHERE item = ? GROUP BY subject_id"
            " ORDER BY hash(subject_id) LIMIT ?",
            [item, number],
        ).fetchall()


def open_cases(casework: Casework, ledger: Ledger, staff: dict[str, Account], number: int) -> list[About]:
    """So many cases; subject and record of those about a record."""
    penalties = on_file(ledger, "cn.penalty", number * 6 // 10)
    results = on_file(ledger, "cn.evaluation", number * 2 // 10)
    listed = on_file(ledger, "cn.abnormal", number // 10)
    patterns = {
        "objection": (_objection(casework, penalties), penalties),
        "interview": (_interview(casework, staff["office"], results), results),
        "opinion": (_opinion(casework, penalties), penalties),
        "campaign": (_target(casework, staff["office"], listed), listed),
    }
    for sort, share in SORTS:
        pattern, about = patterns[sort]
        _multiply(pattern, about, number * share // 10)
    return penalties


def _agent(subject_id: str) -> Account:
    from gongxin.accounts.models import Account

    found, _ = Account.objects.get_or_create(
        username=subject_id.lower(), defaults={"name": "代理人", "role": "subject", "subject_id": subject_id}
    )
    return found


def _first(tries: Iterator[Case | None]) -> Case:
    found = next((case for case in tries if case is not None), None)
    if found is None:
        raise RuntimeError("the law lets nobody of this ledger have such a case")
    return found


def _opened(casework: Casework, kind: str, **asked: Any) -> Case | None:
    try:
        return casework.open(kind, as_of=DAY, at=AT, **asked)
    except GongxinError:
        return None


def _objection(casework: Casework, about: Sequence[About]) -> Case:
    case = _first(
        _opened(casework, "objection", by=_agent(subject), record_id=record, subject_id=subject)
        for subject, record in about[:_TRIED]
    )
    casework.move(case, "submit", by=case.opened_by, as_of=DAY, at=AT, said={"claim": "不是本企业"})
    return case


def _interview(casework: Casework, office: Account, about: Sequence[About]) -> Case:
    case = _first(
        _opened(casework, "interview", by=office, subject_id=subject, procedure=f"cn.interview.{variant}")
        for subject, _ in about[:_TRIED]
        for variant in ("warning", "reminder")
    )
    said = {"grounds": "评价结果", "talk_on": (DAY + timedelta(days=7)).isoformat(), "place": "信用办"}
    casework.move(case, "invite", by=office, as_of=DAY, at=AT, said=said)
    return case


def _opinion(casework: Casework, about: Sequence[About]) -> Case:
    case = _first(_opened(casework, "opinion", by=_agent(subject), subject_id=subject) for subject, _ in about[:_TRIED])
    said = {"about": "评价结果", "opinion": "建议及时更新"}
    casework.move(case, "submit", by=case.opened_by, as_of=DAY, at=AT, said=said)
    return case


def _target(casework: Casework, office: Account, about: Sequence[About]) -> Case:
    said = {"campaign": "治理 0", "goal": "移出名录"}
    return _first(
        _opened(casework, "campaign", by=office, subject_id=subject, said=said) for subject, _ in about[:_TRIED]
    )


def _multiply(pattern: Case, about: Sequence[About], number: int) -> None:
    """So many cases like it, about as many subjects, with its steps and its deadlines."""
    from gongxin.casework.models import Case, Deadline, Step
    from gongxin.office.models import Department

    offices = list(Department.objects.exclude(code="department-1").order_by("pk"))
    alike = Case.objects.filter(pk=pattern.pk).values().get()
    runs, steps = list(pattern.deadlines.values()), list(pattern.steps.values())
    others = [one for one in about if one[0] != pattern.subject_id]
    for start in range(0, number, _BATCH):
        cases = Case.objects.bulk_create(
            Case(**alike | _own(pattern, others[n % len(others)], n, offices[n % len(offices)]))
            for n in range(start, min(start + _BATCH, number))
        )
        Step.objects.bulk_create(
            (
                Step(**step | {"id": None, "case_id": case.pk, "on": case.opened_on, "at": _moment(case)})
                for case in cases
                for step in steps
            ),
            batch_size=_BATCH,
        )
        # Nobody's silence has spoken yet: that is written down once a day.
        Deadline.objects.bulk_create(
            (
                Deadline(
                    **run
                    | {
                        "id": None,
                        "case_id": case.pk,
                        "starts_on": case.opened_on,
                        "due_on": run["due_on"] and DAY + timedelta(days=case.pk % 90 - (0 if run["silence"] else 10)),
                        "dropped_on": case.closed_on or run["dropped_on"],
                    }
                )
                for case in cases
                for run in runs
            ),
            batch_size=_BATCH,
        )


def _own(pattern: Case, about: About, n: int, department: Department) -> dict[str, Any]:
    """What a copy has of its own."""
    subject_id, record_id = about
    opened_on = DAY - timedelta(days=n % 240)
    closed = {"closed_on": opened_on + timedelta(days=5), "outcome": "refused"} if n % CLOSED == 0 else {}
    return {
        "id": None,
        "number": f"B-{pattern.kind}-{n}",
        "subject_id": subject_id,
        "subject_name": f"云泽市第{n}商贸有限公司",
        "record_id": record_id if pattern.record_id else "",
        "topic": "" if pattern.record_id else f"治理 {n % CAMPAIGNS}" if pattern.kind == "campaign" else f"{n // 100}",
        "opened_on": opened_on,
        "state_since": opened_on,
        "department_id": department.pk,
        "source": department.source if pattern.record_id else "",
        **closed,
    }


def _moment(case: Case) -> datetime:
    return datetime.combine(case.opened_on, time(1), tzinfo=AT.tzinfo)


def look_ups(subjects: Sequence[str], bank: Account) -> None:
    """Each of the subjects was looked up often, by a bank."""
    from gongxin.accounts.models import Query

    rows = (
        Query(
            subject_id=subject,
            by=bank,
            role=bank.role,
            purpose="贷前审查",
            asked_on=DAY - timedelta(days=n),
            asked_at=AT,
        )
        for subject in subjects
        for n in range(LOOK_UPS_A_SUBJECT)
    )
    Query.objects.bulk_create(rows, batch_size=_BATCH)


def notices(about: Sequence[About]) -> None:
    """Users of records who received each of the records, and a notice of each, every other one acknowledged."""
    from gongxin.exchange.models import Consumer, Notice, Supply

    users = [Consumer.objects.create(code=f"user-{n}", name=f"云泽第{n}银行", kind="bank") for n in range(CONSUMERS)]
    Supply.objects.bulk_create(
        (
            Supply(consumer=users[n % CONSUMERS], record_id=record, subject_id=subject, supplied_on=DAY)
            for n, (subject, record) in enumerate(about)
        ),
        batch_size=_BATCH,
    )
    Notice.objects.bulk_create(
        (
            Notice(
                consumer=users[n % CONSUMERS],
                record_id=record,
                subject_id=subject,
                change="objection_opened",
                cause=f"B-{n}#1",
                batch=2,
                made_on=DAY - timedelta(days=n % 60),
                due_on=DAY + timedelta(days=n % 60 - 30),
                acknowledged_on=DAY if n // CONSUMERS % 2 else None,
            )
            for n, (subject, record) in enumerate(about)
        ),
        batch_size=_BATCH,
    )
