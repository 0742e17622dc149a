"""What a field would add to a score: something where it knows something, nothing where it only remembers."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from gongxin.evaluation.backtest.added import measure_added

if TYPE_CHECKING:
    from tests.evaluation.backtest.conftest import Measured

    from gongxin.evaluation.backtest.added import Added


@pytest.fixture
def cases(measured: Measured) -> Measured:
    """Two thousand firms: the score knows half of what decides the outcome, the field ``teller`` the other half.

    ``noise`` knows nothing; ``own`` is another value for every firm.
    """
    measured.connection.execute(
        """CREATE OR REPLACE TEMP TABLE told AS
        SELECT 'firm' || n AS subject_id, CAST(n % 2 AS DECIMAL(18,6)) AS score, (n // 2) % 2 AS half,
            CASE WHEN (n // 2) % 2 = 0 THEN 'li' ELSE 'wang' END AS teller, 'n' || hash(n) % 5 AS noise,
            'own' || n AS own, NULL::VARCHAR AS silent,
            hash(n, 7) % 100 < 10 + 30 * (n % 2) + 30 * ((n // 2) % 2) AS hit
        FROM range(2000) t(n)"""
    )
    return measured


def tried(cases: Measured, column: str, *, official: bool = False) -> Added:
    added = measure_added(cases.connection, "told", column, column, official=official)
    assert added is not None
    return added


def test_a_field_that_knows_something_adds_it(cases: Measured) -> None:
    teller = tried(cases, "teller", official=True)
    assert teller.official
    assert teller.values == 2
    assert teller.alone > Decimal("0.6")
    assert teller.gain > Decimal("0.05")
    assert teller.gain > 2 * teller.chance_deviation
    assert teller.information is not None
    assert teller.information.value > Decimal("0.1")


def test_a_field_that_knows_nothing_adds_nothing(cases: Measured) -> None:
    noise = tried(cases, "noise")
    assert abs(noise.gain) < 2 * noise.chance_deviation


def test_a_field_cannot_shine_by_having_seen_the_answers(cases: Measured) -> None:
    own = tried(cases, "own")
    assert own.values == 2000
    assert own.alone == Decimal("0.5")
    assert own.gain == 0


def test_a_field_that_says_nothing_at_all_adds_nothing(cases: Measured) -> None:
    silent = tried(cases, "silent")
    assert (silent.values, silent.alone, silent.gain) == (1, Decimal("0.5"), Decimal(0))


def test_without_contrast_nothing_is_measured(cases: Measured) -> None:
    of_one_sort = "(SELECT * FROM told WHERE hit)"
    assert measure_added(cases.connection, of_one_sort, "teller", "teller", official=False) is None


def test_only_the_commonest_values_are_listed(cases: Measured) -> None:
    information = tried(cases, "own").information
    assert information is not None
    assert len(information.bins) == 13
    assert "…" in {one.name for one in information.bins}
