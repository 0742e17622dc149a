"""The bytes of many cells in one sweep: what a column does not hold at all is not looked for in each of its cells."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gongxin.ledger.text_ends import text_ends

if TYPE_CHECKING:
    import pyarrow as pa


def column_bytes(cells: pa.StringArray) -> bytes:
    """All cells one after the other, in UTF-8."""
    values = cells.buffers()[2]
    if values is None or len(cells) == 0:
        return b""
    ends = text_ends(cells)
    return bytes(memoryview(values)[ends[0] : ends[-1]])


def byte_span(values: pa.Buffer | bytes) -> tuple[int, int]:
    """The lowest and the highest byte of a buffer that has any."""
    import pyarrow as pa
    import pyarrow.compute as pc

    buffer = pa.py_buffer(values)
    span = pc.min_max(pa.Array.from_buffers(pa.uint8(), buffer.size, [None, buffer]))
    return span["min"].as_py(), span["max"].as_py()
