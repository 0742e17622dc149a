"""Columns that say one thing only throughout a chunk, told to the database as constants.

In a department's file the authority, its code, the category of the party and many an empty field are the same in every
row. As constants they are normalised, checked and written into the payload once a chunk instead of once a row: the
database folds whatever depends on nothing else.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from gongxin.intake.staging import ROW, literal, quoted

if TYPE_CHECKING:
    import pyarrow as pa
    from duckdb import DuckDBPyConnection


#: Rows compared at a time: most columns differ within the first few thousand, and the rest need not be read.
_PIECE = 4096


def stage(connection: DuckDBPyConnection, table: pa.Table) -> list[str]:
    """Make the view ``staged`` over a staged table, with constants where a column holds but one value.

    Returns the fields that hold anything at all: nothing has to be worked out for the others.
    """
    connection.register("chunk", table)
    columns = [ROW]
    filled = []
    for name in table.column_names[1:]:
        constant = _constant_sql(table.column(name))
        columns.append(quoted(name) if constant is None else f"CAST({constant} AS VARCHAR) AS {quoted(name)}")
        if constant not in _NOTHING:
            filled.append(name)
    connection.execute(f"CREATE OR REPLACE TEMP VIEW staged AS SELECT {', '.join(columns)} FROM chunk")
    return filled


_NOTHING = ("NULL", "''")


def _constant_sql(column: pa.ChunkedArray) -> str | None:
    """The one value of the column as a literal, or None if there are several."""
    import pyarrow.compute as pc

    if column.null_count == len(column):
        return "NULL"
    first = column[0]
    same = column.null_count == 0 and all(
        pc.all(pc.equal(column.slice(start, _PIECE), first)).as_py() for start in range(0, len(column), _PIECE)
    )
    return literal(first.as_py()) if same else None
