"""The credit office of Yunze: a ledger with one enterprise on file, and the reports it writes about it."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pytest

from gongxin.law.library import Law
from gongxin.ledger import Ledger
from gongxin.reports import Audience, CreditReport, credit_report
from gongxin.workspace import Workspace

LAKE_FOODS = "91990100MA0K7R2W3X"
DAY = date(2026, 6, 30)


Row = dict[str, Any]


class CreditOffice:
    """Takes records to its ledger and writes reports."""

    def __init__(self, workspace: Workspace, law: Law) -> None:
        self.ledger = Ledger.open(workspace)
        self.public_key = workspace.public_key
        self.law = law
        self._connection = duckdb.connect(config={"threads": 1})

    def takes(
        self, item: str, *records: dict[str, Any], synthetic: bool = True, **tables: list[dict[str, Any]]
    ) -> None:
        """One batch of one item: records, and rows of ``subject`` and ``event`` if given."""
        rows = {"record": [self._record(item, **record) for record in records], **tables}
        with self.ledger.begin(item=item, source="云泽市市场监督管理局", as_of=DAY, files=["a.csv"]) as batch:
            for table, content in rows.items():
                if content:
                    self._connection.register("handed_in", pa.Table.from_pylist(content))
                    batch.append(table, self._connection, "SELECT * FROM handed_in")
            batch.commit({"total": len(records)}, "0" * 64, synthetic=synthetic)

    def _record(self, item: str, record_id: str, payload: dict[str, str], **columns: Any) -> Row:
        return {
            "record_id": record_id,
            "version": 1,
            "content": "c" * 16,
            "subject_id": LAKE_FOODS,
            "subject_kind": "enterprise",
            "item": item,
            "source": "云泽市市场监督管理局",
            "payload": json.dumps(payload, ensure_ascii=False),
            **columns,
        }

    def reports(
        self, audience: Audience = Audience.PUBLIC, *, as_of: date = DAY, subject_id: str = LAKE_FOODS, **more: Any
    ) -> CreditReport:
        """The report on a subject, on Lake Foods if no other is named."""
        return credit_report(self.ledger, self.law, subject_id, as_of=as_of, audience=audience, **more)


def penalty(record_id: str, decided_on: str, kinds: list[str], fine: str = "") -> Row:
    number = f"云监罚〔2026〕{record_id[:2]}号"
    payload = {"doc_no": number, "kinds": ";".join(kinds), "fine": fine, "decided_on": decided_on}
    return {
        "record_id": record_id,
        "payload": payload,
        "kinds": kinds,
        "doc_no": number,
        "determined_on": date.fromisoformat(decided_on),
    }


@pytest.fixture(scope="session")
def law() -> Law:
    return Law.load([Path(__file__).parent / "packs"], shipped=False)


@pytest.fixture
def office(tmp_path: Path, law: Law) -> CreditOffice:
    """The credit office with an empty ledger."""
    return CreditOffice(Workspace.create(tmp_path / "home", buckets=4), law)


@pytest.fixture(scope="session")
def yunze(tmp_path_factory: pytest.TempPathFactory, law: Law) -> CreditOffice:
    """The credit office with Lake Foods on file: two fines of 2026, a warning of 2026, a fine of 2024, a prize."""
    office = CreditOffice(Workspace.create(tmp_path_factory.mktemp("yunze") / "home", buckets=4), law)
    office.takes(
        "yr.registration",
        {
            "record_id": "e0" * 16,
            "payload": {"name": "云泽市澄湖食品有限公司", "address": "书院路 118 号"},
            "determined_on": date(2016, 4, 18),
        },
        subject=[
            {
                "subject_id": LAKE_FOODS,
                "kind": "enterprise",
                "name": "云泽市澄湖食品有限公司",
                "former_names": ["云泽市澄湖南货有限公司"],
                "scheme": "uscc",
                "registered": True,
                "synthetic": True,
            }
        ],
    )
    office.takes(
        "yr.penalty",
        penalty("a1" * 16, "2026-05-11", ["fine"], fine="12000.00"),
        penalty("a2" * 16, "2026-01-10", ["fine", "warning"], fine="500.00"),
        penalty("b1" * 16, "2026-04-01", ["warning"]),
        penalty("b2" * 16, "2024-02-01", ["fine"], fine="800.00"),
    )
    prize = {"record_id": "d1" * 16, "payload": {"given_on": "2026-02-02"}, "determined_on": date(2026, 2, 2)}
    office.takes("yr.prize", prize)
    return office
