"""Fixtures of the law room: a record of one row to ask expressions about, and small packs to load."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from gongxin.law.columns import COLUMNS, ColumnType
from gongxin.law.expressions import analyse

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    import duckdb

    from gongxin.law.readable import Readable


@pytest.fixture(scope="session")
def duck() -> Iterator[duckdb.DuckDBPyConnection]:
    """One connection for all questions."""
    import duckdb

    with duckdb.connect() as connection:
        yield connection


@pytest.fixture(scope="session")
def record_of_one_row(duck: duckdb.DuckDBPyConnection) -> Callable[[str, Mapping[str, Any]], None]:
    """Makes a relation with the common columns and a payload, holding one row."""

    def make(relation: str, row: Mapping[str, Any]) -> None:
        values = [row.get(name) for name in COLUMNS] + [json.dumps(row.get("payload", {}))]
        columns = [f'CAST(? AS {column.type}) AS "{name}"' for name, column in COLUMNS.items()]
        duck.execute(f"CREATE OR REPLACE TABLE {relation} AS SELECT {', '.join(columns)}, ? AS payload", values)

    return make


@pytest.fixture
def ask(
    duck: duckdb.DuckDBPyConnection, record_of_one_row: Callable[[str, Mapping[str, Any]], None]
) -> Callable[..., Any]:
    """The answer of an expression over a record of one row."""

    def answer(
        text: str,
        row: Mapping[str, Any],
        want: ColumnType = ColumnType.FLAG,
        names: Mapping[str, ColumnType | Readable] | None = None,
    ) -> Any:
        readable = names if names is not None else {name: column.type for name, column in COLUMNS.items()}
        compiled = analyse(text, readable, want=want)
        record_of_one_row("record", row)
        found = duck.execute(f"SELECT {compiled.sql}, typeof({compiled.sql}) FROM record").fetchone()
        assert found is not None
        assert found[1] == compiled.type
        return found[0]

    return answer
