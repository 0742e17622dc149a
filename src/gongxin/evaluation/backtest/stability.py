"""Population stability: how far the shares of grades or bands have moved between two days."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from gongxin.evaluation.backtest.ratios import forty_digits, rounded, shares

if TYPE_CHECKING:
    from collections.abc import Sequence


_HALF = Decimal("0.5")


@dataclass(frozen=True, slots=True)
class Moved:
    """The share of one band then and later."""

    name: str
    before: Decimal
    after: Decimal


@dataclass(frozen=True, slots=True)
class Stability:
    """Population stability index: the sum over bands of (later - earlier share) x ln(later / earlier share).

    By custom in lending, below 0.1 is read as stable, from 0.25 as another population. That is custom and not law.
    """

    index: Decimal
    bands: tuple[Moved, ...]


def stability(names: Sequence[str], before: Sequence[int], after: Sequence[int]) -> Stability | None:
    """The index of two counts over the same bands; None where one of them is of nobody.

    A band that is empty on one day counts as half a case there: its logarithm would be without bound.
    """
    if not sum(before) or not sum(after):
        return None
    index = Decimal(0)
    with forty_digits():
        for early, late in zip(before, after, strict=True):
            if early or late:
                then, now = (early or _HALF) / Decimal(sum(before)), (late or _HALF) / Decimal(sum(after))
                index += (now - then) * (now / then).ln()
    moved = tuple(map(Moved, names, shares(before), shares(after)))
    return Stability(rounded(index), moved)
