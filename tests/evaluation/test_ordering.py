"""The order of inspections, judged by hand and against every order there is."""

from __future__ import annotations

from datetime import date
from itertools import permutations
from statistics import fmean, pstdev

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongxin.errors import UsageError
from gongxin.evaluation.ordering import Inspection, OrderQuality, order_quality


def period(*days_found: tuple[int, bool], scores: tuple[float, ...]) -> list[Inspection]:
    return [
        Inspection(date(2014, 9, day), score, found) for (day, found), score in zip(days_found, scores, strict=True)
    ]


FOUR_DAYS = ((1, False), (2, False), (3, True), (4, True))


def test_findings_moved_to_the_front_come_two_days_sooner() -> None:
    quality = order_quality(period(*FOUR_DAYS, scores=(1, 2, 9, 8)))
    assert quality.days_earlier.value == 2
    assert quality.auc.value == 1
    # Half of the inspections are done on the second day, so only the first lies before it.
    assert quality.first_half.value == 0.5
    assert quality.first_half_actual == 0


def test_the_worst_order_leaves_findings_where_they_were() -> None:
    quality = order_quality(period(*FOUR_DAYS, scores=(9, 8, 2, 1)))
    assert quality.days_earlier.value == 0
    assert quality.auc.value == 0


def test_equal_scores_keep_the_real_order_and_count_half() -> None:
    quality = order_quality(period(*FOUR_DAYS, scores=(5, 5, 5, 5)))
    assert quality.days_earlier.value == 0
    assert quality.auc.value == 0.5


def test_a_day_keeps_its_number_of_inspections() -> None:
    visits = period((1, False), (1, False), (1, False), (8, True), (8, False), scores=(0, 0, 0, 1, 0))
    assert order_quality(visits).days_earlier.value == 7


def test_the_first_half_ends_before_half_of_the_inspections_are_done() -> None:
    # 2 of 6 done after day 1, 3 of 6 after day 2: the half is reached on day 2, and only day 1 lies before it.
    visits = period((1, True), (1, False), (2, True), (3, True), (3, False), (3, False), scores=(6, 5, 4, 3, 2, 1))
    quality = order_quality(visits)
    assert quality.first_half_actual == pytest.approx(1 / 3)
    assert quality.first_half.value == pytest.approx(1 / 3)


@pytest.mark.parametrize("found", [True, False])
def test_a_period_without_contrast_is_refused(found: bool) -> None:
    visits = period(*((day, found) for day in (1, 2)), scores=(1, 2))
    with pytest.raises(UsageError) as refusal:
        order_quality(visits)
    assert refusal.value.rule == "order-without-contrast"


def contrast(visits: list[tuple[int, bool, int]]) -> bool:
    return len({found for _, found, _ in visits}) == 2


@given(st.lists(st.tuples(st.integers(1, 9), st.booleans(), st.just(0)), min_size=2, max_size=6).filter(contrast))
def test_chance_is_the_mean_over_every_order(visits: list[tuple[int, bool, int]]) -> None:
    days = [(day, found) for day, found, _ in visits]
    orders = [order_quality(period(*days, scores=scores)) for scores in permutations(range(len(days)))]
    for name in ("days_earlier", "first_half", "auc"):
        values = [getattr(order, name).value for order in orders]
        chance = getattr(orders[0], name)
        assert chance.chance == pytest.approx(fmean(values), abs=1e-9)
        assert chance.deviation == pytest.approx(pstdev(values), abs=1e-9)


@given(st.lists(st.tuples(st.integers(1, 28), st.booleans(), st.integers(-3, 3)), min_size=2).filter(contrast))
def test_adding_to_every_score_changes_nothing(visits: list[tuple[int, bool, int]]) -> None:
    def quality(shift: int) -> OrderQuality:
        return order_quality([Inspection(date(2014, 9, day), score + shift, found) for day, found, score in visits])

    assert quality(0) == quality(7)
