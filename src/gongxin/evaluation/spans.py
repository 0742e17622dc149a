"""The first and the last day of a window, worked out for the day of an evaluation."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from gongxin.evaluation.ages import first_day_within
from gongxin.law.durations import add_months

if TYPE_CHECKING:
    from gongxin.law.schema.model import Period, Window

_DAY = timedelta(days=1)
_MONTHS = {"year": 12, "half-year": 6, "quarter": 3, "month": 1}


def days_of(window: Window | None, as_of: date, period: Period | None) -> tuple[date | None, date]:
    """The first (if there is one) and the last day of a window that is not of cycles; without one, all days so far."""
    if window is None:
        return None, as_of
    if window.rolls:
        return first_day_within(window, as_of), as_of
    if window.unit == "calendar year":
        last = date(as_of.year - 1, 12, 31) if window.previous else as_of
        return date(last.year - window.count + 1, 1, 1), last
    months = _MONTHS[period or "year"]
    after = last_period_end(period or "year", as_of) + _DAY
    if window.previous:
        after = add_months(after, -months)
    return add_months(after, -months * window.count), after - _DAY


def last_period_end(period: Period, as_of: date) -> date:
    """The last day of the last period that has ended on a day; periods are reckoned from 1 January."""
    months = _MONTHS[period]
    after = as_of + _DAY
    return date(after.year, (after.month - 1) // months * months + 1, 1) - _DAY
