"""What all sources share: putting blocks together into chunks, watching the file, noting what was left out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gongxin.errors import Message
from gongxin.intake.chunk import ROW, Chunk, Source
from gongxin.intake.file_messages import file_error, file_note
from gongxin.intake.readers import limits
from gongxin.intake.readers.format import Format

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    import pyarrow as pa

    from gongxin.intake.chunk import FileNote
    from gongxin.intake.readers.block import Block
    from gongxin.intake.readers.opened_file import OpenedFile


class FileSource(Source):
    """A source over an opened file; a reader gives it the file's headings and then its blocks."""

    def __init__(
        self,
        file: OpenedFile,
        form: Format,
        headings: Sequence[str],
        header_row: int,
        notes: Sequence[FileNote],
        spelling: Message | None = None,
    ) -> None:
        self.name = file.name
        self.size = file.size
        self.format = form
        self.headings = tuple(headings)
        self.header_row = header_row
        self._file = file
        self._first_notes = (_read_as(form, spelling, header_row), *notes)
        self._assembler = Assembler(self.headings, header_row + 1)

    @property
    def notes(self) -> tuple[FileNote, ...]:
        """How the file was read, and what was left out on the way."""
        blank = self._assembler.blank
        return (*self._first_notes, *([file_note("blank-rows", count=blank)] if blank else []))

    def close(self) -> None:
        """Close the file."""
        self._file.close()

    def assembled(self, blocks: Iterable[Block]) -> Iterator[Chunk]:
        """The chunks that the blocks of the file make.

        Raises :class:`gongxin.errors.InputError` if the file changes meanwhile, or has no rows at all.
        """
        for block in blocks:
            self._assembler.add(block)
            if self._assembler.is_full:
                yield from self._assembled_so_far()
        yield from self._assembled_so_far()
        if self._assembler.rows == 0:
            raise file_error("header-only", self.name)

    def _assembled_so_far(self) -> Iterator[Chunk]:
        self._file.check()
        chunk = self._assembler.chunk(self._file.tell())
        if chunk is not None:
            yield chunk


def _read_as(form: Format, spelling: Message | None, header_row: int) -> FileNote:
    said = Message(form, form)
    if spelling is not None:
        said = Message(zh=f"{form}（{spelling.zh}）", en=f"{form} ({spelling.en})")
    # Parquet counts its columns' names as row 1, so that rows are numbered as in a sheet; nobody could look there.
    if header_row == 0 or form is Format.PARQUET:
        return file_note("read-as-records", format=said)
    return file_note("read-as", format=said, row=header_row)


class Assembler:
    """Collects blocks until they make a chunk. ``next_row`` is the number of the next record in the file."""

    def __init__(self, headings: Sequence[str], next_row: int) -> None:
        self._names = [ROW, *headings]
        self.next_row = next_row
        self.blank = 0
        self.rows = 0
        self._tables: list[pa.Table] = []
        self._malformed: list[tuple[int, str, str]] = []
        self._bytes = 0

    def add(self, block: Block) -> None:
        """Take in the next block of the file."""
        import pyarrow.compute as pc

        numbers = pc.add(block.places, self.next_row)
        self._tables.append(block.cells.add_column(0, ROW, numbers).rename_columns(self._names))
        self._malformed += [(self.next_row + fault.place, fault.rule, fault.detail) for fault in block.faults]
        self._bytes += block.cells.nbytes
        self.next_row += block.records
        self.blank += block.blank
        self.rows += block.cells.num_rows + len(block.faults)

    @property
    def is_full(self) -> bool:
        """Whether what was collected is enough for a chunk."""
        rows = sum(table.num_rows for table in self._tables) + len(self._malformed)
        return rows >= limits.CHUNK_ROWS or self._bytes >= limits.CHUNK_BYTES

    def chunk(self, read: int) -> Chunk | None:
        """What was collected, as a chunk; None if there is nothing."""
        import pyarrow as pa

        tables, malformed = self._tables, self._malformed
        self._tables, self._malformed, self._bytes = [], [], 0
        if not malformed and not any(table.num_rows for table in tables):
            return None
        rows, rules, details = zip(*malformed, strict=True) if malformed else ((), (), ())
        return Chunk(
            pa.concat_tables(tables),
            pa.table(
                {
                    ROW: pa.array(rows, pa.int64()),
                    "rule": pa.array(rules, pa.string()),
                    "detail": pa.array(details, pa.string()),
                }
            ),
            read,
        )
