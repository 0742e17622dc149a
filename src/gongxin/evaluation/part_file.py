"""The file of a part of a result: Parquet as databases write it, or Arrow's own where the rows are Arrow's already."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    import pyarrow as pa

#: How databases write parts: they are read once, and soon.
PARQUET = "FORMAT parquet, COMPRESSION lz4_raw"

#: What a file of Arrow's begins with.
_ARROW = b"ARROW1"


def write_rows(rows: pa.Table, file: Path) -> None:
    """Write rows as a part: the same that a database would have written, in half of the time."""
    from pyarrow import ipc

    options = ipc.IpcWriteOptions(compression="lz4", use_threads=False)
    with ipc.new_file(str(file), rows.schema, options=options) as writer:
        writer.write_table(rows)


def schema_of(file: Path) -> pa.Schema:
    """The columns of a part."""
    import pyarrow.parquet as pq

    if _is_arrow(file):
        with _arrow(file) as reader:
            return reader.schema
    return pq.read_schema(file)


def rows_of(file: Path, columns: list[str], at_a_time: int) -> Iterator[pa.RecordBatch]:
    """Some columns of a part, row by row in their order, about so many rows at a time."""
    import pyarrow.parquet as pq

    if not _is_arrow(file):
        with pq.ParquetFile(file) as parquet:
            yield from parquet.iter_batches(at_a_time, columns=columns, use_threads=False)
        return
    with _arrow(file, columns) as reader:
        for place in range(reader.num_record_batches):
            yield reader.get_batch(place).select(columns)


def _is_arrow(file: Path) -> bool:
    with file.open("rb") as opened:
        return opened.read(len(_ARROW)) == _ARROW


@contextmanager
def _arrow(file: Path, columns: list[str] | None = None) -> Iterator[pa.ipc.RecordBatchFileReader]:
    import pyarrow as pa
    from pyarrow import ipc

    with pa.memory_map(str(file)) as mapped:
        options = ipc.IpcReadOptions(use_threads=False)
        if columns is not None:
            names = ipc.open_file(mapped, options=options).schema.names
            options.included_fields = sorted(names.index(name) for name in columns)
        yield ipc.open_file(mapped, options=options)
