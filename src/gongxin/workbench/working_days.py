"""How many working days lie between two days: what a clerk counts in."""

from __future__ import annotations

from datetime import date, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING

from gongxin.casework.engine import working_days_late

if TYPE_CHECKING:
    from gongxin.law.working_days import WorkingCalendar


@lru_cache(maxsize=4096)
def working_days_between(calendar: WorkingCalendar, today: date, due_on: date) -> int:
    """Working days after ``today`` up to ``due_on``; negative once ``due_on`` is over. A day off right after the last
    day is late by one, for late it is."""
    if due_on >= today:
        return working_days_late(calendar, today, due_on)
    return -max(1, working_days_late(calendar, due_on, today))


def week_ends(day: date) -> date:
    """The Sunday of the week of ``day``."""
    return day + timedelta(days=7 - day.isoweekday())
