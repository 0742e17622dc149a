"""Checks of calendars: one notice a year, and no day both off and worked."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from gongxin.law.overlay import Statutes
    from gongxin.law.problems import Problems
    from gongxin.law.schema.calendar import CalendarYear
    from gongxin.law.tree import Placed

_SATURDAY = 5


def check_years(statutes: Statutes, problems: Problems) -> None:
    """Note years given twice and days that cannot be what they are said to be."""
    seen: dict[int, Placed[CalendarYear]] = {}
    for placed in statutes.years:
        other = seen.setdefault(placed.value.year, placed)
        if other is not placed:
            problems.add(
                "year-twice",
                zh=f"{placed.value.year} 年的日历已见于 {other.where()}；请只留一份",
                en=f"the calendar of {placed.value.year} is already there at {other.where()}; keep one",
                where=placed.where("year"),
            )
        for day in placed.value.worked:
            if day.weekday() < _SATURDAY:
                problems.add(
                    "worked-weekday",
                    zh=f"{day} 本来就是周一至周五；'worked' 只列调休上班的周末",
                    en=f"{day} is a weekday; 'worked' lists weekend days that are worked",
                    where=placed.where("worked"),
                )
