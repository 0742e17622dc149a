"""Recent rows move into their buckets, and no reader notices."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gongxin.ledger.compaction import _to_merge
from gongxin.ledger.data_files import DataFile

if TYPE_CHECKING:
    from tests.ledger.conftest import Department

    from gongxin.workspace import Workspace


def test_after_compaction_every_file_lies_in_the_bucket_of_its_rows(market: Department, workspace: Workspace) -> None:
    for number in range(3):
        market.hands_in(records=[market.penalty(f"R{number}-{row}", f"S{row}") for row in range(100)])
    before = market.sees("record")
    said: list[tuple[int, int | None]] = []
    result = market.ledger.compact(lambda done, total: said.append((done, total)))
    assert (result.rows_moved, result.files_before, result.files_after) == (300, 3, 4)
    assert said == [(step, 4) for step in range(1, 5)]
    assert market.sees("record") == before
    status = market.ledger.status().tables["record"]
    assert (status.rows, status.files, status.recent_files, status.replaced_files) == (300, 4, 0, 0)
    assert not list((workspace.ledger_dir / "record" / "bucket=-1").iterdir())


def test_a_compacted_ledger_is_left_alone(market: Department) -> None:
    market.hands_in(records=[market.penalty("R1")])
    market.ledger.compact()
    assert market.ledger.compact().rows_moved == 0


def test_many_small_batches_end_up_in_few_files(market: Department) -> None:
    for number in range(4):
        market.hands_in(records=[market.penalty(f"R{number}-{row}", f"S{row}") for row in range(20)])
        market.ledger.compact()
    assert market.ledger.status().tables["record"].files == 4
    assert len(market.contents()) == 80


def test_files_are_kept_for_those_who_still_read_them(market: Department, workspace: Workspace) -> None:
    market.hands_in(records=[market.penalty("R1")])
    reader = market.ledger.snapshot()
    reader.attach(market.connection)
    market.ledger.compact()
    assert market.ledger.status().tables["record"].replaced_files == 1
    assert market.connection.execute("SELECT count(*) FROM record").fetchall() == [(1,)]
    assert market.ledger.vacuum() == 0

    newcomer = market.ledger.snapshot()
    reader.close()
    assert market.ledger.vacuum() == 1
    newcomer.attach(market.connection)
    assert market.connection.execute("SELECT count(*) FROM record").fetchall() == [(1,)]
    assert len(list(workspace.ledger_dir.rglob("*.parquet"))) == 1


def test_a_reader_that_was_forgotten_does_not_keep_files_for_ever(market: Department) -> None:
    market.hands_in(records=[market.penalty("R1")])
    market.ledger.snapshot().attach(market.connection)
    market.ledger.compact()
    assert market.ledger.status().tables["record"].replaced_files == 0


def test_a_row_is_rewritten_only_together_with_about_as_many_others() -> None:
    def file(rows: int) -> DataFile:
        return DataFile(f"{rows}", 0, rows, 1, 1, ("", ""), (1, 1))

    small, middle, large = file(1_000), file(15_000), file(90_000)
    assert _to_merge([large, small, middle], arriving=10) == [small]
    assert _to_merge([large, small, middle], arriving=7_000) == [small, middle]
    assert _to_merge([large, small, middle], arriving=40_000) == [small, middle, large]
    assert _to_merge([middle, large], arriving=10) == []


def test_compaction_is_due_once_recent_files_pile_up(market: Department) -> None:
    for number in range(16):
        assert not market.ledger.compaction_due
        market.hands_in(events=[{"event_id": f"E{number}", "subject_id": "S1", "kind": "repaired"}])
    assert market.ledger.compaction_due
    assert market.ledger.status().compaction_due
    market.ledger.compact()
    assert not market.ledger.compaction_due
