"""Working days: which days are worked, and the day a term ends.

Days off and make-up days come from the yearly notices: those a pack brings under ``calendar/``, else those the
chinese-calendar library knows. A year that neither knows has weekends only, and every answer that leans on it says so.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from gongxin.law.durations import end_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from gongxin.law.schema.basics import Duration
    from gongxin.law.schema.calendar import CalendarYear

_ONE_DAY = timedelta(days=1)
_SATURDAY = 5


@dataclass(frozen=True, slots=True)
class Due:
    """The day by which something is to be done.

    ``first`` is the first day counted, ``moved_from`` the day off on which the term would have ended, and
    ``unknown_years`` the years whose notice nobody has: there the answer knows weekends only.
    """

    day: date
    first: date
    moved_from: date | None = None
    unknown_years: tuple[int, ...] = ()


class WorkingCalendar:
    """The calendar of days off, with the years that packs bring lying over those of the library."""

    def __init__(self, years: Iterable[CalendarYear] = ()) -> None:
        self._brought = {year.year: (frozenset(year.off), frozenset(year.worked)) for year in years}
        self._known: dict[int, tuple[frozenset[date], frozenset[date]]] | None = None

    def knows(self, year: int) -> bool:
        """Whether the days off of that year are known, beyond its weekends."""
        return year in self._years()

    def is_working(self, day: date) -> bool:
        """Whether the day is worked (by weekends alone where :meth:`knows` says no)."""
        off, worked = self._years().get(day.year, (frozenset(), frozenset()))
        return day in worked or (day.weekday() < _SATURDAY and day not in off)

    def _years(self) -> dict[int, tuple[frozenset[date], frozenset[date]]]:
        """Days off and make-up days by year; the library is read when first asked, for it is slow to import."""
        if self._known is None:
            self._known = _library_years() | self._brought
        return self._known

    def add_working_days(self, day: date, count: int) -> date:
        """The ``count``-th working day after ``day``, which itself is day 0 whether it is worked or not."""
        if count < 0:
            raise ValueError("working days are counted forwards")
        while count:
            day += _ONE_DAY
            count -= self.is_working(day)
        return day

    def next_working(self, day: date) -> date:
        """``day`` if it is worked, else the first working day after it."""
        while not self.is_working(day):
            day += _ONE_DAY
        return day

    def due(self, duration: Duration, from_: date) -> Due:
        """The last day of a term for an act, begun by an event on ``from_``.

        The event's day is not counted; a last day that is a day off moves to the next working day (民法典, articles
        201 and 203; 行政许可法, article 82 for terms in working days).
        """
        if duration.unit == "working day":
            return self._answer(from_, self.add_working_days(from_, duration.count))
        return self.due_by(end_of(duration, from_), from_)

    def due_by(self, last: date, from_: date) -> Due:
        """The same for a term that ends on a given day, such as the end of the next year."""
        return self._answer(from_, self.next_working(last), last)

    def said(self, last: date, from_: date) -> Due:
        """The same for a day that people agreed on, which does not move (民法典, article 204)."""
        return Due(day=last, first=from_ + _ONE_DAY)

    def _answer(self, from_: date, day: date, planned: date | None = None) -> Due:
        # A term in calendar time leans on the calendar at its end only; one in working days on every day of it.
        leaned = range((planned or from_).year, day.year + 1)
        return Due(
            day=day,
            first=from_ + _ONE_DAY,
            moved_from=planned if planned is not None and planned != day else None,
            unknown_years=tuple(year for year in leaned if not self.knows(year)),
        )

    def earliest_start(self, duration: Duration, by: date) -> date:
        """The earliest event whose term still runs on ``by``: anything before it is late on that day.

        Terms end in the order in which they begin, so a whole column of dates is judged by this one.
        """
        start = by
        while self.due(duration, start - _ONE_DAY).day >= by:
            start -= _ONE_DAY
        return start


def _library_years() -> dict[int, tuple[frozenset[date], frozenset[date]]]:
    from chinese_calendar.constants import holidays, workdays

    return {
        year: (
            frozenset(day for day in holidays if day.year == year),
            frozenset(day for day in workdays if day.year == year),
        )
        for year in range(min(holidays).year, max(holidays).year + 1)
    }
