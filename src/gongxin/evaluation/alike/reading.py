"""The records of some buckets as Arrow columns, in order of bucket and subject."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gongxin.ledger.buckets import RECENT
from gongxin.ledger.tables import RECORD, arrow_schema

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from pathlib import Path

    import pyarrow as pa
    import pyarrow.parquet as pq

    from gongxin.ledger import Snapshot
    from gongxin.ledger.data_files import DataFile


def read_records(snapshot: Snapshot, buckets: range, columns: Collection[str]) -> pa.Table:
    """All rows of the records of some buckets up to the batch of the snapshot, those since revised included.

    The columns are those named and ``bucket``, each in one piece. Texts are dictionaries, and a column in which nothing
    stands is of no type. Rows are in order of bucket and subject.
    """
    import pyarrow as pa

    directory, _ = snapshot.files[RECORD.name]
    files = sorted(snapshot.files_about(RECORD, buckets), key=lambda file: (file.bucket == RECENT, file.bucket))
    tables = [_rows(directory / file.path, file, snapshot, buckets, columns) for file in files]
    whole = pa.concat_tables(_of_one_schema(tables)).unify_dictionaries().combine_chunks()
    if len({file.bucket for file in files}) == len(files) and all(file.bucket != RECENT for file in files):
        return whole
    return whole.sort_by([("bucket", "ascending"), ("subject_id", "ascending")]).combine_chunks()


def _rows(path: Path, file: DataFile, snapshot: Snapshot, buckets: range, columns: Collection[str]) -> pa.Table:
    """The rows of one file that belong to the buckets and were known."""
    import pyarrow as pa
    import pyarrow.compute as pc
    import pyarrow.parquet as pq

    later, mixed = file.batches[1] > snapshot.known_at, file.bucket == RECENT
    wanted = {*columns, *(["batch"] if later else []), *(["bucket"] if mixed else [])}
    texts = [name for name in wanted if RECORD.stored[name] == "VARCHAR" and name not in ("subject_id", "record_id")]
    with pq.ParquetFile(path, read_dictionary=texts) as parquet:
        empty = _empty_columns(parquet, wanted)
        rows = parquet.read(columns=sorted(wanted - empty), use_threads=False)
    for name in sorted(empty):
        rows = rows.append_column(name, pa.nulls(rows.num_rows))
    if later:
        rows = rows.filter(pc.less_equal(rows["batch"], snapshot.known_at))
    if mixed:
        within = pc.and_(pc.greater_equal(rows["bucket"], buckets.start), pc.less(rows["bucket"], buckets.stop))
        rows = rows.filter(within)
    else:
        place = pa.repeat(pa.scalar(file.bucket, pa.int32()), rows.num_rows)
        rows = rows.append_column("bucket", place)
    return rows.select(sorted({*columns, "bucket"}))


def _empty_columns(parquet: pq.ParquetFile, wanted: Collection[str]) -> set[str]:
    """The columns wanted in which, by the footer, nothing stands."""
    footer = parquet.metadata
    if footer.num_rows == 0:
        return set()
    places = {footer.schema.column(place).path: place for place in range(footer.num_columns)}
    return {name for name in wanted if name in places and _nothing_in(footer, places[name])}


def _nothing_in(footer: pq.FileMetaData, place: int) -> bool:
    for number in range(footer.num_row_groups):
        group = footer.row_group(number)
        statistics = group.column(place).statistics
        if statistics is None or not statistics.has_null_count or statistics.null_count < group.num_rows:
            return False
    return True


def _of_one_schema(tables: Sequence[pa.Table]) -> list[pa.Table]:
    """Tables whose columns are of one type: one that is empty in some has the type that it has in others."""
    import pyarrow as pa

    schema = arrow_schema(RECORD)
    typed = {
        name: next((table.schema.field(name).type for table in tables if not pa.types.is_null(table[name].type)), None)
        for name in tables[0].column_names
    }
    of_one = []
    for table in tables:
        columns = {}
        for name, type_ in typed.items():
            column = table[name]
            if type_ is not None and pa.types.is_null(column.type):
                nulls = pa.nulls(table.num_rows, schema.field(name).type)
                column = nulls.dictionary_encode() if pa.types.is_dictionary(type_) else nulls
            columns[name] = column
        # Files differ in whether they say of a column that it may be empty; a table made of columns says so of all.
        of_one.append(pa.table(columns))
    return of_one
