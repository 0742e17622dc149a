"""Chance by arithmetic: even, independent, and the same for ever."""

from __future__ import annotations

from typing import TYPE_CHECKING

import duckdb
import pytest

from gongxin.synth.draws import Draws

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture(scope="module")
def connection() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect() as connection:
        yield connection


def column(connection: duckdb.DuckDBPyConnection, expression: str, rows: int) -> list[object]:
    query = f"SELECT {expression} FROM range({rows}) AS number(i) ORDER BY i"
    return [value for (value,) in connection.execute(query).fetchall()]


def test_a_seed_gives_these_numbers_in_every_version(connection: duckdb.DuckDBPyConnection) -> None:
    assert column(connection, Draws(1).number("penalty", "i", 1000), 6) == [779, 571, 872, 900, 515, 337]


def test_other_seeds_and_other_streams_give_other_numbers(connection: duckdb.DuckDBPyConnection) -> None:
    streams = [Draws(1).number("a", "i", 10**6), Draws(2).number("a", "i", 10**6), Draws(1).number("b", "i", 10**6)]
    first, *others = [column(connection, stream, 50) for stream in streams]
    assert all(first != other for other in others)


def test_every_number_is_as_likely_as_the_others(connection: duckdb.DuckDBPyConnection) -> None:
    counts = connection.execute(
        f"SELECT count(*) FROM range(100000) AS number(i) GROUP BY {Draws(3).number('even', 'i', 10)}"
    ).fetchall()
    chi_square = sum((count - 10_000) ** 2 / 10_000 for (count,) in counts)
    assert len(counts) == 10
    assert chi_square < 27.9  # 9 degrees of freedom: exceeded once in a thousand


def test_neighbours_and_streams_have_nothing_to_do_with_each_other(connection: duckdb.DuckDBPyConnection) -> None:
    one, next_, other = (
        Draws(4).number("one", "i", 1000),
        Draws(4).number("one", "i + 1", 1000),
        Draws(4).number("other", "i", 1000),
    )
    query = f"SELECT corr({one}, {next_}), corr({one}, {other}) FROM range(100000) AS number(i)"
    correlations = connection.execute(query).fetchone()
    assert correlations is not None
    assert all(abs(correlation) < 0.013 for correlation in correlations)  # four standard errors


def test_weights_are_kept(connection: duckdb.DuckDBPyConnection) -> None:
    drawn = column(connection, Draws(5).weighted("w", "i", {"often": 9, "seldom": 1}), 10_000)
    assert 850 < drawn.count("seldom") < 1150


def test_days_lie_between_the_bounds_and_reach_both(connection: duckdb.DuckDBPyConnection) -> None:
    day = Draws(6).day("d", "i", "DATE '2024-02-27'", "DATE '2024-03-02'")
    drawn = {str(value) for value in column(connection, day, 200)}
    assert drawn == {"2024-02-27", "2024-02-28", "2024-02-29", "2024-03-01", "2024-03-02"}
