"""Days off and make-up days by yearly notice, for years the calendar library does not know."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, model_validator

from gongxin.law.schema.basics import Citation, Day, Node, broken


class CalendarYear(Node):
    """One year: weekdays that are off, weekend days that are worked."""

    year: int
    cite: Citation
    off: tuple[Day, ...] = ()
    worked: tuple[Day, ...] = ()

    @model_validator(mode="after")
    def _within(self) -> CalendarYear:
        for day in (*self.off, *self.worked):
            if day.year != self.year:
                raise broken(
                    "day-of-another-year",
                    zh=f"{day} 不在 {self.year} 年；请移到该年的日历",
                    en=f"{day} is no day of {self.year}; move it to the calendar of its year",
                )
        return self


class CalendarFile(Node):
    """A file under ``calendar/``."""

    years: Annotated[tuple[CalendarYear, ...], Field(min_length=1)]
