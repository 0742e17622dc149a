"""Delimited text: CSV, TSV and their relatives with semicolons or bars.

Blocks of whole records are parsed side by side on threads, in bulk; a block that the bulk parser may have misread is
read again record by record, and what was read ahead of it is cut anew. So well-formed files are fast, and in broken
ones no row is lost, merged with another, or numbered wrongly.
"""

from __future__ import annotations

from collections import deque
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING

from gongxin.errors import Message
from gongxin.intake.file_messages import file_error, file_note
from gongxin.intake.readers import limits
from gongxin.intake.readers.assembling import FileSource
from gongxin.intake.readers.format import Format
from gongxin.intake.readers.header import check_headings, header_place, no_header
from gongxin.intake.readers.parsing import BlockParser
from gongxin.intake.readers.records import Grammar

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gongxin.intake.chunk import Chunk
    from gongxin.intake.headings import KnownHeadings
    from gongxin.intake.readers.block import Block
    from gongxin.intake.readers.opened_file import OpenedFile

#: The delimiters understood, and how a receipt names them.
_DELIMITERS = {
    ",": ("逗号分隔", "separated by commas"),
    "\t": ("制表符分隔", "separated by tabs"),
    ";": ("分号分隔", "separated by semicolons"),
    "|": ("竖线分隔", "separated by bars"),
}
_WORKERS = 2


@dataclass(frozen=True, slots=True)
class _Header:
    grammar: Grammar
    place: int
    cells: tuple[str, ...]
    end: int


class DelimitedSource(FileSource):
    """A text file of records, its header found."""

    def __init__(self, file: OpenedFile, blocks: Iterator[bytes], known: KnownHeadings, encoding: str) -> None:
        first = next(blocks, b"")
        header = _header(first, known, file.name)
        notes = check_headings(header.cells, known, file.name)
        if header.place:
            notes = (file_note("title-rows", count=header.place), *notes)
        zh, en = _DELIMITERS[header.grammar.delimiter]
        spelling = Message(zh=f"{zh}，{encoding.upper()}", en=f"{en}, {encoding.upper()}")
        super().__init__(file, Format.DELIMITED, header.cells, header.place + 1, notes, spelling)
        self._blocks = blocks
        self._rest = first[header.end :]
        self._parser = BlockParser(header.grammar, len(header.cells))

    def chunks(self) -> Iterator[Chunk]:
        """The rows, a chunk at a time."""
        return self.assembled(self._parsed())

    def _parsed(self) -> Iterator[Block]:
        cutter = _Cutter(self._rest, self._blocks, self._parser.grammar)
        self._rest = b""
        with ThreadPoolExecutor(_WORKERS) as pool:
            ahead: deque[tuple[bytes, Future[Block | None] | None]] = deque()
            while True:
                while len(ahead) <= _WORKERS and (data := cutter.next()):
                    ahead.append((data, pool.submit(self._parser.parse, data) if cutter.is_sure else None))
                if not ahead:
                    return
                data, future = ahead.popleft()
                block = None if future is None else future.result()
                if block is None:
                    cutter.put_back([data, *(later for later, _ in ahead)])
                    ahead.clear()
                    block = cutter.next_strictly(self._parser, len(data))
                yield block


class _Cutter:
    """Cuts text that comes in blocks into blocks of whole records."""

    def __init__(self, rest: bytes, blocks: Iterator[bytes], grammar: Grammar) -> None:
        self._rest = rest
        self._blocks = blocks
        self._grammar = grammar
        self._ended = False
        #: Whether the block cut last was of whole records, as far as the quotes in it tell.
        self.is_sure = True

    def next(self) -> bytes:
        """The next block of whole records; empty at the end of the text.

        Where no record comes to an end within the longest a record may have (it is a huge one, or a quote was never
        closed), the block is whatever there is, and is none that the cutter is sure of.
        """
        while True:
            end = len(self._rest) if self._ended else self._grammar.last_end(self._rest)
            self.is_sure = end > 0
            if end == 0 and len(self._rest) > limits.RECORD_BYTES:
                end = len(self._rest)
            if end or self._ended:
                data, self._rest = self._rest[:end], self._rest[end:]
                return data
            self._more()

    def put_back(self, pieces: list[bytes]) -> None:
        """Take back what was cut."""
        self._rest = b"".join([*pieces, self._rest])

    def next_strictly(self, parser: BlockParser, until: int) -> Block:
        """The block of the records up to ``until``, cut and parsed by the letter of the grammar."""
        while True:
            block, end = parser.parse_strictly(self._rest, final=self._ended, until=until)
            if end:
                break
            self._more()
        cut_short = end == len(self._rest) and not self._rest.endswith(b"\n")
        self._rest = self._rest[end:]
        if cut_short:
            self._skip_line()
        return block

    def _more(self) -> None:
        block = next(self._blocks, b"")
        self._ended = not block
        self._rest += block

    def _skip_line(self) -> None:
        """Leave out the rest of a record that was too long to be read."""
        while not self._ended:
            self._more()
            end = self._rest.find(b"\n") + 1
            self._rest = self._rest[end:] if end else b""
            if end:
                return


def _header(text: bytes, known: KnownHeadings, name: str) -> _Header:
    """The header in the beginning of the text, with the delimiter that makes most of it known headings."""
    best: tuple[int, _Header] | None = None
    for delimiter in _DELIMITERS:
        grammar = Grammar(delimiter)
        rows, ends = _first_rows(text, grammar)
        found = header_place(rows, known)
        if found is not None and (best is None or found[1] > best[0]):
            place, score = found
            best = score, _Header(grammar, place, tuple(cell.strip() for cell in rows[place]), ends[place])
    if best is not None:
        return best[1]
    if not text.strip():
        raise file_error("empty-file", name)
    if b"\n" not in text[: limits.RECORD_BYTES] and len(text) > limits.RECORD_BYTES:
        raise file_error("header-too-long", name, limit=limits.RECORD_BYTES // limits.MIB)
    raise no_header(known, name)


def _first_rows(text: bytes, grammar: Grammar) -> tuple[list[list[str]], list[int]]:
    rows: list[list[str]] = []
    ends: list[int] = []
    for record in grammar.records(text, final=True):
        rows.append(grammar.cells(text[record.start : record.end]) if record.rule is None else [])
        ends.append(record.end)
        if len(rows) == limits.HEADER_ROWS:
            break
    return rows, ends
