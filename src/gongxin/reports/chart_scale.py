"""From values to places on a chart, with ticks at round numbers."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil, floor, log10
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

_ROUND = (1.0, 2.0, 2.5, 5.0, 10.0)
_TICKS = 5


@dataclass(frozen=True, slots=True)
class Scale:
    """Lays the span of ``ticks`` (first to last) over the places from ``start`` to ``end``."""

    ticks: tuple[float, ...]
    start: float
    end: float

    @classmethod
    def of(cls, values: Sequence[float], start: float, end: float) -> Scale:
        """A scale that holds the values between its first tick and its last."""
        return cls(round_ticks(min(values), max(values)), start, end)

    def __call__(self, value: float) -> float:
        """The place of a value."""
        first, last = self.ticks[0], self.ticks[-1]
        return self.start + (value - first) / (last - first) * (self.end - self.start)


def round_ticks(low: float, high: float) -> tuple[float, ...]:
    """About five round numbers, evenly apart, from at most ``low`` to at least ``high``."""
    largest = max(abs(low), abs(high))
    span = high - low
    if span <= 1e-9 * largest or span < 1e-100:  # all alike, as far as a chart can tell
        span = largest if largest > 1e-100 else 1.0
    size = 10.0 ** floor(log10(span / _TICKS))
    step = next(size * factor for factor in _ROUND if span / (size * factor) <= _TICKS + 1e-9)
    first, last = floor(low / step + 1e-9), ceil(high / step - 1e-9)
    last = max(last, first + 1)
    places = max(0, 2 - floor(log10(step)))
    return tuple(round(number * step, places) for number in range(first, last + 1))
