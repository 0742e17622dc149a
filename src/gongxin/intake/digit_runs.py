"""Long runs of digits in a column, told to be absent without looking at each cell.

A long run of digits covers several words of four bytes, one after the other. So all cells, taken as one row of such
words, say of nearly every column of prose in one sweep that it has no such run; only the others need searching.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from gongxin.ledger.text_ends import text_ends

if TYPE_CHECKING:
    import pyarrow as pa

_WORD = 4

#: The upper halves of a word's bytes, and what they are in ASCII digits (and the six characters after them).
_UPPER_HALVES = 0xF0F0F0F0
_OF_DIGITS = 0x30303030


def may_hold_run(column: pa.ChunkedArray, digits: int) -> bool:
    """Whether a cell of ``column`` (of strings) may hold so many ASCII digits in a row; False is certain.

    ``digits`` are at least seven.
    """
    # However it lies, no more than three digits of the run come before the first word that is all its own.
    words = (digits - (_WORD - 1)) // _WORD
    return any(_holds_words(cells, words) for cells in column.chunks)


def _holds_words(cells: pa.StringArray, words: int) -> bool:
    """Whether so many words in a row look like digits."""
    import pyarrow as pa
    import pyarrow.compute as pc

    values = cells.buffers()[2]
    if values is None or len(cells) == 0:
        return False
    ends = text_ends(cells)
    first, stop = ends[0] // _WORD, ends[-1] // _WORD
    if stop - first < words:
        return False
    row = pa.Array.from_buffers(pa.uint32(), stop - first, [None, values], offset=first)
    like_digits = pc.equal(pc.bit_wise_and(row, pa.scalar(_UPPER_HALVES, pa.uint32())), _OF_DIGITS)
    found = like_digits
    for place in range(1, words):
        found = pc.and_(found[:-1], like_digits[place:])
    return bool(pc.any(found).as_py())
