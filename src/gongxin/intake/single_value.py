"""One number from a query."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection


def single_number(connection: DuckDBPyConnection, query: str) -> int:
    """The number that ``query`` gives (a truth value as 0 or 1)."""
    # All rows are fetched, though there is one: an unfinished result would block the connection.
    ((number,),) = connection.execute(query).fetchall()
    return int(number)
