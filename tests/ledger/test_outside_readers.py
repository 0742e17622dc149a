"""The tables are plain Delta tables: others read them without Gongxin and find the same rows."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest
from deltalake import DeltaTable

if TYPE_CHECKING:
    import pyarrow as pa
    from tests.ledger.conftest import Department, Row

    from gongxin.workspace import Workspace


def by_delta_lake(table: DeltaTable, market: Department) -> pa.Table:
    return table.to_pyarrow_table()


def by_duckdb(table: DeltaTable, market: Department) -> pa.Table:
    return market.connection.sql(f"FROM read_parquet({table.file_uris()})").to_arrow_table()


@pytest.fixture
def filed(market: Department) -> Department:
    """A ledger with compacted rows, recent rows, and every type of column."""
    full: Row = {
        "kinds": ["fine", "warning"],
        "amount": Decimal("1234567.89"),
        "value": Decimal("0.000001"),
        "determined_on": date(2025, 12, 31),
        "late": True,
        "payload": '{"罚款金额":"123.456789万元"}',
    }
    market.hands_in(records=[market.penalty(f"R{row}", f"S{row}", **full) for row in range(20)])
    market.ledger.compact()
    market.hands_in(
        records=[market.penalty("R1", "S1", version=2, content="b")],
        subjects=[{"subject_id": "S1", "former_names": ["a", "b"], "established_on": date(1999, 1, 1)}],
        events=[{"event_id": "E1", "subject_id": "S1", "kind": "repaired"}],
    )
    return market


@pytest.mark.parametrize("read", [by_delta_lake, by_duckdb])
def test_another_reader_finds_the_same_rows(filed: Department, workspace: Workspace, read: Any) -> None:
    for name, rows in (("record", 21), ("subject", 1), ("event", 1)):
        found: pa.Table = read(DeltaTable(workspace.ledger_dir / name), filed)
        with filed.ledger.snapshot() as snapshot:
            own: pa.Table = filed.connection.sql(f"FROM {snapshot.all_rows()[name]}").to_arrow_table()
        # The partition is where a row lies by now; which bucket it belongs to only the file's own column says.
        columns = [column for column in own.column_names if column != "bucket"]
        assert own.num_rows == rows
        assert in_order(found.select(columns)) == in_order(own.select(columns))


def in_order(table: pa.Table) -> list[dict[str, Any]]:
    return sorted(table.to_pylist(), key=str)


def test_another_reader_is_told_what_the_columns_are(filed: Department, workspace: Workspace) -> None:
    table = DeltaTable(workspace.ledger_dir / "record")
    types = {field.name: str(field.type) for field in table.schema().fields}
    assert types["amount"] == 'PrimitiveType("decimal(18,2)")'
    assert types["determined_on"] == 'PrimitiveType("date")'
    assert table.metadata().partition_columns == ["bucket"]
    assert table.metadata().name == "record"


def test_compaction_changes_no_row_for_those_who_follow_the_table(filed: Department, workspace: Workspace) -> None:
    filed.ledger.compact()
    actions = (workspace.ledger_dir / "record" / "_delta_log").glob("*.json")
    latest = max(actions).read_text()
    assert '"dataChange":false' in latest
    assert '"dataChange":true' not in latest


@pytest.mark.slow
def test_a_long_log_is_summed_up_and_still_read(market: Department, workspace: Workspace) -> None:
    for number in range(102):
        market.hands_in(events=[{"event_id": f"E{number}", "subject_id": "S1", "kind": "repaired"}])
    assert list((workspace.ledger_dir / "event" / "_delta_log").glob("*.checkpoint.parquet"))
    assert len(market.sees("event")) == 102
    assert market.ledger.compact().rows_moved == 102
    assert len(market.sees("event", subject_id="S1")) == 102
