"""Columns of the record that say the same in every row of a chunk: left out of tables and sorting, put back on writing.

A wide table costs by what it holds. Two thirds of a record's columns are usually empty, or the same authority, basis
and item throughout; their values are worked out once and stand beside the rows as SQL.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from gongxin.intake.staging import literal
from gongxin.law.columns import COLUMNS, ColumnType
from gongxin.subjects.sql_text import quoted

if TYPE_CHECKING:
    from collections.abc import Mapping

    from duckdb import DuckDBPyConnection

    from gongxin.intake.constant_columns import Staged
    from gongxin.intake.payload import Payload
    from gongxin.law.schema.catalogue import CatalogueItem

#: Columns that intake itself sets, and sets alike for all rows of a delivery.
_SET_BY_INTAKE = ("item", "source")


class FixedColumns:
    """The fixed columns of one chunk after the other; worked out anew only where the cells they come from change."""

    def __init__(self, item: CatalogueItem) -> None:
        self._item = item
        self._cells: Mapping[str, str | None] | None = None
        self._values: dict[str, str] = {}

    def of(self, connection: DuckDBPyConnection, staged: Staged, payload: Payload, candidates: str) -> dict[str, str]:
        """The columns that are fixed in a chunk, parts of the payload among them, as SQL.

        ``candidates`` is the query of its candidates table.
        """
        if self._cells != staged.constants:
            self._cells = dict(staged.constants)
            self._values = _first_row(connection, [*_fixed(self._item, staged), *sorted(payload.constant)], candidates)
        return self._values


def _fixed(item: CatalogueItem, staged: Staged) -> list[str]:
    return [
        name
        for name, column in COLUMNS.items()
        if (column.from_field or name in _SET_BY_INTAKE)
        # A list has no plain literal, and is rarely the same throughout.
        and column.type is not ColumnType.TEXTS
        and all(field.id in staged.constants for field in item.fields if field.column == name)
    ]


def _first_row(connection: DuckDBPyConnection, names: list[str], candidates: str) -> dict[str, str]:
    listed = ", ".join(map(quoted, names))
    row = connection.execute(f"SELECT {listed} FROM ({candidates}) LIMIT 1").fetchone()
    if row is None:
        return {}
    return {
        name: f"CAST({literal(None if value is None else str(value))} AS {_type(name)})"
        for name, value in zip(names, row, strict=True)
    }


def _type(name: str) -> str:
    """The type of a column of the record, or of a part of the payload."""
    return COLUMNS[name].type if name in COLUMNS else "VARCHAR"
