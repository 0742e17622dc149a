"""A rate of outcomes with its interval, and whether rates follow each other in the order they should."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise
from typing import TYPE_CHECKING

from gongxin.evaluation.backtest.ratios import forty_digits, ratio, rounded

if TYPE_CHECKING:
    from collections.abc import Sequence

#: Standard normal quantile of a two-sided interval of 95 %.
Z = Decimal("1.959963984540054")


@dataclass(frozen=True, slots=True)
class Rate:
    """``hits`` among ``cases``: their share and Wilson's interval of 95 %; empty where there are no cases."""

    cases: int
    hits: int
    rate: Decimal | None
    low: Decimal | None
    high: Decimal | None

    @classmethod
    def of(cls, hits: int, cases: int) -> Rate:
        """The rate of ``hits`` among ``cases``.

        E. B. Wilson, Journal of the American Statistical Association 22 (1927): unlike the interval that is taught
        first, it keeps to 0 and 1 and holds for a handful of cases.
        """
        if cases == 0:
            return cls(0, 0, None, None, None)
        with forty_digits():
            middle = hits + Z * Z / 2
            half = Z * (Decimal(hits * (cases - hits)) / cases + Z * Z / 4).sqrt()
            low = rounded((middle - half) / (cases + Z * Z))
            high = rounded((middle + half) / (cases + Z * Z))
        return cls(cases, hits, ratio(hits, cases), max(low, Decimal(0)), min(high, Decimal(1)))


@dataclass(frozen=True, slots=True)
class NamedRate:
    """The rate of one grade or band."""

    name: str
    rate: Rate


@dataclass(frozen=True, slots=True)
class Breach:
    """Two neighbours whose rates stand the wrong way round; ``beyond_chance`` if sampling does not explain it."""

    before: str
    after: str
    beyond_chance: bool


@dataclass(frozen=True, slots=True)
class Order:
    """Whether rates rise (or fall) from each to the next, and where they do not."""

    monotone: bool
    breaches: tuple[Breach, ...]


def judge_order(rates: Sequence[NamedRate], *, rising: bool) -> Order:
    """Whether the rates rise, or fall, in the order given; those without cases are passed over."""
    met = [named for named in rates if named.rate.cases]
    pairs = pairwise(met if rising else reversed(met))
    found = [
        Breach(before.name, after.name, _falls_beyond_chance(before.rate, after.rate))
        for before, after in pairs
        if before.rate.hits * after.rate.cases > after.rate.hits * before.rate.cases
    ]
    return Order(not found, tuple(found))


def _falls_beyond_chance(before: Rate, after: Rate) -> bool:
    """Whether Newcombe's interval of 95 % for the difference (Statistics in Medicine 17, 1998) lies above zero."""
    assert before.rate is not None
    assert before.low is not None
    assert after.rate is not None
    assert after.high is not None
    down, up = before.rate - before.low, after.high - after.rate
    return before.rate - after.rate > (down * down + up * up).sqrt()
