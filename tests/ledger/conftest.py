"""A small ledger, and a department that hands things in."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import duckdb
import pyarrow as pa
import pytest

from gongxin.ledger import BatchEntry, Ledger
from gongxin.workspace import Workspace

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

Row = dict[str, Any]
AS_OF = date(2026, 3, 2)


class Department:
    """A department of the invented city of Yunze: hands in rows, and looks at what is on file."""

    def __init__(self, ledger: Ledger, name: str = "yunze.market") -> None:
        self.ledger = ledger
        self.name = name
        self.connection = duckdb.connect()

    def penalty(self, record: str, subject: str = "S1", version: int = 1, content: str = "a", **more: Any) -> Row:
        """A row of ``record``."""
        key = {"record_id": record, "version": version, "content": content, "subject_id": subject}
        return {**key, "item": "cn.penalty", "source": self.name, **more}

    def hands_in(
        self,
        records: Sequence[Row] = (),
        subjects: Sequence[Row] = (),
        events: Sequence[Row] = (),
        moved: Sequence[Row] = (),
    ) -> BatchEntry:
        """One batch with these rows, committed."""
        with self.ledger.begin(item="cn.penalty", source=self.name, as_of=AS_OF, files=["penalties.csv"]) as batch:
            for table, rows in (("record", records), ("subject", subjects), ("event", events)):
                if rows:
                    batch.append(table, self.connection, self.query(rows))
            if moved:
                batch.reassign(self.connection, self.query(moved))
            return batch.commit({"total": len(records)}, "0" * 64, synthetic=True)

    def query(self, rows: Sequence[Row]) -> str:
        """A query for ``rows``."""
        self.connection.register("handed_in", pa.Table.from_pylist(list(rows)))
        return "SELECT * FROM handed_in"

    def sees(self, table: str, known_at: int | None = None, **part: Any) -> list[Row]:
        """The current rows of ``table``, without empty columns, in order."""
        with self.ledger.snapshot(known_at) as snapshot:
            snapshot.attach(self.connection, **part)
            rows = self.connection.sql(f"SELECT * FROM {table} ORDER BY ALL").to_arrow_table().to_pylist()
        return [{name: value for name, value in row.items() if value is not None} for row in rows]

    def gathers(self, table: str, subjects: Sequence[str], known_at: int | None = None, **part: Any) -> list[Row]:
        """The current rows of ``table`` about some subjects, without empty columns, in order."""
        among = f"(SELECT unnest({list(subjects)}) AS subject_id)"
        with self.ledger.snapshot(known_at) as snapshot:
            snapshot.gather(self.connection, among, ("subject_id", "batch"), **part)
            rows = self.connection.sql(f"SELECT * FROM {table} ORDER BY ALL").to_arrow_table().to_pylist()
        return [{name: value for name, value in row.items() if value is not None} for row in rows]

    def contents(self, known_at: int | None = None, **part: Any) -> dict[str, str]:
        """Record to content, of the current records."""
        return {row["record_id"]: row["content"] for row in self.sees("record", known_at, **part)}


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody pulls the plug on a test: do without waiting for the disk."""
    monkeypatch.setattr("os.fsync", lambda descriptor: None)


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return Workspace.create(tmp_path / "home", buckets=4)


@pytest.fixture
def ledger(workspace: Workspace) -> Ledger:
    return Ledger.open(workspace)


@pytest.fixture(scope="session")
def make_department() -> type[Department]:
    """For fixtures that make a ledger of their own."""
    return Department


@pytest.fixture
def market(ledger: Ledger) -> Iterator[Department]:
    """The market regulator of Yunze."""
    department = Department(ledger)
    yield department
    department.connection.close()
