"""Who moved from which grade to which, and the shape of scores."""

from __future__ import annotations

import random
from decimal import Decimal
from statistics import fmean, pstdev
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gongxin.evaluation.backtest.distribution import distribution
from gongxin.evaluation.backtest.migration import migration, migrations

if TYPE_CHECKING:
    from tests.evaluation.backtest.conftest import Measured

relations = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=30)


def test_each_observation_is_paired_with_the_subjects_next_one(measured: Measured) -> None:
    rows = [("x", 1, "A"), ("x", 2, "B"), ("x", 3, "B"), ("y", 2, "A"), ("y", 1, "B"), ("z", 1, "A")]
    matrix = migration(measured.connection, measured.observations(rows), ("A", "B"))
    assert matrix.counts == ((0, 1), (1, 1))
    assert matrix.shares == ((Decimal(0), Decimal(1)), (Decimal("0.5"), Decimal("0.5")))
    assert matrix.moves == (1, 1, 1)


def test_a_state_that_is_not_listed_is_passed_over(measured: Measured) -> None:
    rows = [("x", 1, "A"), ("x", 2, None), ("x", 3, "A"), ("y", 1, "A"), ("y", 2, "A")]
    assert migration(measured.connection, measured.observations(rows), ("A",)).counts == ((1,),)


def test_of_nobody_the_matrix_is_empty(measured: Measured) -> None:
    matrix = migration(measured.connection, measured.observations([]), ("A", "B"))
    assert matrix.counts == ((0, 0), (0, 0))
    assert sum(map(sum, matrix.shares)) == 0


def test_matrices_by_a_column_add_up_to_the_whole(measured: Measured) -> None:
    rows = [(f"{kind}{n}", period, "AB"[(n + period) % 2]) for kind in "xy" for n in range(5) for period in (1, 2)]
    observations = measured.observations(rows)
    by_kind = migrations(
        measured.connection, f"(SELECT *, left(subject_id, 1) AS kind FROM {observations})", "AB", "kind"
    )
    assert sorted(map(str, by_kind)) == ["x", "y"]
    whole = migration(measured.connection, observations, "AB")
    for i, j in ((0, 0), (0, 1), (1, 0), (1, 1)):
        assert sum(matrix.counts[i][j] for matrix in by_kind.values()) == whole.counts[i][j]


@relations
@given(st.lists(st.tuples(st.sampled_from("xyz"), st.integers(0, 50), st.sampled_from("ABCD")), max_size=60))
def test_every_row_of_shares_adds_up_to_one(measured: Measured, rows: list[tuple[str, int, str]]) -> None:
    matrix = migration(measured.connection, measured.observations(rows), tuple("ABCD"))
    for counts, shares in zip(matrix.counts, matrix.shares, strict=True):
        assert sum(shares) == (1 if sum(counts) else 0)
    assert sum(matrix.moves) == sum(map(sum, matrix.counts)) == len(rows) - len({row[0] for row in rows})


def test_the_matrix_that_moved_the_subjects_is_found_again(measured: Measured) -> None:
    truth = {"A": (0.9, 0.08, 0.02), "B": (0.1, 0.8, 0.1), "C": (0.0, 0.3, 0.7)}
    chance, rows = random.Random(7), []
    for subject in range(800):
        state = chance.choice("ABC")
        for period in range(5):
            rows.append((str(subject), period, state))
            state = chance.choices("ABC", truth[state])[0]
    found = migration(measured.connection, measured.observations(rows), "ABC").shares
    for shares, wanted in zip(found, truth.values(), strict=True):
        assert [float(share) for share in shares] == pytest.approx(wanted, abs=0.04)


def test_the_shape_of_scores_by_hand(measured: Measured) -> None:
    scores = [1, 2, 2, 3, 10]
    found = distribution(measured.connection, measured.cases([(score, True) for score in scores]))
    assert found is not None
    assert found.cases == 5
    assert found.mean == Decimal("3.6000")
    assert float(found.deviation) == pytest.approx(pstdev(scores), abs=1e-4)
    mean, spread = fmean(scores), pstdev(scores)
    moment = fmean(((score - mean) / spread) ** 3 for score in scores)
    assert found.skewness is not None
    assert float(found.skewness) == pytest.approx(moment * (5 * 4) ** 0.5 / 3, abs=1e-4)  # corrected for the sample
    assert found.quantiles[50] == 2
    assert sum(column.share for column in found.columns) == 1
    assert found.columns[0].start <= 1


def test_equal_scores_have_no_skewness(measured: Measured) -> None:
    found = distribution(measured.connection, measured.cases([(5, True)] * 4))
    assert found is not None
    assert found.deviation == 0
    assert found.skewness is None
    assert [column.share for column in found.columns] == [1]


def test_of_nobody_there_is_no_shape(measured: Measured) -> None:
    assert distribution(measured.connection, measured.cases([])) is None
