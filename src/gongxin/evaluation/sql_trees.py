"""Queries for DuckDB as trees: to put them in other words, or to see what they do."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlglot import exp
    from sqlglot.dialects.dialect import Dialect


def tree_of(query: str) -> exp.Expr:
    """A query as a tree; places in its lists stay as they are written, counted from 1."""
    import sqlglot

    return sqlglot.parse_one(query, read=_duckdb())


@cache
def _duckdb() -> type[Dialect]:
    """DuckDB's dialect without the habit of counting places in a list anew."""
    from sqlglot.dialects.duckdb import DuckDB

    return type("DuckDBWithPlaces", (DuckDB,), {"INDEX_OFFSET": 0})
