"""How late something is, in working days: the measure in which the terms themselves run."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date

    from gongxin.law.working_days import WorkingCalendar


def working_days_late(calendar: WorkingCalendar, due_on: date, on: date) -> int:
    """How many working days lie after ``due_on``, up to and with ``on``; 0 on a day off right after the last day."""
    days = (due_on + timedelta(days=ahead) for ahead in range(1, (on - due_on).days + 1))
    return sum(calendar.is_working(day) for day in days)
