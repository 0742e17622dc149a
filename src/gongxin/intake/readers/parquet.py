"""Parquet. The heading counts as row 1, as in a sheet, so the first record is row 2."""

from __future__ import annotations

from typing import TYPE_CHECKING, BinaryIO

from gongxin.intake.file_messages import file_error
from gongxin.intake.readers import limits
from gongxin.intake.readers.assembling import FileSource
from gongxin.intake.readers.block import sound_block
from gongxin.intake.readers.format import Format
from gongxin.intake.readers.header import check_headings
from gongxin.intake.readers.unpacking import bomb

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pyarrow as pa
    import pyarrow.parquet as pq

    from gongxin.intake.chunk import Chunk
    from gongxin.intake.headings import KnownHeadings
    from gongxin.intake.readers.block import Block
    from gongxin.intake.readers.opened_file import OpenedFile

_BATCH_ROWS = 65_536


class ParquetSource(FileSource):
    """A Parquet file. ``content`` is the file itself, or an unpacked copy of it."""

    def __init__(self, file: OpenedFile, content: BinaryIO, known: KnownHeadings) -> None:
        import pyarrow as pa
        import pyarrow.parquet as pq

        try:
            schema = pq.read_schema(content)
            _refuse_nested(schema, file.name)
            # Texts stay dictionaries for as long as possible: one long text repeated a million times is a bomb.
            self._parquet: pq.ParquetFile = pq.ParquetFile(content, read_dictionary=schema.names)
        except (pa.ArrowException, OSError) as error:
            raise file_error("damaged-file", file.name, format=Format.PARQUET) from error
        _refuse_bomb(self._parquet, file)
        notes = check_headings(schema.names, known, file.name)
        super().__init__(file, Format.PARQUET, schema.names, 1, notes)

    def chunks(self) -> Iterator[Chunk]:
        """The rows, a chunk at a time."""
        return self.assembled(self._blocks())

    def _blocks(self) -> Iterator[Block]:
        import pyarrow as pa

        try:
            for batch in self._parquet.iter_batches(_BATCH_ROWS):
                columns = [_as_text(column, self.name) for column in batch.columns]
                cells = pa.table(columns, [str(number) for number in range(len(columns))])
                yield sound_block(cells, pa.array(range(batch.num_rows), pa.int64()), [], batch.num_rows)
        except (pa.ArrowException, OSError) as error:
            raise file_error("damaged-file", self.name, format=Format.PARQUET) from error


def _refuse_nested(schema: pa.Schema, name: str) -> None:
    import pyarrow as pa

    for column in schema:
        if pa.types.is_nested(column.type):
            raise file_error("nested-column", name, heading=column.name, type=str(column.type))


def _refuse_bomb(parquet: pq.ParquetFile, file: OpenedFile) -> None:
    metadata = parquet.metadata
    size = sum(metadata.row_group(number).total_byte_size for number in range(metadata.num_row_groups))
    if size > limits.INFLATION_FROM and size > limits.INFLATION * file.size:
        raise bomb(file.name)


def _as_text(column: pa.Array, name: str) -> pa.Array:
    import pyarrow as pa
    import pyarrow.compute as pc

    if pa.types.is_dictionary(column.type):
        longest = pc.max(pc.binary_length(column.dictionary)).as_py() or 0
        if longest > limits.RECORD_BYTES or longest * len(column) > limits.WORKBOOK_BYTES:
            raise bomb(name)
        column = column.dictionary_decode()
    return pc.cast(column, pa.string())
