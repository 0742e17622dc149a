"""Is each band of scores followed by the rate it was followed by before?

A score states no probability, so the one that its band had in the window before this one stands for it: that is what
somebody who relied on the score would have expected.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from gongxin.evaluation.backtest.rates import NamedRate, Rate, judge_order
from gongxin.evaluation.backtest.ratios import forty_digits, rounded

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from duckdb import DuckDBPyConnection

    from gongxin.evaluation.backtest.bands import Bands
    from gongxin.evaluation.backtest.rates import Order

#: Bands of scores.
BANDS = 10


@dataclass(frozen=True, slots=True)
class Calibration:
    """Rates of outcomes by band of scores, the lowest band first.

    ``expected`` are those of the same bands in the window before, whose scores were of the day ``expected_as_of``;
    empty where that window cannot be evaluated. ``error`` is the mean distance between both, weighed by cases.
    """

    observed: tuple[NamedRate, ...]
    order: Order
    expected: tuple[NamedRate, ...]
    expected_as_of: date | None
    error: Decimal | None


def rates_by_band(connection: DuckDBPyConnection, cases: str, bands: Bands) -> tuple[NamedRate, ...]:
    """The rate of outcomes in each band."""
    rows = connection.execute(
        f"""SELECT {bands.number_sql("score")} AS place, count(*) FILTER (hit), count(*)
        FROM {cases} WHERE score IS NOT NULL GROUP BY place"""
    ).fetchall()
    counted = {place: (hits, of) for place, hits, of in rows}
    return tuple(NamedRate(name, Rate.of(*counted.get(place, (0, 0)))) for place, name in enumerate(bands.names))


def calibration(
    observed: tuple[NamedRate, ...], expected: tuple[NamedRate, ...], expected_as_of: date | None, *, riskier: bool
) -> Calibration:
    """Compare the rates of the same bands in two windows; ``expected`` may be empty."""
    order = judge_order(observed, rising=riskier)
    return Calibration(observed, order, expected, expected_as_of, _error(observed, expected))


def _error(observed: Sequence[NamedRate], expected: Sequence[NamedRate]) -> Decimal | None:
    pairs = [
        (abs(now.rate.rate - then.rate.rate), now.rate.cases)
        for now, then in zip(observed, expected, strict=False)
        if now.rate.rate is not None and then.rate.rate is not None
    ]
    cases = sum(weight for _, weight in pairs)
    if not cases:
        return None
    with forty_digits():
        return rounded(sum((distance * weight for distance, weight in pairs), Decimal(0)) / cases)
