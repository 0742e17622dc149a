"""Which day comes to reach another once it is moved: the first of them, and no earlier one."""

from __future__ import annotations

from datetime import date, timedelta

import duckdb
from hypothesis import given
from hypothesis import strategies as st

from gongxin.evaluation.alike.shifts import NO_SHIFT, Shift, first_day_reaching

EPOCH = date(1970, 1, 1)
steps = st.lists(st.tuples(st.integers(-60, 60), st.integers(-40, 40)), max_size=3)


def shift_of(moves: list[tuple[int, int]]) -> Shift:
    shift = NO_SHIFT
    for months, days in moves:
        shift = shift.then(months=months, days=days)
    return shift


@given(st.dates(date(1900, 1, 1), date(2100, 1, 1)), steps)
def test_a_day_is_moved_as_the_database_moves_it(day: date, moves: list[tuple[int, int]]) -> None:
    sql = f"DATE '{day}'"
    for months, days in moves:
        sql = f"CAST({sql} + to_months({months}) AS DATE) + {days}"
    ((moved,),) = duckdb.execute(f"SELECT {sql}").fetchall()
    assert shift_of(moves).of(day.toordinal()) == moved.toordinal()


@given(st.dates(date(1900, 1, 1), date(2100, 1, 1)), steps, st.sampled_from([0, 1]))
def test_the_first_day_that_reaches_another_is_the_first(day: date, moves: list[tuple[int, int]], after: int) -> None:
    shift = shift_of(moves)
    first = (EPOCH + timedelta(first_day_reaching(day, shift, after))).toordinal()
    wanted = day.toordinal() + after
    assert shift.of(first) >= wanted > shift.of(first - 1)


def test_what_a_century_brings_beyond_the_calendar_is_later_than_every_day() -> None:
    assert Shift().then(months=1200, days=0).of(date(9950, 1, 1).toordinal()) > date.max.toordinal()
    assert first_day_reaching(date(1, 1, 5), Shift().then(months=12, days=0)) == (date.min - EPOCH).days
