"""Shares of whole numbers as decimals: rounded once, the same on every machine."""

from __future__ import annotations

from contextlib import contextmanager
from decimal import ROUND_HALF_EVEN, Context, Decimal, localcontext
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

#: Places that a statistic keeps.
PLACES = 6
_ARITHMETIC = Context(prec=40, rounding=ROUND_HALF_EVEN)
_UNIT = Decimal(1).scaleb(-PLACES)


@contextmanager
def forty_digits() -> Iterator[None]:
    """Reckon with forty digits for the block; what leaves it is rounded to :data:`PLACES`."""
    with localcontext(_ARITHMETIC):
        yield


def rounded(value: Decimal) -> Decimal:
    """A statistic to six places, half to even."""
    return value.quantize(_UNIT, context=_ARITHMETIC)


def ratio(part: int, whole: int) -> Decimal:
    """``part / whole`` to six places, half to even: ``ratio(a, n) + ratio(n - a, n) == 1``."""
    with forty_digits():
        return rounded(Decimal(part) / whole)


def shares(counts: Sequence[int]) -> tuple[Decimal, ...]:
    """The share of each count in their sum, to six places, adding up to exactly 1 (the largest remainders round up).

    All are 0 where there is nothing to share.
    """
    total = sum(counts)
    if not total:
        return (Decimal(0),) * len(counts)
    units = 10**PLACES
    floors = [count * units // total for count in counts]
    by_remainder = sorted(range(len(counts)), key=lambda place: -(counts[place] * units % total))
    for place in by_remainder[: units - sum(floors)]:
        floors[place] += 1
    return tuple(Decimal(floor).scaleb(-PLACES) for floor in floors)
