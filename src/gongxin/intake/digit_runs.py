"""Long runs of digits in a column, told to be absent without looking at each cell.

Every fourth byte of a long run of digits is a digit, too. So a quarter of the bytes, taken in one sweep over all cells,
says of nearly every column of prose that it has no such run; only the others need searching.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from gongxin.intake.column_bytes import column_bytes

if TYPE_CHECKING:
    import pyarrow as pa

_STRIDE = 4

#: Each byte as ``1`` if it is an ASCII digit, else as ``0``.
_IS_DIGIT = bytes(ord("1") if 0x30 <= byte <= 0x39 else ord("0") for byte in range(256))


def may_hold_run(column: pa.ChunkedArray, digits: int) -> bool:
    """Whether a cell of ``column`` (of strings) may hold so many ASCII digits in a row; False is certain."""
    sampled = b"1" * (digits // _STRIDE)
    return any(sampled in column_bytes(cells)[::_STRIDE].translate(_IS_DIGIT) for cells in column.chunks)
