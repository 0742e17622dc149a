"""The Parquet file of a result: its parts one after the other; in its footer the stamp and where each bucket lies.

Rows are in order of bucket and subject. The buckets themselves are not in the rows: how many rows each has tells which
rows are whose.
"""

from __future__ import annotations

from collections import Counter
from contextlib import contextmanager
from itertools import accumulate
from typing import TYPE_CHECKING

from gongxin.evaluation.part_file import rows_of, schema_of
from gongxin.evaluation.unfinished import cannot_write
from gongxin.subjects.sql_text import literal

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path
    from types import TracebackType

    import pyarrow as pa
    import pyarrow.parquet as pq
    from duckdb import DuckDBPyConnection

#: Rows in a group of a result.
_ROW_GROUP = 122_880

#: Columns that have another value in nearly every row: a dictionary of these would only be in the way.
_DIFFERENT = ("subject_id", "record_id")

#: Entry of the footer: how many rows each bucket has.
_ROWS = "gongxin_rows_of_buckets"


def files_sql(paths: Iterable[Path]) -> str:
    """A DuckDB relation over Parquet files, in this order."""
    return f"read_parquet([{', '.join(literal(str(path)) for path in paths)}])"


class ResultWriter:
    """Writes a result part by part; used in a ``with`` block, after which the file is there whole, or not at all.

    The same rows give the same bytes, however parts are cut and whatever wrote them. ``notes`` go into the footer.
    Error: ``cannot-write-result``.
    """

    def __init__(self, out: Path, notes: Mapping[str, str], buckets: int) -> None:
        self._out = out
        self._draft = out.with_name(f".{out.name}.draft")
        self._notes = notes
        self._buckets = buckets
        self._rows: Counter[int] = Counter()
        self._kept: list[pa.RecordBatch] = []
        self._wanting = _ROW_GROUP
        self._writer: pq.ParquetWriter | None = None

    def __enter__(self) -> ResultWriter:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            if kind is None:
                self._finish()
        finally:
            if self._writer is not None:
                self._writer.close()
            self._draft.unlink(missing_ok=True)

    def add(self, part: Path) -> None:
        """Write the rows of the next part."""
        with self._writing():
            writer = self._writer or self._begin(part)
            for read in rows_of(part, [*writer.schema.names, "bucket"], _ROW_GROUP):
                for counted in read["bucket"].value_counts():
                    self._rows[counted["values"].as_py()] += counted["counts"].as_py()
                self._take(read.select(writer.schema.names).cast(writer.schema))

    def _begin(self, part: Path) -> pq.ParquetWriter:
        import pyarrow as pa
        import pyarrow.parquet as pq

        # Whether a column may be empty is not the same in files of different programs.
        fields = [pa.field(field.name, field.type) for field in schema_of(part) if field.name != "bucket"]
        self._writer = pq.ParquetWriter(
            self._draft,
            pa.schema(fields),
            compression="zstd",
            compression_level=1,
            use_dictionary=[field.name for field in fields if field.name not in _DIFFERENT],
            write_statistics=["subject_id"],
            write_batch_size=_ROW_GROUP,
            store_decimal_as_integer=True,
            store_schema=False,
        )
        return self._writer

    def _take(self, rows: pa.RecordBatch) -> None:
        """Write rows in groups of one length: cut otherwise, the same rows would be other bytes."""
        while rows.num_rows >= self._wanting:
            self._kept.append(rows.slice(0, self._wanting))
            rows = rows.slice(self._wanting)
            self._write_group()
        self._kept.append(rows)
        self._wanting -= rows.num_rows

    def _write_group(self) -> None:
        import pyarrow as pa

        assert self._writer is not None
        group = pa.Table.from_batches(self._kept, self._writer.schema)
        if group.num_rows:
            self._writer.write_table(group.combine_chunks(), _ROW_GROUP)
        self._kept, self._wanting = [], _ROW_GROUP

    def _finish(self) -> None:
        with self._writing():
            self._write_group()
            assert self._writer is not None
            counts = " ".join(str(self._rows[bucket]) for bucket in range(self._buckets))
            self._writer.add_key_value_metadata({**self._notes, _ROWS: counts})
            self._writer.close()
            self._draft.replace(self._out)

    @contextmanager
    def _writing(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            raise cannot_write(self._out) from error


def writer_name() -> str:
    """Name and version of what writes results, as they stand in a stamp."""
    import pyarrow as pa

    return f"pyarrow {pa.__version__}"


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
