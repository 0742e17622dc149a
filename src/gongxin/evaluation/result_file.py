"""The Parquet file of a result: its parts one after the other; in its footer the stamp and where each bucket lies.

Rows are in order of bucket and subject. The buckets themselves are not in the rows: how many rows each has tells which
rows are whose.
"""

from __future__ import annotations

from itertools import accumulate
from typing import TYPE_CHECKING

from gongxin.evaluation.unfinished import cannot_write
from gongxin.subjects.sql_text import literal

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    from duckdb import DuckDBPyConnection

_RESULT = "FORMAT parquet, COMPRESSION zstd, COMPRESSION_LEVEL 1, ROW_GROUP_SIZE 122880"

#: Entry of the footer: how many rows each bucket has.
_ROWS = "gongxin_rows_of_buckets"


def files_sql(paths: Iterable[Path]) -> str:
    """A DuckDB relation over Parquet files, in this order."""
    return f"read_parquet([{', '.join(literal(str(path)) for path in paths)}])"


def write_result(
    connection: DuckDBPyConnection, parts: Sequence[Path], out: Path, notes: Mapping[str, str], buckets: int
) -> None:
    """Write all parts in their order to ``out``, with ``notes`` in its footer; the same parts give the same bytes.

    The file is there whole or not at all. Error: ``cannot-write-result``.
    """
    import duckdb

    rows = dict(connection.execute(f"SELECT bucket, count(*) FROM {files_sql(parts)} GROUP BY bucket").fetchall())
    known = {**notes, _ROWS: " ".join(str(rows.get(bucket, 0)) for bucket in range(buckets))}
    footer = ", ".join(f"{name}: {literal(text)}" for name, text in known.items())
    draft = out.with_name(f".{out.name}.draft")
    try:
        connection.execute(
            f"COPY (SELECT * EXCLUDE (bucket) FROM {files_sql(parts)})"
            f" TO {literal(str(draft))} ({_RESULT}, KV_METADATA {{{footer}}})"
        )
        draft.replace(out)
    except (duckdb.IOException, OSError) as error:
        draft.unlink(missing_ok=True)
        raise cannot_write(out) from error


def rows_of_buckets(connection: DuckDBPyConnection, result: Path) -> tuple[int, ...]:
    """How many rows a result has of each bucket; empty where its footer does not say."""
    found = connection.execute(
        f"SELECT decode(value) FROM parquet_kv_metadata({literal(str(result))}) WHERE decode(key) = '{_ROWS}'"
    ).fetchone()
    return () if found is None else tuple(int(rows) for rows in found[0].split())


def stretch_sql(result: Path, rows_of: Sequence[int], buckets: range) -> str:
    """A relation with the rows that a result has of some buckets; only that stretch of the file is read."""
    first = [0, *accumulate(rows_of)]
    rows = f"read_parquet({literal(str(result))}, file_row_number = true)"
    within = f"file_row_number >= {first[buckets.start]} AND file_row_number < {first[buckets.stop]}"
    return f"(SELECT * EXCLUDE (file_row_number) FROM {rows} WHERE {within})"


def count_by_grade(connection: DuckDBPyConnection, result: Path) -> dict[str | None, int]:
    """How many subjects evaluated have each grade; None for those without one."""
    counted = connection.execute(
        f"SELECT grade, count(*) FROM {files_sql([result])} WHERE score IS NOT NULL GROUP BY grade"
    )
    return dict(counted.fetchall())
