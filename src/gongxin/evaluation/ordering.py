"""Does a score put first what matters? Judging the order in which inspections would have been made.

The measure is that of the city of Chicago for its food inspections: take the inspections of a past period, with the
days on which they really took place and whether something was found; put them in the order of the score; hand out the
same days, so that each day keeps its number of inspections; then see how much sooner the findings come. It assumes that
what was found would have been found on any day of the period.

Beside each measure stands what an order drawn at random would give, exactly and without drawing: a gain within two or
three standard deviations of chance is no gain.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from dataclasses import dataclass
from itertools import accumulate
from math import sqrt
from typing import TYPE_CHECKING

from gongxin.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date
    from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Inspection:
    """One inspection of the period: its real day, the score its subject had before, whether it found anything."""

    day: date
    score: Decimal | float
    found: bool


@dataclass(frozen=True, slots=True)
class Measure:
    """One figure of an order, and the mean and standard deviation of that figure over all orders alike likely."""

    value: float
    chance: float
    deviation: float

    @property
    def beyond_chance(self) -> float:
        """How many standard deviations the figure lies above chance."""
        return (self.value - self.chance) / self.deviation if self.deviation else 0.0


@dataclass(frozen=True, slots=True)
class OrderQuality:
    """How good an order of inspections is.

    ``days_earlier``: by how many days, on average, a finding comes sooner than it really came.
    ``first_half``: share of the findings made on the days before half of the inspections are done;
    ``first_half_actual`` is that share as things really went. ``auc``: probability that an inspection with a finding
    has a higher score than one without, a tie counting half.
    """

    inspections: int
    findings: int
    days_earlier: Measure
    first_half: Measure
    first_half_actual: float
    auc: Measure


def order_quality(inspections: Sequence[Inspection]) -> OrderQuality:
    """Judge the order of descending score against the order in which the inspections really took place.

    Equal scores keep the order given. Raises :class:`UsageError` where nothing, or something every time, was found:
    then all orders are alike.
    """
    total, findings = len(inspections), sum(inspection.found for inspection in inspections)
    if findings in (0, total):
        raise UsageError(
            "order-without-contrast",
            zh=f"{total} 次检查中有 {findings} 次发现问题，无从比较先后；请换一个时期",
            en=f"{findings} of {total} inspections found something, so all orders are alike; choose another period",
        )
    days = sorted(inspection.day.toordinal() for inspection in inspections)
    by_score = sorted(inspections, key=lambda inspection: inspection.score, reverse=True)
    moved = [day for day, inspection in zip(days, by_score, strict=True) if inspection.found]
    real = [inspection.day.toordinal() for inspection in inspections if inspection.found]
    early = _first_half(days)
    return OrderQuality(
        total,
        findings,
        _days_earlier(days, real, moved),
        _share_of_first_half(bisect_left(days, early), total, moved, early),
        sum(day < early for day in real) / findings,
        _auc(inspections, findings),
    )


def _first_half(days: Sequence[int]) -> int:
    """The first day on which the inspections made so far are half of all or more: the first half lies before it."""
    made = Counter(days)
    so_far = accumulate(made.values())
    return next(day for day, count in zip(made, so_far, strict=True) if 2 * count >= len(days))


def _days_earlier(days: Sequence[int], real: Sequence[int], moved: Sequence[int]) -> Measure:
    total, findings = len(days), len(real)
    mean = sum(days) / total
    variance = sum((day - mean) ** 2 for day in days) / total
    # The findings of a random order fall on days drawn without replacement.
    deviation = sqrt(variance / findings * _without_replacement(total, findings))
    real_mean = sum(real) / findings
    return Measure((sum(real) - sum(moved)) / findings, real_mean - mean, deviation)


def _share_of_first_half(places: int, total: int, moved: Sequence[int], early: int) -> Measure:
    share, findings = places / total, len(moved)
    deviation = sqrt(share * (1 - share) / findings * _without_replacement(total, findings))
    return Measure(sum(day < early for day in moved) / findings, share, deviation)


def _without_replacement(total: int, drawn: int) -> float:
    """What drawing without replacement leaves of the variance of a mean."""
    return (total - drawn) / (total - 1)


def _auc(inspections: Sequence[Inspection], findings: int) -> Measure:
    """The rank sum of the findings (Mann and Whitney), ties at their middle rank."""
    scores = sorted(inspection.score for inspection in inspections)
    found = (inspection.score for inspection in inspections if inspection.found)
    ranks = sum(bisect_left(scores, score) + bisect_right(scores, score) + 1 for score in found) / 2
    rest = len(inspections) - findings
    value = (ranks - findings * (findings + 1) / 2) / (findings * rest)
    return Measure(value, 0.5, sqrt((len(inspections) + 1) / (12 * findings * rest)))
