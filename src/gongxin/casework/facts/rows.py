"""Rows of plain values as a relation that the ledger can be told of."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from duckdb import DuckDBPyConnection

    from gongxin.ledger.tables import Table


def relation(connection: DuckDBPyConnection, table: Table, rows: Iterable[Mapping[str, Any]]) -> str:
    """A query for ``rows`` of ``table``, typed as its columns are; what a row does not say is empty."""
    name = f"{table.name}_by_decision"
    listed = ", ".join(f'"{column}" {type_}' for column, type_ in table.columns.items())
    connection.execute(f"CREATE OR REPLACE TEMP TABLE {name} ({listed})")
    marks = ", ".join("?" for _ in table.columns)
    connection.executemany(
        f"INSERT INTO {name} VALUES ({marks})", [[row.get(column) for column in table.columns] for row in rows]
    )
    return f"SELECT * FROM {name}"
