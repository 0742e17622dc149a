"""How long is three months: the last day of a period of calendar time, in Python and in SQL, by one rule.

The day of the event is not counted. A period of days ends so many days later; one of months or years ends on the
corresponding day, or on the last day of the month where that has none (民法典, articles 201 and 202). A period that
runs to a day off is *not* prolonged: article 203 is about acts to be done by a day (see :mod:`.working_days`).
"""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from gongxin.law.schema.basics import Duration

#: No period ends later: the last day that Python, Parquet and every database here can write.
LAST_DAY = date.max


def end_of(duration: Duration, start: date) -> date:
    """The last day of a period that an event on ``start`` sets running; never after :data:`LAST_DAY`.

    Raises ValueError for a period in working days, which needs a calendar.
    """
    count, unit = _calendar_time(duration)
    if unit == "day":
        return start + timedelta(days=min(count, (LAST_DAY - start).days))
    return add_months(start, count)


def add_months(start: date, months: int) -> date:
    """The corresponding day ``months`` later (or earlier, if negative), or the last day of that month."""
    year, month0 = divmod(start.year * 12 + start.month - 1 + months, 12)
    if year > LAST_DAY.year:
        return LAST_DAY
    return date(year, month0 + 1, min(start.day, monthrange(year, month0 + 1)[1]))


def end_sql(duration: Duration, start_sql: str) -> str:
    """DuckDB SQL for :func:`end_of` over a DATE expression; NULL where the start is NULL."""
    count, unit = _calendar_time(duration)
    end = f"CAST(({start_sql}) + INTERVAL {count} {unit.upper()} AS DATE)"
    # LEAST passes over NULLs, so the start has to be asked.
    return f"CASE WHEN ({start_sql}) IS NOT NULL THEN LEAST({end}, DATE '{LAST_DAY.isoformat()}') END"


def full_months(start: date, end: date) -> int:
    """How many whole months of a period begun on ``start`` have run on ``end``; 0 if ``end`` is earlier.

    The month is whole on its corresponding day (on the last day of the month where it has none), so
    ``full_months(d, end_of(n months, d)) == n``.
    """
    if end < start:
        return 0
    months = (end.year - start.year) * 12 + end.month - start.month
    return months if add_months(start, months) <= end else months - 1


def _calendar_time(duration: Duration) -> tuple[int, str]:
    """Count and unit (``day`` or ``month``) of a duration in calendar time."""
    if duration.unit == "year":
        return duration.count * 12, "month"
    if duration.unit in ("day", "month"):
        return duration.count, duration.unit
    raise ValueError(f"{duration} are working days: ask the calendar for the day they end")
