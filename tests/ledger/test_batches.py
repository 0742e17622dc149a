"""What a batch is, and what it leaves behind when it does not come to be."""

from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING

import pytest

from gongxin.errors import BusyError, LedgerError, NotFound
from gongxin.ledger import Ledger
from gongxin.workspace import Workspace

if TYPE_CHECKING:
    from pathlib import Path

    from tests.ledger.conftest import Department


def parquet_files(workspace: Workspace) -> list[str]:
    return sorted(path.name for path in workspace.ledger_dir.rglob("*.parquet"))


def test_a_new_ledger_is_empty_and_can_be_read(market: Department) -> None:
    assert market.ledger.last_batch == 0
    assert market.ledger.batches() == []
    assert market.contents() == {}
    assert market.sees("subject", subject_id="S1") == []


def test_a_batch_is_on_file_once_it_is_committed(market: Department) -> None:
    entry = market.hands_in(
        records=[market.penalty("R1", "S1", amount=500), market.penalty("R2", "S2")],
        subjects=[{"subject_id": "S1", "name": "云泽市恒远商贸有限公司"}],
    )
    assert (entry.number, entry.as_of, entry.files) == (1, date(2026, 3, 2), ("penalties.csv",))
    assert (entry.rows, entry.subjects) == ({"subject": 1, "record": 2, "event": 0}, 2)
    assert Ledger.open(market.ledger._store.workspace).batches() == [entry]
    (record,) = market.sees("record", subject_id="S1")
    assert (record["record_id"], str(record["amount"]), record["batch"]) == ("R1", "500.00", 1)


def test_a_batch_of_many_chunks_is_one_batch(market: Department) -> None:
    with market.ledger.begin(item="cn.penalty", source="yunze.market", as_of=date(2026, 3, 2)) as batch:
        for chunk in range(5):
            rows = [market.penalty(f"R{chunk}-{row}", f"S{row}") for row in range(100)]
            assert batch.append("record", market.connection, market.query(rows)) == 100
        entry = batch.commit({"total": 500}, "0" * 64, synthetic=True)
    assert entry.rows["record"] == 500
    assert len(market.contents()) == 500
    assert len(market.contents(subject_id="S7")) == 5


def test_what_is_put_together_from_parts_is_written_and_the_parts_are_not(market: Department) -> None:
    with market.ledger.begin(item="cn.penalty", source="yunze.market", as_of=date(2026, 3, 2)) as batch:
        rows = [market.penalty(f"R{row}", f"S{row % 7}", who=f"firm {row}") for row in range(20)]
        later = {"payload": "concat('{\"who\":\"', who, '\"}')"}
        with pytest.raises(LedgerError, match="no column who"):
            batch.append("record", market.connection, market.query(rows), later)
        assert batch.append("record", market.connection, market.query(rows), later, ["who"]) == 20
        batch.commit({"total": 20}, "0" * 64, synthetic=True)
    assert {record["record_id"]: record["payload"] for record in market.sees("record")} == {
        f"R{row}": f'{{"who":"firm {row}"}}' for row in range(20)
    }
    assert market.ledger.verify().sound


def test_what_is_the_same_in_every_row_can_be_said_once(market: Department) -> None:
    with market.ledger.begin(item="cn.penalty", source="yunze.market", as_of=date(2026, 3, 2)) as batch:
        rows = [market.penalty(f"R{row}", f"S{row % 7}") for row in range(20)]
        fixed = {"authority": "'云泽市市场监督管理局'", "published_on": "DATE '2026-03-01'"}
        assert batch.append("record", market.connection, market.query(rows), fixed) == 20
        with pytest.raises(LedgerError, match="no column colour"):
            batch.append("record", market.connection, market.query(rows), {"colour": "'red'"})
        batch.commit({"total": 20}, "0" * 64, synthetic=True)
    seen = market.sees("record")
    assert [record["record_id"] for record in seen] == sorted(f"R{row}" for row in range(20))
    assert {(record["authority"], record["published_on"]) for record in seen} == {
        ("云泽市市场监督管理局", date(2026, 3, 1))
    }
    assert market.ledger.verify().sound


def test_a_batch_without_new_rows_is_still_on_the_log(market: Department) -> None:
    entry = market.hands_in()
    assert (entry.number, entry.subjects, market.ledger.last_batch) == (1, 0, 1)
    assert market.ledger.verify().sound


def test_a_batch_that_is_not_committed_leaves_nothing_behind(market: Department, workspace: Workspace) -> None:
    market.hands_in(records=[market.penalty("R1")])
    before = parquet_files(workspace)
    with market.ledger.begin(item="cn.penalty", source="yunze.market", as_of=date(2026, 3, 2)) as batch:
        batch.append("record", market.connection, market.query([market.penalty("R2")]))
    assert market.contents() == {"R1": "a"}
    assert parquet_files(workspace) == before


def test_a_batch_broken_off_by_an_error_leaves_nothing_behind(market: Department, workspace: Workspace) -> None:
    def break_off() -> None:
        with market.ledger.begin(item="cn.penalty", source="yunze.market", as_of=date(2026, 3, 2)) as batch:
            batch.append("record", market.connection, market.query([market.penalty("R2")]))
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        break_off()
    assert market.ledger.last_batch == 0
    assert parquet_files(workspace) == []
    assert market.hands_in(records=[market.penalty("R1")]).number == 1


def test_committing_twice_is_committing_once(market: Department) -> None:
    with market.ledger.begin(item="cn.penalty", source="yunze.market", as_of=date(2026, 3, 2)) as batch:
        batch.append("record", market.connection, market.query([market.penalty("R1")]))
        first = batch.commit({}, "0" * 64, synthetic=False)
        assert batch.commit({}, "0" * 64, synthetic=False) is first
    assert market.ledger.batches() == [first]


def test_a_second_writer_is_told_at_once_who_is_writing(market: Department, workspace: Workspace) -> None:
    other = Ledger.open(Workspace.open(workspace.root))
    with market.ledger.begin(item="cn.penalty", source="yunze.market", as_of=date(2026, 3, 2)):
        with pytest.raises(BusyError, match=r"batch of cn\.penalty"):
            other.compact()
        with (
            pytest.raises(BusyError),
            other.begin(item="cn.licence", source="yunze.market", as_of=date(2026, 3, 2)),
        ):
            pass
    other.compact()


def test_rows_must_fit_the_table(market: Department) -> None:
    with pytest.raises(LedgerError) as refusal:
        market.hands_in(records=[market.penalty("R1", colour="red")])
    assert refusal.value.rule == "unknown-column"
    with pytest.raises(LedgerError) as refusal:
        market.hands_in(records=[{**market.penalty("R1"), "content": None}, market.penalty("R2")])
    assert refusal.value.rule == "empty-key-column"
    assert market.ledger.last_batch == 0


def test_a_batch_that_never_was_cannot_be_asked_for(market: Department) -> None:
    market.hands_in()
    with pytest.raises(NotFound) as refusal:
        market.ledger.snapshot(2)
    assert refusal.value.rule == "no-such-batch"


def test_a_damaged_batch_file_is_named(market: Department, workspace: Workspace) -> None:
    market.hands_in()
    path = workspace.ledger_dir / "batches" / "00000001.json"
    path.write_text(json.dumps({"manifest": {}}))
    with pytest.raises(LedgerError) as refusal:
        Ledger.open(workspace).batches()
    assert (refusal.value.rule, refusal.value.where) == ("batch-file-damaged", str(path))


def test_a_ledger_works_whatever_its_folder_is_called(tmp_path: Path, market: Department) -> None:
    odd = Workspace.create(tmp_path / "云泽 [一] o'hare *?", buckets=2)
    market.ledger = Ledger.open(odd)
    market.hands_in(records=[market.penalty("R1")])
    market.ledger.compact()
    assert market.contents(subject_id="S1") == {"R1": "a"}
    assert market.ledger.verify().sound
