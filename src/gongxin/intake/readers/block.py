"""A block of a file as a table of cells, every record of it accounted for by its place."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from gongxin.intake.column_bytes import byte_span, column_bytes
from gongxin.intake.readers.encoding import REPLACEMENT
from gongxin.intake.readers.rows import containing, without, without_blank_rows

if TYPE_CHECKING:
    import pyarrow as pa

#: Characters that make a row a fault: what could not be decoded, and zero bytes.
_FAULTY = ((REPLACEMENT, "undecodable"), ("\0", "control-character"))

#: Other control characters (all but tabs and line ends) mean nothing in a cell; each becomes a space.
_CONTROL = "[\x01-\x08\x0b\x0c\x0e-\x1f\x7f]"
_CONTROL_BYTES = bytes({*range(1, 32), 127} - set(b"\t\n\r"))
_DELETE = b"\x7f"
_FIRST_PRINTED = 32


@dataclass(frozen=True, slots=True)
class Fault:
    """A record that is no row: its place in the block (from 0), the rule it breaks, what to say of it."""

    place: int
    rule: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Block:
    """A parsed block: ``cells``, with the ``places`` (int64, from 0) of its rows among the ``records`` of the block.

    A record is in ``cells``, in ``faults``, or one of the ``blank`` ones.
    """

    cells: pa.Table
    places: pa.Array
    faults: list[Fault]
    records: int
    blank: int


def sound_block(cells: pa.Table, places: pa.Array, faults: list[Fault], records: int) -> Block:
    """The block, rows that are blank or hold characters that are none taken out."""
    cells, places, blank = without_blank_rows(cells, places)
    found = list(faults)
    cells = _without_control_characters(cells)
    for mark, rule in _FAULTY:
        bad = containing(cells, mark)
        found += [Fault(place, rule) for place in places.take(bad).to_pylist()]
        cells, places = without(cells, places, bad)
    found.sort(key=lambda fault: fault.place)
    return Block(cells, places, found, records, blank)


def _without_control_characters(cells: pa.Table) -> pa.Table:
    import pyarrow.compute as pc

    for number, column in enumerate(cells.columns):
        if any(_holds_control(piece) for piece in column.chunks):
            replaced = pc.replace_substring_regex(column, _CONTROL, " ")
            cells = cells.set_column(number, cells.column_names[number], replaced)
    return cells


def _holds_control(piece: pa.StringArray) -> bool:
    """Whether a control character stands in a cell: nearly always told by the lowest byte there is."""
    text = column_bytes(piece)
    if not text:
        return False
    lowest, _ = byte_span(text)
    if lowest >= _FIRST_PRINTED:
        return _DELETE in text
    return len(text.translate(None, _CONTROL_BYTES)) < len(text)
