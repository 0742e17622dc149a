"""Rates of outcomes, their intervals, and whether grades stand in their order."""

from __future__ import annotations

from decimal import Decimal
from math import comb

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongxin.evaluation.backtest.rates import NamedRate, Rate, judge_order
from gongxin.evaluation.backtest.ratios import PLACES, ratio, shares


@pytest.mark.parametrize(
    ("hits", "cases", "low", "high"),
    [
        # Worked out from Wilson's formula by hand, with z = 1.959964.
        (0, 10, "0", "0.277533"),
        (1, 1, "0.206549", "1"),
        (5, 10, "0.236593", "0.763407"),
        (34, 276, "0.089509", "0.167213"),
    ],
)
def test_the_interval_is_wilsons(hits: int, cases: int, low: str, high: str) -> None:
    rate = Rate.of(hits, cases)
    assert rate.low is not None
    assert rate.high is not None
    assert abs(rate.low - Decimal(low)) <= Decimal("0.000001")
    assert abs(rate.high - Decimal(high)) <= Decimal("0.000001")


def test_of_nobody_there_is_no_rate() -> None:
    assert Rate.of(0, 0) == Rate(0, 0, None, None, None)


@given(st.integers(1, 5000).flatmap(lambda cases: st.tuples(st.integers(0, cases), st.just(cases))))
def test_an_interval_holds_its_rate_and_mirrors_that_of_the_misses(drawn: tuple[int, int]) -> None:
    hits, cases = drawn
    rate, mirrored = Rate.of(hits, cases), Rate.of(cases - hits, cases)
    assert rate.rate is not None
    assert rate.low is not None
    assert rate.high is not None
    assert mirrored.low is not None
    assert 0 <= rate.low <= rate.rate <= rate.high <= 1
    assert abs(1 - mirrored.low - rate.high) <= Decimal("0.000001")


def test_the_interval_holds_the_truth_about_as_often_as_it_says() -> None:
    chance = Decimal("0.3")
    held = Decimal(0)
    for hits in range(51):
        rate = Rate.of(hits, 50)
        assert rate.low is not None
        assert rate.high is not None
        if rate.low <= chance <= rate.high:
            held += comb(50, hits) * chance**hits * (1 - chance) ** (50 - hits)
    assert Decimal("0.93") < held < Decimal("0.97")


def named(**rates: tuple[int, int]) -> list[NamedRate]:
    return [NamedRate(name, Rate.of(*counts)) for name, counts in rates.items()]


def test_rates_that_rise_are_monotone() -> None:
    order = judge_order(named(A=(1, 100), B=(5, 100), C=(5, 100), D=(40, 100)), rising=True)
    assert order.monotone
    assert not order.breaches


def test_a_grade_without_cases_is_passed_over() -> None:
    assert judge_order(named(A=(1, 100), B=(0, 0), C=(5, 100)), rising=True).monotone


def test_a_breach_is_named_and_weighed_against_chance() -> None:
    order = judge_order(named(A=(4, 100), B=(3, 100), C=(90, 100), D=(10, 100)), rising=True)
    assert not order.monotone
    assert [(breach.before, breach.after, breach.beyond_chance) for breach in order.breaches] == [
        ("A", "B", False),
        ("C", "D", True),
    ]


def test_where_a_high_score_is_risky_the_first_grade_should_have_the_highest_rate() -> None:
    assert judge_order(named(first=(40, 100), later=(5, 100)), rising=False).monotone
    order = judge_order(named(first=(5, 100), later=(40, 100)), rising=False)
    assert [(breach.before, breach.after) for breach in order.breaches] == [("later", "first")]


@given(st.integers(0, 10**9), st.integers(0, 10**9))
def test_a_ratio_and_its_complement_add_up_to_one(part: int, rest: int) -> None:
    if part + rest:
        assert ratio(part, part + rest) + ratio(rest, part + rest) == 1


@given(st.lists(st.integers(0, 10**9), min_size=1, max_size=30))
def test_shares_add_up_to_one_and_are_rounded_by_less_than_a_unit(counts: list[int]) -> None:
    found = shares(counts)
    total = sum(counts)
    assert sum(found) == (1 if total else 0)
    unit = Decimal(1).scaleb(-PLACES)
    assert all(abs(share - Decimal(count) / max(total, 1)) < unit for share, count in zip(found, counts, strict=True))
