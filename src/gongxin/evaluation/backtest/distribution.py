"""The shape of the scores: where they lie, how far they spread, which way they lean."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from math import floor
from typing import TYPE_CHECKING

from gongxin.evaluation.backtest.bands import Bands, counts_by
from gongxin.evaluation.backtest.ratios import shares

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

QUANTILES = (1, 5, 10, 25, 50, 75, 90, 95, 99)
_COLUMNS = 24


@dataclass(frozen=True, slots=True)
class Column:
    """One column of the histogram: the scores from ``start`` on, up to the next one's, and their share of all."""

    start: Decimal
    share: Decimal


@dataclass(frozen=True, slots=True)
class Distribution:
    """Mean, standard deviation and skewness (four places); quantiles by hundredth, each a score that occurs.

    ``skewness`` is the third standardised moment, corrected for the sample: negative where the long tail is on the
    side of low scores. It is empty for fewer than three scores, or where all are equal.
    """

    cases: int
    mean: Decimal
    deviation: Decimal
    skewness: Decimal | None
    quantiles: dict[int, Decimal]
    columns: tuple[Column, ...]


def distribution(connection: DuckDBPyConnection, evaluation: str) -> Distribution | None:
    """The distribution of ``score`` in a relation; None where there is none."""
    parts = ", ".join(f"{hundredth / 100}" for hundredth in QUANTILES)
    row = connection.execute(
        f"""WITH middle AS (SELECT avg(score) AS mean FROM {evaluation})
        SELECT count(score), any_value(mean), stddev_pop(score - mean), skewness(score - mean),
            quantile_disc(score, [{parts}]), min(score), max(score)
        FROM {evaluation}, middle"""
    ).fetchone()
    assert row is not None
    cases, mean, deviation, skewness, quantiles, lowest, highest = row
    if not cases:
        return None
    return Distribution(
        cases,
        _four_places(mean),
        _four_places(deviation),
        None if skewness is None or lowest == highest else _four_places(skewness),
        dict(zip(QUANTILES, quantiles, strict=True)),
        _histogram(connection, evaluation, lowest, highest),
    )


def _four_places(value: float) -> Decimal:
    """Sums of binary fractions depend on the order of their terms in the last digits: those are not kept."""
    return Decimal(f"{value:.4f}")


def _histogram(
    connection: DuckDBPyConnection, evaluation: str, lowest: Decimal, highest: Decimal
) -> tuple[Column, ...]:
    step = _round_step((highest - lowest) / _COLUMNS)
    starts = [place * step for place in range(floor(lowest / step), floor(highest / step) + 1)]
    bands = Bands(tuple(starts[1:]))
    found = shares(counts_by(connection, evaluation, bands.number_sql("score"), len(starts)))
    return tuple(map(Column, starts, found))


def _round_step(least: Decimal) -> Decimal:
    """The smallest of 1, 2 and 5 times a power of ten that is not below ``least``."""
    if least <= 0:
        return Decimal(1)
    size = Decimal(1).scaleb(least.adjusted())
    return next(size * factor for factor in (1, 2, 5, 10) if size * factor >= least)
