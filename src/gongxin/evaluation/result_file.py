"""The Parquet file of a result: its parts one after the other; in its footer the stamp and where each bucket lies.

Rows are in order of bucket and subject. The buckets themselves are not in the rows: how many rows each has tells which
rows are whose.
"""

from __future__ import annotations

from collections import Counter
from itertools import accumulate
from typing import TYPE_CHECKING

from gongxin.evaluation.part_file import rows_of, schema_of
from gongxin.evaluation.unfinished import cannot_write
from gongxin.subjects.sql_text import literal

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    import pyarrow as pa
    from duckdb import DuckDBPyConnection

#: Rows in a group of a result.
_ROW_GROUP = 122_880

_RESULT = f"FORMAT parquet, COMPRESSION zstd, COMPRESSION_LEVEL 1, ROW_GROUP_SIZE {_ROW_GROUP}"

#: Entry of the footer: how many rows each bucket has.
_ROWS = "gongxin_rows_of_buckets"


def files_sql(paths: Iterable[Path]) -> str:
    """A DuckDB relation over Parquet files, in this order."""
    return f"read_parquet([{', '.join(literal(str(path)) for path in paths)}])"


def write_result(
    connection: DuckDBPyConnection, parts: Sequence[Path], out: Path, notes: Mapping[str, str], buckets: int
) -> None:
    """Write all parts in their order to ``out``, with ``notes`` in its footer; the same rows give the same bytes.

    The file is there whole or not at all. Error: ``cannot-write-result``.
    """
    import duckdb

    rows = _rows_of_each_bucket(parts)
    known = {**notes, _ROWS: " ".join(str(rows.get(bucket, 0)) for bucket in range(buckets))}
    footer = ", ".join(f"{name}: {literal(text)}" for name, text in known.items())
    draft = out.with_name(f".{out.name}.draft")
    try:
        connection.register("result_in_groups", _in_groups(parts))
        connection.execute(
            f"COPY (SELECT * FROM result_in_groups) TO {literal(str(draft))} ({_RESULT}, KV_METADATA {{{footer}}})"
        )
        connection.unregister("result_in_groups")
        draft.replace(out)
    except (duckdb.IOException, OSError) as error:
        draft.unlink(missing_ok=True)
        raise cannot_write(out) from error


def _rows_of_each_bucket(parts: Sequence[Path]) -> Counter[int]:
    rows: Counter[int] = Counter()
    for part in parts:
        for read in rows_of(part, ["bucket"], _ROW_GROUP):
            for counted in read["bucket"].value_counts():
                rows[counted["values"].as_py()] += counted["counts"].as_py()
    return rows


def _in_groups(parts: Sequence[Path]) -> pa.RecordBatchReader:
    """The rows of all parts without their bucket, in batches of just the rows of a group.

    Handed over in any others, the database groups rows as it happens to come by them: by its threads, and by how the
    parts are grouped.
    """
    import pyarrow as pa

    schema = pa.schema([field for field in schema_of(parts[0]) if field.name != "bucket"])

    def groups() -> Iterator[pa.RecordBatch]:
        kept: list[pa.RecordBatch] = []
        wanting = _ROW_GROUP
        for part in parts:
            for read in rows_of(part, schema.names, _ROW_GROUP):
                rows = read.cast(schema)
                while rows.num_rows >= wanting:
                    yield _one(schema, [*kept, rows.slice(0, wanting)])
                    rows, kept, wanting = rows.slice(wanting), [], _ROW_GROUP
                kept.append(rows)
                wanting -= rows.num_rows
        yield _one(schema, kept)

    return pa.RecordBatchReader.from_batches(schema, groups())


def _one(schema: pa.Schema, batches: list[pa.RecordBatch]) -> pa.RecordBatch:
    import pyarrow as pa

    whole = pa.Table.from_batches(batches, schema).combine_chunks()
    return next(iter(whole.to_batches()), pa.RecordBatch.from_pylist([], schema))


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
