"""AUC, KS and the curve: by hand, against every pair, and against the measure of inspection orders."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from itertools import permutations, product
from statistics import fmean, pstdev
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gongxin.evaluation.backtest.discrimination import measure_auc, measure_discrimination
from gongxin.evaluation.ordering import Inspection, order_quality

if TYPE_CHECKING:
    from tests.evaluation.backtest.conftest import Measured

MICRO = Decimal("0.000001")

contrast = st.lists(st.tuples(st.integers(-5, 5), st.booleans()), min_size=2, max_size=40).filter(
    lambda cases: len({hit for _, hit in cases}) == 2
)
relations = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=40)


def test_of_four_pairs_three_and_a_half_are_the_right_way_round(measured: Measured) -> None:
    # Misses at 1 and 3, hits at 3 and 4: 3>1, 3=3 (half), 4>1, 4>3.
    found = measure_discrimination(
        measured.connection, measured.cases([(1, False), (3, False), (3, True), (4, True)]), riskier=True
    )
    assert found is not None
    assert found.auc.value == Decimal("0.875")
    # Going down, after 4: half of the hits, none of the misses; after 3: all hits, half of the misses.
    assert found.ks == Decimal("0.5")
    assert [(float(misses), float(hits)) for misses, hits in found.curve] == [(0, 0), (0, 0.5), (0.5, 1), (1, 1)]


def test_a_low_score_is_the_risky_one_where_high_is_better(measured: Measured) -> None:
    cases = measured.cases([(900, False), (850, False), (700, True), (600, True)])
    found = measure_discrimination(measured.connection, cases, riskier=False)
    assert found is not None
    assert found.auc.value == 1
    assert found.ks == 1
    assert found.ks_at == 700


def test_without_contrast_nothing_is_measured(measured: Measured) -> None:
    assert measure_discrimination(measured.connection, measured.cases([(1, True), (2, True)]), riskier=True) is None
    assert measure_discrimination(measured.connection, measured.cases([]), riskier=True) is None


def test_cases_without_a_score_are_left_out(measured: Measured) -> None:
    cases = measured.cases([(None, True), (1, False), (2, True), (None, False)])
    auc = measure_auc(measured.connection, cases)
    assert auc is not None
    assert (auc.hits, auc.misses) == (1, 1)
    assert auc.value == 1


@relations
@given(contrast)
def test_auc_is_the_share_of_pairs_and_reversing_the_order_mirrors_it(
    measured: Measured, drawn: list[tuple[int, bool]]
) -> None:
    cases = measured.cases(drawn)
    auc, reversed_ = (measure_auc(measured.connection, cases, risk) for risk in ("score", "-score"))
    assert auc is not None
    assert reversed_ is not None
    assert auc.value + reversed_.value == 1
    hits, misses = ([score for score, hit in drawn if hit is wanted] for wanted in (True, False))
    pairs = [1 if high > low else 0.5 if high == low else 0 for high, low in product(hits, misses)]
    assert float(auc.value) == pytest.approx(fmean(pairs), abs=1e-6)
    assert auc.low <= auc.value <= auc.high


@relations
@given(contrast)
def test_auc_is_that_of_the_inspection_order(measured: Measured, drawn: list[tuple[int, bool]]) -> None:
    auc = measure_auc(measured.connection, measured.cases(drawn))
    assert auc is not None
    order = order_quality([Inspection(date(2025, 1, 1), score, hit) for score, hit in drawn])
    assert float(auc.value) == pytest.approx(order.auc.value, abs=1e-6)


@relations
@given(contrast)
def test_ks_is_the_largest_distance_on_the_curve(measured: Measured, drawn: list[tuple[int, bool]]) -> None:
    found = measure_discrimination(measured.connection, measured.cases(drawn), riskier=True)
    assert found is not None
    assert abs(found.ks - max(abs(hits - misses) for misses, hits in found.curve)) <= 2 * MICRO
    assert sum(found.curve[0]) == 0
    assert sum(found.curve[-1]) == 2
    assert list(found.curve) == sorted(found.curve)


def test_chance_is_the_deviation_over_every_assignment_of_outcomes(measured: Measured) -> None:
    scores = (1, 2, 2, 3, 3)
    found = [
        measure_auc(measured.connection, measured.cases(zip(scores, hits, strict=True)))
        for hits in set(permutations((True, True, False, False, False)))
    ]
    values = [float(auc.value) for auc in found if auc is not None]
    assert len(values) == 10
    assert fmean(values) == pytest.approx(0.5)
    for auc in found:
        assert auc is not None
        assert float(auc.chance_deviation) == pytest.approx(pstdev(values), abs=2e-6)


def test_a_curve_of_thousands_of_scores_is_drawn_through_a_few_hundred_points(measured: Measured) -> None:
    measured.connection.execute(
        "CREATE OR REPLACE TEMP TABLE many AS SELECT n::DECIMAL(18,6) AS score, n % 3 = 0 AS hit FROM range(20000) t(n)"
    )
    found = measure_discrimination(measured.connection, "many", riskier=True)
    assert found is not None
    assert len(found.curve) <= 250
