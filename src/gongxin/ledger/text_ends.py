"""Where the texts of an Arrow column lie among its bytes, for whoever reads them without making texts of Python."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pyarrow as pa


def text_ends(column: pa.StringArray) -> memoryview[int]:
    """Where the first text of a column begins and where each ends, in its third buffer; the column has some text."""
    _, ends, _ = column.buffers()
    return memoryview(ends).cast("i")[column.offset : column.offset + len(column) + 1]
