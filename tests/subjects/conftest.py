"""What the tests of this room share: a database, and a way to ask it about texts."""

from __future__ import annotations

from typing import TYPE_CHECKING

import duckdb
import pyarrow as pa
import pytest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence


@pytest.fixture(scope="session")
def connection() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect(config={"threads": 2}) as connection:
        yield connection


@pytest.fixture(scope="session")
def ask(connection: duckdb.DuckDBPyConnection) -> Callable[[str, Sequence[str | None]], list[object]]:
    """What an expression over a column named ``code`` says of each text."""

    def answer(expression: str, texts: Sequence[str | None]) -> list[object]:
        connection.register("texts", pa.table({"row": range(len(texts)), "code": pa.array(texts, pa.string())}))
        return [value for (value,) in connection.execute(f"SELECT {expression} FROM texts ORDER BY row").fetchall()]

    return answer
