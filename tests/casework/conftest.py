"""The office of Yunze: a few subjects on file, the departments that made the records, and the people who work there."""

from __future__ import annotations

import json
import shutil
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

import duckdb
import pyarrow as pa
import pytest

from gongxin.law.library import Law
from gongxin.ledger import Ledger
from gongxin.subjects.names import name_key
from gongxin.workspace import Workspace

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from tests.office_fixture import Office

    from gongxin.accounts.models import Account
    from gongxin.casework.casework import Casework
    from gongxin.casework.models import Case

Row = dict[str, Any]

ENGINEERS = "91990100MA0K7R2W3X"
TAXIS = "91990100MA0T4X1C8Y"
MARKET, TRANSPORT = "云泽市市场监督管理局", "云泽市交通运输局"
PDF = b"%PDF-1.7\n1 0 obj <<>> endobj\n%%EOF\n"


#: What tells the engines apart (locks, constraints, transactions) is in the other files. Of these the quick loop runs
#: the SQLite half, and the whole suite both.
_ON_SQLITE_FIRST = {
    "test_conditions",
    "test_due_silence_and_journal",
    "test_objection",
    "test_papers",
    "test_supervision",
}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if item.path.stem in _ON_SQLITE_FIRST and "postgresql" in item.name:
            item.add_marker(pytest.mark.slow)


def record_id(name: str) -> str:
    """A record number that a test can name."""
    return name.encode().hex().ljust(32, "0")[:32]


def penalty(name: str, subject: str, decided_on: str, source: str = MARKET, **more: Any) -> Row:
    payload = {"doc_no": name, "kinds": "fine", "decided_on": decided_on}
    return {
        "record_id": record_id(name),
        "version": 1,
        "content": "c" * 16,
        "subject_id": subject,
        "subject_kind": "enterprise",
        "item": "cn.penalty",
        "source": source,
        "doc_no": name,
        "kinds": ["fine"],
        "amount": 20000,
        "procedure": "ordinary",
        "severity": "general",
        "determined_on": date.fromisoformat(decided_on),
        "region": "990100",
        "payload": json.dumps(payload),
        **more,
    }


def subject(subject_id: str, name: str) -> Row:
    return {
        "subject_id": subject_id,
        "kind": "enterprise",
        "name": name,
        "name_key": name_key(name),
        "scheme": "uscc",
        "region": "990100",
        "registered": True,
        "synthetic": True,
        "source": MARKET,
    }


def take_in(
    workspace: Workspace,
    item: str,
    source: str,
    records: Sequence[Row] = (),
    subjects: Sequence[Row] = (),
    events: Sequence[Row] = (),
) -> int:
    """One batch of the ledger; its number."""
    with duckdb.connect(config={"threads": 1}) as connection:
        ledger = Ledger.open(workspace)
        with ledger.begin(item=item, source=source, as_of=date(2026, 6, 1), files=["a.csv"]) as batch:
            for table, rows in (("subject", subjects), ("record", records), ("event", events)):
                if rows:
                    connection.register("handed_in", pa.Table.from_pylist(list(rows)))
                    batch.append(table, connection, "SELECT * FROM handed_in")
            return batch.commit({"total": len(records)}, "0" * 64, synthetic=True).number


@pytest.fixture(scope="session")
def law() -> Law:
    return Law.load()


@pytest.fixture(scope="session")
def _on_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A ledger with an engineering firm and a taxi company, made once a run and copied."""
    workspace = Workspace.create(tmp_path_factory.mktemp("yunze") / "platform", buckets=4)
    take_in(
        workspace,
        "cn.penalty",
        MARKET,
        records=[
            penalty("fine-of-may", ENGINEERS, "2026-05-11"),
            penalty("grave-of-may", ENGINEERS, "2026-05-12", severity="serious"),
            penalty("fine-of-2024", ENGINEERS, "2024-02-01", severity=None),
        ],
        subjects=[subject(ENGINEERS, "云泽市澄湖工程有限公司"), subject(TAXIS, "云泽市平安出租汽车有限公司")],
    )
    take_in(
        workspace, "cn.penalty", TRANSPORT, records=[penalty("taxi-fine", ENGINEERS, "2026-06-02", source=TRANSPORT)]
    )
    return workspace.root


@dataclass
class Yunze:
    """The office, its casework and its people: 张工 of the engineering firm, clerks 李 and 周 of market regulation,
    何 of transport, 王 of the credit office."""

    workspace: Workspace
    casework: Casework
    people: dict[str, Account] = field(default_factory=dict)

    def at(self, day: str) -> datetime:
        return datetime.fromisoformat(day).replace(hour=1, tzinfo=UTC)

    def opens(self, kind: str, who: str, day: str, record: str | None = "fine-of-may", **more: Any) -> Case:
        about = {"record_id": record_id(record), "subject_id": ENGINEERS} if record is not None else {}
        return self.casework.open(
            kind, by=self.people[who], as_of=date.fromisoformat(day), at=self.at(day), **{**about, **more}
        )

    def moves(self, case: Case, move: str, who: str, day: str, reason: str = "", **said: Any) -> Any:
        return self.casework.move(
            case,
            move,
            by=self.people[who],
            as_of=date.fromisoformat(day),
            at=self.at(day),
            reason=reason,
            said=said,
        )

    def hands_in(self, case: Case, paper: str, who: str, day: str, content: bytes = PDF, name: str = "a.pdf") -> Any:
        as_of = date.fromisoformat(day)
        return self.casework.hand_in(case, paper, name, content, by=self.people[who], as_of=as_of)

    def submitted_repair(self, day: str = "2026-08-17", record: str = "fine-of-may") -> Case:
        """张工 applies for the repair of a record, papers and all."""
        case = self.opens("repair", "zhang", day, record)
        self.hands_in(case, "proof-of-performance", "zhang", day)
        self.hands_in(case, "commitment-letter", "zhang", day)
        self.moves(case, "submit", "zhang", day)
        return case

    def promise(self, procedure: str, day: str, **said: Any) -> Case:
        """张工 begins to make a promise for his firm."""
        return self.opens("commitment", "zhang", day, record=None, subject_id=ENGINEERS, procedure=procedure, said=said)

    def signs_a_promise_to_pay(self, day: str) -> Case:
        """张工 promises what the law does not ask for, and signs the letter."""
        case = self.promise("cn.commitment.voluntary", day, matter="按期支付工程款")
        self.casework.fill_in(case, "commitment-letter", by=self.people["zhang"], as_of=date.fromisoformat(day))
        return case

    def can(self, case: Case, who: str, day: str) -> list[str]:
        found = self.casework.moves(case, by=self.people[who], as_of=date.fromisoformat(day))
        return [one.move for one in found]


@pytest.fixture
def yunze(office: Office, _on_file: Path, law: Law) -> Yunze:
    shutil.copytree(_on_file, office.workspace.root, dirs_exist_ok=True)
    from gongxin.casework.casework import Casework

    town = Yunze(office.workspace, Casework(office.workspace, law))
    town.people = _people()
    return town


def _people() -> dict[str, Account]:
    from gongxin.accounts.models import Account
    from gongxin.office.models import Department

    market = Department.objects.create(code="market", name=MARKET, source=MARKET)
    transport = Department.objects.create(code="transport", name=TRANSPORT, source=TRANSPORT)
    housing = Department.objects.create(code="housing", name="云泽市住房和城乡建设局")
    credit = Department.objects.create(code="credit", name="云泽市信用办")
    posts: dict[str, tuple[str, str, dict[str, Any]]] = {
        "zhang": ("张工", "subject", {"subject_id": ENGINEERS}),
        "sun": ("孙经理", "subject", {"subject_id": TAXIS}),
        "li": ("李", "source-department", {"department": market}),
        "zhou": ("周", "source-department", {"department": market}),
        "he": ("何", "source-department", {"department": transport}),
        "zhao": ("赵", "supervising-department", {"department": housing}),
        "wang": ("王", "credit-office", {"department": credit}),
        "audit": ("钱", "auditor", {}),
    }
    return {
        user: Account.objects.create(username=user, name=name, role=role, **more)
        for user, (name, role, more) in posts.items()
    }


@pytest.fixture
def office_ready() -> None:
    """Django set up, for what needs no database."""
    from tests.office_fixture import _set_up

    _set_up()
