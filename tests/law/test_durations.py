"""Periods of calendar time: the day they end, in Python and in SQL, by the same rule."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongxin.law.durations import LAST_DAY, add_months, end_of, end_sql, full_months
from gongxin.law.schema.basics import Duration

if TYPE_CHECKING:
    import duckdb

DAYS = st.dates(date(1949, 10, 1), date(2200, 1, 1))
SPANS = st.builds("{} {}".format, st.integers(0, 400), st.sampled_from(["day", "months", "years"]))


@pytest.mark.parametrize(
    ("start", "span", "last_day"),
    [
        (date(2026, 4, 1), "3 months", date(2026, 7, 1)),
        (date(2025, 11, 30), "3 months", date(2026, 2, 28)),  # no 30th; a Saturday, and not prolonged for that
        (date(2024, 2, 29), "1 year", date(2025, 2, 28)),
        (date(2026, 8, 31), "1 month", date(2026, 9, 30)),
        (date(2026, 12, 31), "30 days", date(2027, 1, 30)),
        (date(2024, 2, 29), "4 years", date(2028, 2, 29)),
        (date(2099, 12, 31), "0 months", date(2099, 12, 31)),
        (date(9999, 1, 1), "3 years", LAST_DAY),
        (date(9999, 12, 31), "1 day", LAST_DAY),
    ],
)
def test_a_period_ends_on_the_corresponding_day(start: date, span: str, last_day: date) -> None:
    assert end_of(Duration.model_validate(span), start) == last_day


@given(count=st.integers(0, 99_999), unit=st.sampled_from(["day", "days", "months", "year", "working days"]))
def test_a_span_typed_without_the_blank_is_the_same_span(count: int, unit: str) -> None:
    assert Duration.model_validate(f"{count}{unit}") == Duration.model_validate(f"{count} {unit}")


@given(start=DAYS, span=SPANS)
def test_python_and_sql_end_a_period_on_the_same_day(duck: duckdb.DuckDBPyConnection, start: date, span: str) -> None:
    duration = Duration.model_validate(span)
    found = duck.execute(f"SELECT {end_sql(duration, '$1::DATE')}", [start]).fetchone()
    assert found == (end_of(duration, start),)


def test_a_period_without_a_start_has_no_end(duck: duckdb.DuckDBPyConnection) -> None:
    assert duck.execute(f"SELECT {end_sql(Duration.model_validate('1 year'), 'NULL::DATE')}").fetchone() == (None,)


def test_a_period_never_ends_after_the_last_day_that_can_be_written(duck: duckdb.DuckDBPyConnection) -> None:
    sql = end_sql(Duration.model_validate("3 years"), "DATE '9998-05-05'")
    assert duck.execute(f"SELECT {sql}").fetchone() == (LAST_DAY,)


@given(start=DAYS, months=st.integers(-600, 600))
def test_months_are_added_as_an_independent_count_does(start: date, months: int) -> None:
    """Step through the calendar a month at a time, then back from the wanted day until there is one."""
    year, month = start.year, start.month
    for _ in range(abs(months)):
        month += 1 if months > 0 else -1
        year, month = (year + 1, 1) if month > 12 else (year - 1, 12) if month < 1 else (year, month)
    day = start.day
    while True:
        try:
            expected = date(year, month, day)
            break
        except ValueError:
            day -= 1
    assert add_months(start, months) == expected


@given(start=DAYS, months=st.integers(0, 200))
def test_as_many_whole_months_have_run_as_the_period_had(start: date, months: int) -> None:
    end = add_months(start, months)
    assert full_months(start, end) == months
    assert full_months(start, end - timedelta(days=1)) == max(0, months - 1)


def test_working_days_have_no_end_without_a_calendar() -> None:
    with pytest.raises(ValueError, match="ask the calendar"):
        end_of(Duration.model_validate("7 working days"), date(2026, 1, 1))
    with pytest.raises(ValueError, match="ask the calendar"):
        end_sql(Duration.model_validate("7 working days"), "x")
