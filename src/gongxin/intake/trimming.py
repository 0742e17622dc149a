"""Freeing cells of the spaces around them, without touching columns that have none."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gongxin.intake.constant_columns import is_constant

if TYPE_CHECKING:
    import pyarrow as pa

#: Spaces that people and programs leave around a value: ASCII ones, the wide, the unbroken and the invisible ones.
SPACES = " \t\r\n\x0b\x0c\u3000\u00a0\u200b\ufeff"

_FIRST_BYTES = sorted({space.encode()[0] for space in SPACES})
_LAST_BYTES = sorted({space.encode()[-1] for space in SPACES})


def trimmed(column: pa.ChunkedArray) -> pa.ChunkedArray:
    """The column (of strings) without spaces around its cells."""
    import pyarrow as pa
    import pyarrow.compute as pc

    if is_constant(column):
        cell = column[0].as_py()
        return column if cell is None or cell == cell.strip(SPACES) else _repeated(cell.strip(SPACES), len(column))
    pieces = [pc.utf8_trim(piece, SPACES) if _has_spaces(piece) else piece for piece in column.chunks]
    return pa.chunked_array(pieces, pa.string())


def _repeated(cell: str, times: int) -> pa.ChunkedArray:
    import pyarrow as pa

    return pa.chunked_array([pa.repeat(pa.scalar(cell, pa.string()), times)])


def _has_spaces(cells: pa.StringArray) -> bool:
    """Whether a cell begins or ends with a space, judged by its first and last byte where those tell."""
    import pyarrow as pa
    import pyarrow.compute as pc

    _, ends_buffer, values = cells.buffers()
    if values is None or values.size == 0:
        return False
    ends = pa.Array.from_buffers(pa.int32(), len(cells) + 1, [None, ends_buffer], offset=cells.offset)
    starts, stops = ends[:-1], ends[1:]
    filled = pc.less(starts, stops)
    numbers = pc.indices_nonzero(filled)
    octets = pa.Array.from_buffers(pa.uint8(), values.size, [None, values])
    suspects = pc.or_(
        pc.is_in(octets.take(starts.take(numbers)), pa.array(_FIRST_BYTES, pa.uint8())),
        pc.is_in(octets.take(pc.subtract(stops.take(numbers), 1)), pa.array(_LAST_BYTES, pa.uint8())),
    )
    # Bytes of the wide spaces are also bytes of other characters: those cells are looked at.
    candidates = cells.take(numbers.filter(suspects))
    return bool(pc.any(pc.not_equal(pc.utf8_trim(candidates, SPACES), candidates)).as_py())
