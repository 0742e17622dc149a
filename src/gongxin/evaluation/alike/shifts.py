"""Days moved by months and days, and which day comes to reach another when it is moved so."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from itertools import count

_EPOCH = date(1970, 1, 1).toordinal()

#: Beyond every day that there is.
_NEVER = date.max.toordinal() + 1


@dataclass(frozen=True, slots=True)
class Shift:
    """Moves one after the other: each by months (to the last day of a month that is too short), then by days."""

    steps: tuple[tuple[int, int], ...] = ()

    def then(self, *, months: int, days: int) -> Shift:
        """This, and another move after it; one that moves nothing is none."""
        return Shift((*self.steps, (months, days))) if months or days else self

    def of(self, ordinal: int) -> int:
        """The ordinal of the day that a day is moved to; beyond all days, a number greater than those of all."""
        for months, days in self.steps:
            ordinal = _later(ordinal, months) + days
        return ordinal


#: No move at all.
NO_SHIFT = Shift()


def first_day_reaching(day: date, shift: Shift, after: int = 0) -> int:
    """The first day, counted from 1970-01-01, that once moved is not before ``day``, or so many days ``after`` it."""
    wanted = day.toordinal() + after
    # No move takes a day further than so many days: from there on it is looked for.
    furthest = sum(abs(months) * 31 + abs(days) for months, days in shift.steps)
    back = sum(max(0, months) * 31 + max(0, days) for months, days in shift.steps)
    start = max(1, wanted - back)
    if shift.of(start) >= wanted:
        start = max(1, wanted - furthest - 31)
    return next(ordinal for ordinal in count(start) if ordinal >= _NEVER or shift.of(ordinal) >= wanted) - _EPOCH


def _later(ordinal: int, months: int) -> int:
    if not months or not 1 <= ordinal < _NEVER:
        return ordinal
    day = date.fromordinal(ordinal)
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    if year > date.max.year:
        return _NEVER
    if year < date.min.year:
        return 0
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1])).toordinal()
