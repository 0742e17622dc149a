"""What readers hand on: a piece of a file, every cell still the text that was received, every row with its number."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import TracebackType

    import pyarrow as pa

    from gongxin.errors import Message

#: Column of a chunk, and of every table made from it, that holds the number of the row in its file.
ROW = "row"


@dataclass(frozen=True, slots=True)
class Chunk:
    """A few hundred thousand rows of one file, in the order of the file.

    ``table`` starts with ``row`` (int64), followed by one string column a heading, named and ordered as in
    :attr:`Source.headings`; an empty cell is an empty string or null. ``malformed`` has the rows that could not be cut
    into cells: ``row`` (int64), ``rule`` (string, an id of :mod:`gongxin.intake.messages`) and ``detail`` (string, goes
    into the rule's sentence; never text of the row itself, which may be personal). They are rejected and counted like
    any other row. ``read`` is how many bytes of the file have been read so far, for progress.

    Rows are numbered as the sender sees them: in text and spreadsheets every record counts, titles above the header
    and blank ones included, a record over several lines once; in JSON lines the line; in Parquet the heading counts
    as 1. Blank rows are in neither table.
    """

    table: pa.Table
    malformed: pa.Table
    read: int

    @property
    def rows(self) -> int:
        """How many rows the chunk brings, malformed ones included."""
        return int(self.table.num_rows + self.malformed.num_rows)


@dataclass(frozen=True, slots=True)
class FileNote:
    """Something a receipt says about a file as a whole: a rule id of the message catalogue and its sentence."""

    rule: str
    message: Message


class Source(ABC):
    """A file opened for intake: its headings are known, its rows not yet read. Use it in a ``with`` statement.

    ``chunks`` may be called once. It raises :class:`gongxin.errors.InputError` where the file turns out to be
    unreadable or changes while it is read; nothing of the file may then be kept. ``notes`` is complete only after the
    last chunk (blank rows are counted on the way). ``header_row`` is the row of the headings, 0 where there is none.
    """

    name: str
    format: str
    size: int
    headings: tuple[str, ...]
    header_row: int

    @property
    @abstractmethod
    def notes(self) -> tuple[FileNote, ...]:
        """What the receipt should say about the file."""

    @abstractmethod
    def chunks(self) -> Iterator[Chunk]:
        """The rows, a chunk at a time."""

    @abstractmethod
    def close(self) -> None:
        """Close the file."""

    def __enter__(self) -> Source:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
