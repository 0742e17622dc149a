"""``gongxin law days``: what an official is told when asking by when."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongxin.errors import UsageError
from gongxin.law.days import due_day
from gongxin.law.working_days import WorkingCalendar

CALENDAR = WorkingCalendar()


def test_seven_working_days_from_a_friday() -> None:
    answer = due_day(CALENDAR, date(2026, 11, 27), working=7)
    assert answer == {
        "from": "2026-11-27",
        "term": {"zh": "7个工作日", "en": "7 working days"},
        "first_day": "2026-11-28",
        "due": "2026-12-08",
        "moved_from": None,
        "calendar_known": True,
        "unknown_years": [],
        "note": {"zh": "", "en": ""},
    }


def test_a_term_that_would_end_in_the_holidays_says_where_it_moved_to() -> None:
    answer = due_day(CALENDAR, date(2026, 9, 21), natural=10)
    assert answer["moved_from"] == "2026-10-01"
    assert answer["due"] == "2026-10-08"
    assert answer["note"]["en"] == "The last day, 2026-10-01, is a day off; the term ends on 2026-10-08."
    assert "顺延至 2026-10-08" in answer["note"]["zh"]


def test_by_the_end_of_the_next_year() -> None:
    assert due_day(CALENDAR, date(2024, 3, 1), end_of_next_year=True)["due"] == "2025-12-31"
    assert due_day(CALENDAR, date(2021, 3, 1), end_of_next_year=True)["due"] == "2023-01-03"


def test_a_year_without_its_notice_is_said_to_be_so() -> None:
    answer = due_day(CALENDAR, date(2026, 6, 1), end_of_next_year=True)
    assert answer["due"] == "2027-12-31"
    assert (answer["calendar_known"], answer["unknown_years"]) == (False, [2027])
    assert "only weekends were counted" in answer["note"]["en"]
    assert "只按周末推算" in answer["note"]["zh"]


def test_one_term_is_asked_for_and_not_none_or_two() -> None:
    with pytest.raises(UsageError, match="exactly one term"):
        due_day(CALENDAR, date(2026, 1, 1))
    with pytest.raises(UsageError, match="exactly one term"):
        due_day(CALENDAR, date(2026, 1, 1), working=1, natural=1)


@pytest.mark.parametrize("count", [-1, 36_601, 10**12])
def test_a_term_out_of_range_is_refused(count: int) -> None:
    with pytest.raises(UsageError, match="0 to 36600 days"):
        due_day(CALENDAR, date(2026, 1, 1), natural=count)


@given(start=st.dates(), count=st.integers(0, 400))
def test_every_day_there_is_has_an_answer_or_a_refusal(start: date, count: int) -> None:
    if start > date(9000, 1, 1):
        with pytest.raises(UsageError, match="starts on 9000-01-01 at the latest"):
            due_day(CALENDAR, start, natural=count)
    else:
        answer = due_day(CALENDAR, start, natural=count)
        assert CALENDAR.is_working(date.fromisoformat(answer["due"]))
