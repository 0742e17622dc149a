"""Many readers at once, beside a writer: in threads, and on a medium that cannot be written."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import duckdb

from gongxin.ledger.reader_leases import ReaderEpochs

if TYPE_CHECKING:
    from pathlib import Path

    from tests.ledger.conftest import Department


def test_readers_in_threads_see_whole_batches_while_a_writer_writes_and_compacts(market: Department) -> None:
    def read(_: int) -> set[int]:
        with duckdb.connect() as connection:
            seen = set()
            for _ in range(6):
                with market.ledger.snapshot() as snapshot:
                    snapshot.attach(connection)
                    (row,) = connection.execute("SELECT count(*), count(DISTINCT batch) FROM record").fetchall()
                    assert row == (10 * snapshot.known_at, snapshot.known_at)
                    seen.add(snapshot.known_at)
        return seen

    with ThreadPoolExecutor(3) as pool:
        readers = pool.map(read, range(3))
        for number in range(6):
            market.hands_in(records=[market.penalty(f"R{number}-{row}", f"S{row}") for row in range(10)])
            if number % 3 == 2:
                market.ledger.compact()
        for seen in readers:
            assert seen <= set(range(7))
    market.ledger.vacuum()
    assert market.ledger.verify().sound
    assert market.ledger.status().tables["record"].replaced_files == 0


def test_files_wait_for_the_readers_that_may_know_them_and_for_no_others(tmp_path: Path) -> None:
    epochs = ReaderEpochs(tmp_path / "readers")
    first = epochs.lease()
    epochs.retire(["a"])
    second = epochs.lease()
    epochs.retire(["b"])
    third = epochs.lease()
    assert first is not None
    assert second is not None
    assert third is not None

    assert list(epochs.released()) == [""]
    assert epochs.listed() >= {"a", "b"}
    second.release()
    assert "a" not in list(epochs.released())
    first.release()
    assert set(epochs.released()) >= {"a", "b"}
    first.release()
    third.release()


def test_where_nothing_can_be_written_reading_needs_no_lease(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    assert ReaderEpochs(tmp_path / "file" / "readers").lease() is None
