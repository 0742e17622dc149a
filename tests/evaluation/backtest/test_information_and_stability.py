"""Weight of evidence, information value and population stability, by hand and by what must always hold."""

from __future__ import annotations

from decimal import Decimal
from math import log
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gongxin.evaluation.backtest.bands import Bands, counts_by, equal_bands
from gongxin.evaluation.backtest.information import measure_information
from gongxin.evaluation.backtest.stability import stability

if TYPE_CHECKING:
    from tests.evaluation.backtest.conftest import Measured

relations = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=30)


def test_the_weight_of_a_bin_is_the_logarithm_of_its_shares(measured: Measured) -> None:
    # good: 6 of 8 misses, 1 of 4 hits; bad: 2 of 8 misses, 3 of 4 hits.
    rows = [("good", False)] * 6 + [("good", True)] + [("bad", False)] * 2 + [("bad", True)] * 3
    found = measure_information(measured.connection, measured.binned(rows), "v", "bin")
    assert found is not None
    bad, good = found.bins
    assert float(good.weight or 0) == pytest.approx(log((6 / 8) / (1 / 4)), abs=1e-6)
    assert float(bad.weight or 0) == pytest.approx(log((2 / 8) / (3 / 4)), abs=1e-6)
    assert float(found.value) == pytest.approx(0.5 * log(3) + 0.5 * log(3), abs=1e-6)


def test_a_bin_all_of_one_sort_has_no_weight_and_is_counted(measured: Measured) -> None:
    rows = [("pure", False)] * 3 + [("mixed", False)] * 2 + [("mixed", True)] * 2
    found = measure_information(measured.connection, measured.binned(rows), "v", "bin")
    assert found is not None
    assert found.pure_bins == 1
    assert [one.weight is None for one in found.bins] == [False, True]


def test_bins_stand_in_the_order_they_are_given(measured: Measured) -> None:
    rows = [("low", True), ("low", False), ("high", True), ("high", False)]
    place = "CASE bin WHEN 'low' THEN 0 ELSE 1 END"
    found = measure_information(measured.connection, measured.binned(rows), "v", "bin", place)
    assert found is not None
    assert [one.name for one in found.bins] == ["low", "high"]


def test_without_contrast_there_is_no_information(measured: Measured) -> None:
    assert measure_information(measured.connection, measured.binned([("a", True)]), "v", "bin") is None


@relations
@given(st.lists(st.tuples(st.sampled_from("abcd"), st.booleans()), min_size=1, max_size=60))
def test_information_is_never_negative(measured: Measured, rows: list[tuple[str, bool]]) -> None:
    found = measure_information(measured.connection, measured.binned(rows), "v", "bin")
    assert found is None or found.value >= 0


def test_stability_by_hand() -> None:
    found = stability(("low", "high"), (50, 50), (75, 25))
    assert found is not None
    assert float(found.index) == pytest.approx(0.25 * log(1.5) - 0.25 * log(0.5), abs=1e-6)
    assert [(moved.before, moved.after) for moved in found.bands] == [
        (Decimal("0.5"), Decimal("0.75")),
        (Decimal("0.5"), Decimal("0.25")),
    ]


def test_an_empty_band_counts_as_half_a_case() -> None:
    found = stability(("a", "b", "c"), (10, 0, 0), (5, 5, 0))
    assert found is not None
    assert float(found.index) == pytest.approx((0.5 - 1) * log(0.5) + (0.5 - 0.05) * log(0.5 / 0.05), abs=1e-6)


def test_of_nobody_there_is_no_stability() -> None:
    assert stability(("a",), (0,), (3,)) is None


counts = st.lists(st.tuples(st.integers(0, 1000), st.integers(0, 1000)), min_size=1, max_size=12).filter(
    lambda pairs: all(sum(side) for side in zip(*pairs, strict=True))
)


@given(counts)
def test_a_population_is_stable_against_itself_and_the_index_is_symmetric(pairs: list[tuple[int, int]]) -> None:
    names = [str(place) for place in range(len(pairs))]
    before, after = ([pair[side] for pair in pairs] for side in (0, 1))
    there, back, itself = (
        stability(names, before, after),
        stability(names, after, before),
        stability(names, before, before),
    )
    assert there is not None
    assert back is not None
    assert itself is not None
    assert there.index == back.index >= 0
    assert itself.index == 0


@relations
@given(st.lists(st.decimals(-1000, 1000, places=2), min_size=1, max_size=80), st.integers(2, 12))
def test_every_score_lies_in_one_band_and_bands_are_few(measured: Measured, scores: list[Decimal], count: int) -> None:
    cases = measured.cases([(score, True) for score in scores])
    bands = equal_bands(measured.connection, cases, "score", count)
    assert list(bands.edges) == sorted(set(bands.edges))
    assert len(bands.names) == len(bands.edges) + 1 <= count
    assert sum(counts_by(measured.connection, cases, bands.number_sql("score"), len(bands.names))) == len(scores)


def test_bands_are_half_open_and_named_by_their_ends(measured: Measured) -> None:
    bands = Bands((Decimal(10), Decimal("20.50")))
    assert bands.names == ("< 10", "10 … 20.5", "≥ 20.5")
    cases = measured.cases([(Decimal("9.99"), True), (10, True), (Decimal("20.49"), True), (Decimal("20.5"), True)])
    assert counts_by(measured.connection, cases, bands.number_sql("score"), 3) == (1, 2, 1)
