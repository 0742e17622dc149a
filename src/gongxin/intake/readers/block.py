"""A block of a file as a table of cells, every record of it accounted for by its place."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from gongxin.intake.readers.encoding import REPLACEMENT
from gongxin.intake.readers.rows import containing, without, without_blank_rows

if TYPE_CHECKING:
    import pyarrow as pa

#: Characters that make a row a fault: what could not be decoded, and zero bytes.
_FAULTY = ((REPLACEMENT, "undecodable"), ("\0", "control-character"))


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


def sound_block(
    cells: pa.Table, places: pa.Array, faults: list[Fault], records: int, text: bytes | None = None
) -> Block:
    """The block, rows that are blank or hold characters that are none taken out.

    ``text``, where the cells come from one, saves looking for characters that it does not have.
    """
    cells, places, blank = without_blank_rows(cells, places)
    found = list(faults)
    for mark, rule in _FAULTY:
        if text is None or mark.encode() in text:
            bad = containing(cells, mark)
            found += [Fault(place, rule) for place in places.take(bad).to_pylist()]
            cells, places = without(cells, places, bad)
    found.sort(key=lambda fault: fault.place)
    return Block(cells, places, found, records, blank)
