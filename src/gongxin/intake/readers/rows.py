"""Picking rows out of tables of text cells, column by column and without touching what need not be touched."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from gongxin.intake.column_bytes import byte_span

if TYPE_CHECKING:
    import pyarrow as pa

#: What may stand in a row that is blank all the same.
_SPACES = " \t\r\n\u3000\u00a0\ufeff"


def containing(cells: pa.Table, mark: str) -> pa.Array:
    """Indices (int64, ascending) of the rows that have ``mark`` in a cell."""
    import pyarrow as pa
    import pyarrow.compute as pc

    encoded = mark.encode()
    pattern = re.compile(re.escape(encoded))
    hits: set[int] = set()
    for column in cells.columns:
        start = 0
        for piece in column.chunks:
            # Looking through the bytes of all cells at once is many times faster than asking each cell.
            values = piece.buffers()[2]
            if values is not None and _may_hold(values, encoded[0]) and pattern.search(values):
                found = pc.indices_nonzero(pc.match_substring(piece, mark).fill_null(False))
                hits.update(start + index for index in found.to_pylist())
            start += len(piece)
    return pa.array(sorted(hits), pa.int64())


def _may_hold(values: pa.Buffer, octet: int) -> bool:
    """Whether the byte may be in the buffer, judged by the lowest and the highest that are."""
    if values.size == 0:
        return False
    lowest, highest = byte_span(values)
    return lowest <= octet <= highest


def without(cells: pa.Table, places: pa.Array, indices: pa.Array) -> tuple[pa.Table, pa.Array]:
    """The rows other than those at ``indices``."""
    import pyarrow as pa
    import pyarrow.compute as pc

    if len(indices) == 0:
        return cells, places
    every = pa.arange(0, cells.num_rows)
    kept = pc.invert(pc.is_in(every, value_set=indices))
    return cells.filter(kept), places.filter(kept)


def without_blank_rows(cells: pa.Table, places: pa.Array) -> tuple[pa.Table, pa.Array, int]:
    """The rows with something in them, and how many had nothing but spaces."""
    import pyarrow as pa
    import pyarrow.compute as pc

    blank = pa.arange(0, cells.num_rows)
    for column in cells.columns:
        if len(blank) == 0:
            return cells, places, 0
        # Few rows are left after the first column that is usually filled in.
        texts = column if len(blank) == cells.num_rows else column.take(blank)
        empty = pc.equal(pc.utf8_trim(texts.fill_null(""), _SPACES), "")
        blank = blank.filter(empty.combine_chunks())
    kept = without(cells, places, blank)
    return (*kept, len(blank))
