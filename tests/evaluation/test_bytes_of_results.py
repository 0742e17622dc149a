"""The same rows are the same bytes, whoever wrote them, with however many threads, from whatever parts."""

from __future__ import annotations

from typing import TYPE_CHECKING

import duckdb
import pyarrow.parquet as pq
import pytest

from gongxin.evaluation.part_file import write_rows
from gongxin.evaluation.result_file import ResultWriter, rows_of_buckets

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

pytestmark = pytest.mark.slow

ROWS, BUCKETS = 400_000, 8
GROUP = 122_880


def parts_of(folder: Path, bounds: Sequence[int], group: int) -> list[Path]:
    """All rows in parts that begin at these, each in groups of so many rows."""
    folder.mkdir()
    parts = []
    for place, (low, high) in enumerate(zip(bounds, (*bounds[1:], ROWS), strict=True)):
        parts.append(folder / f"{place}.parquet")
        duckdb.execute(
            "COPY (SELECT concat('firm', i) AS subject_id, CAST(i % 997 AS DECIMAL(18,2)) AS score, CASE WHEN i % 3 > 0"
            f" THEN 'A' END AS grade, CAST(i * {BUCKETS} // {ROWS} AS INTEGER) AS bucket FROM range({low}, {high}) t(i)"
            f" ORDER BY i) TO '{parts[-1]}' (FORMAT parquet, ROW_GROUP_SIZE {group})"
        )
    return parts


def write_result(parts: Sequence[Path], out: Path, notes: dict[str, str]) -> None:
    with ResultWriter(out, notes, BUCKETS) as writer:
        for part in parts:
            writer.add(part)


@pytest.mark.parametrize(
    ("bounds", "group"), [((0,), 122_880), ((0, 50_000, 123_000), 122_880), ((0, 245_760), 20_480)]
)
def test_how_rows_lie_in_parts_makes_no_difference(tmp_path: Path, bounds: tuple[int, ...], group: int) -> None:
    expected, found = tmp_path / "expected.parquet", tmp_path / "found.parquet"
    write_result(parts_of(tmp_path / "plain", (0,), 4096), expected, {"said": "so"})
    write_result(parts_of(tmp_path / "parts", bounds, group), found, {"said": "so"})
    assert found.read_bytes() == expected.read_bytes()
    with duckdb.connect() as connection:
        assert rows_of_buckets(connection, found) == (ROWS // BUCKETS,) * BUCKETS
    about = pq.read_metadata(found)
    assert [about.row_group(n).num_rows for n in range(4)] == [GROUP, GROUP, GROUP, ROWS - 3 * GROUP]
    assert pq.read_table(found)["subject_id"].to_pylist() == [f"firm{n}" for n in range(ROWS)]


def test_parts_of_arrow_and_of_a_database_make_the_same_result(tmp_path: Path) -> None:
    expected, found = tmp_path / "expected.parquet", tmp_path / "found.parquet"
    written = parts_of(tmp_path / "parts", (0, 50_000, 123_000), GROUP)
    mixed = [written[0], tmp_path / "arrow", written[2]]
    write_rows(pq.read_table(written[1]), mixed[1])
    write_result(written, expected, {})
    write_result(mixed, found, {})
    write_result(mixed[1:], tmp_path / "begins-with-arrow.parquet", {})
    assert found.read_bytes() == expected.read_bytes()
    assert pq.read_metadata(tmp_path / "begins-with-arrow.parquet").num_rows == ROWS - 50_000


def test_a_result_of_nobody_is_a_file_without_rows(tmp_path: Path) -> None:
    empty, out = tmp_path / "empty.parquet", tmp_path / "out.parquet"
    duckdb.execute(
        f"COPY (SELECT 'firm' AS subject_id, 1 AS score, 0 AS bucket WHERE false) TO '{empty}' (FORMAT parquet)"
    )
    with duckdb.connect() as connection:
        write_result([empty, empty], out, {})
        assert rows_of_buckets(connection, out) == (0,) * BUCKETS
    assert pq.read_table(out).column_names == ["subject_id", "score"]
    assert pq.read_metadata(out).num_rows == 0
