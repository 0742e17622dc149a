"""Spans as dates and half-lives as tables: the same calendar as everywhere else."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gongxin.evaluation.ages import (
    OLDEST,
    first_day_within,
    half_life_factors,
    last_day_aged,
    whole_months_sql,
)
from gongxin.law.durations import end_of, full_months
from gongxin.law.schema.basics import Duration

ONE_DAY = timedelta(days=1)
spans = st.builds(
    lambda count, unit: Duration(count=count, unit=unit), st.integers(0, 40), st.sampled_from(["day", "month", "year"])
)
days = st.dates(date(2019, 12, 1), date(2028, 3, 31))
ANY = settings(deadline=None, max_examples=100, suppress_health_check=[HealthCheck.function_scoped_fixture])


@given(span=spans, as_of=days)
@ANY
def test_a_window_begins_on_the_first_day_whose_span_has_not_ended(span: Duration, as_of: date) -> None:
    first = first_day_within(span, as_of)
    assert end_of(span, first) >= as_of
    assert end_of(span, first - ONE_DAY) < as_of


@given(span=spans, as_of=days)
@ANY
def test_an_age_is_reached_on_the_last_day_whose_span_has_ended(span: Duration, as_of: date) -> None:
    last = last_day_aged(span, as_of)
    assert last is not None
    assert end_of(span, last) <= as_of
    assert end_of(span, last + ONE_DAY) > as_of or last == as_of


def test_spans_longer_than_the_calendar_do_no_harm() -> None:
    ages = Duration(count=99_999, unit="year")
    assert first_day_within(ages, date(2026, 1, 1)) == date.min
    assert last_day_aged(ages, date(2026, 1, 1)) is None


@given(as_of=days, before=st.lists(st.integers(0, 1500), min_size=20, max_size=20))
@settings(ANY, max_examples=30)
def test_whole_months_in_sql_are_those_of_the_calendar(bench: Any, as_of: date, before: list[int]) -> None:
    starts = [as_of - timedelta(days=gap) for gap in before]
    rows = ", ".join(f"(DATE '{start}')" for start in starts)
    found = bench.connection.execute(f"SELECT d, {whole_months_sql('d', as_of)} FROM (VALUES {rows}) t(d)").fetchall()
    assert found == [(start, full_months(start, as_of)) for start in starts]


def test_a_half_life_halves_and_ends_in_nothing() -> None:
    factors = half_life_factors(24)
    assert [factors[age] for age in (0, 24, 48)] == [1, Decimal("0.5"), Decimal("0.25")]
    assert factors[1] == Decimal("0.971531941"), "0.97153194115..."
    assert half_life_factors(12)[1] == Decimal("0.943874313"), "0.94387431268..., rounded half up"
    assert list(factors) == sorted(factors, reverse=True)
    assert factors[-1] == 0


@pytest.mark.parametrize("months", [120, 99_999])
def test_the_table_of_a_long_half_life_ends_with_a_century(months: int) -> None:
    assert len(half_life_factors(months)) == OLDEST + 1
