"""Columns that say one thing only throughout a chunk, told to the database as constants.

In a department's file the authority, its code, the category of the party and many an empty field are the same in every
row. As constants they are normalised, checked and written into the payload once a chunk instead of once a row: the
database folds whatever depends on nothing else.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from gongxin.intake.staging import ROW, literal
from gongxin.subjects.sql_text import quoted

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    import pyarrow as pa
    from duckdb import DuckDBPyConnection


#: Rows compared at first: most columns differ within a few thousand, and the rest need not be read.
_FIRST_PIECE = 4096


@dataclass(frozen=True, slots=True)
class Staged:
    """What the view ``staged`` holds: the fields that are the same in every row, with that value (None: nothing).

    ``table`` has the cells themselves, a column a field.
    """

    fields: tuple[str, ...]
    constants: Mapping[str, str | None]
    table: pa.Table

    def show(self, connection: DuckDBPyConnection) -> None:
        """Make the view ``staged`` in a connection."""
        connection.register("chunk", self.table)
        columns = [ROW]
        for name in self.fields:
            constant = f"CAST({literal(self.constants[name])} AS VARCHAR) AS " if name in self.constants else ""
            columns.append(constant + quoted(name))
        connection.execute(f"CREATE OR REPLACE TEMP VIEW staged AS SELECT {', '.join(columns)} FROM chunk")

    @property
    def filled(self) -> list[str]:
        """The fields that hold anything at all."""
        return [field for field in self.fields if self.constants.get(field, field)]


def stage(connection: DuckDBPyConnection, table: pa.Table) -> Staged:
    """Make the view ``staged`` over a staged table, with constants where a column holds but one value."""
    fields = tuple(table.column_names[1:])
    constants = {name: table.column(name)[0].as_py() for name in fields if is_constant(table.column(name))}
    staged = Staged(fields, constants, table)
    staged.show(connection)
    return staged


def is_constant(column: pa.ChunkedArray) -> bool:
    """Whether every cell of the column is the same, or none has anything."""
    import pyarrow.compute as pc

    if column.null_count or not len(column):
        return bool(column.null_count == len(column) > 0)
    first = column[0]
    return all(pc.all(pc.equal(piece, first)).as_py() for piece in _pieces(column))


def _pieces(column: pa.ChunkedArray) -> Iterator[pa.ChunkedArray]:
    """The column in pieces, each twice as long as the one before."""
    start, length = 0, _FIRST_PIECE
    while start < len(column):
        yield column.slice(start, length)
        start, length = start + length, 2 * length
