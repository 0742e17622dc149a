"""Terms in working days and terms for acts: when they end, and what the answer leans on."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongxin.law.schema.basics import Citation, Duration
from gongxin.law.schema.calendar import CalendarYear
from gongxin.law.working_days import WorkingCalendar

CALENDAR = WorkingCalendar()
NOTICE = Citation(instrument="notice", verified=False)


def span(text: str) -> Duration:
    return Duration.model_validate(text)


@pytest.mark.parametrize("receipt", [date(2026, 11, 23), date(2026, 11, 27), date(2026, 11, 28)])
def test_working_days_are_counted_as_worked_out_by_hand(receipt: date) -> None:
    """The day of receipt is 0, a Saturday too; no holiday lies in these spans."""
    by_hand = {
        date(2026, 11, 23): ["11-25", "11-26", "11-30", "12-02", "12-07", "12-16", "12-21"],
        date(2026, 11, 27): ["12-01", "12-02", "12-04", "12-08", "12-11", "12-22", "12-25"],
        date(2026, 11, 28): ["12-01", "12-02", "12-04", "12-08", "12-11", "12-22", "12-25"],
    }
    counted = [CALENDAR.add_working_days(receipt, count) for count in (2, 3, 5, 7, 10, 17, 20)]
    assert [day.strftime("%m-%d") for day in counted] == by_hand[receipt]


@pytest.mark.slow
def test_working_days_agree_with_the_official_calendar_for_every_day_of_eight_years_and_every_span_up_to_sixty() -> (
    None
):
    """The library's own list of working days, indexed: the n-th entry after a day is its n-th working day. A span that
    would run into 2027, whose notice nobody has, is left out."""
    import chinese_calendar

    worked = chinese_calendar.get_workdays(date(2019, 1, 1), date(2026, 12, 31))
    start, compared = date(2019, 1, 1), 0
    after = 0  # how many of the working days are not after the start
    while start < date(2026, 12, 31):
        while worked[after] <= start:
            after += 1
        for count in range(1, min(60, len(worked) - after) + 1):
            assert CALENDAR.add_working_days(start, count) == worked[after + count - 1]
            compared += 1
        start += timedelta(days=1)
    assert compared > 170_000


@given(start=st.dates(date(2019, 1, 1), date(2026, 9, 1)), count=st.integers(1, 60))
def test_whoever_walks_day_by_day_through_the_official_calendar_comes_to_the_same_day(start: date, count: int) -> None:
    import chinese_calendar

    walked, met = start, 0
    while met < count:
        walked += timedelta(days=1)
        met += chinese_calendar.is_workday(walked)
    assert CALENDAR.add_working_days(start, count) == walked
    assert CALENDAR.due(span(f"{count} working days"), start).day == walked


@given(start=st.dates(date(2004, 1, 1), date(2027, 12, 31)), count=st.integers(0, 60))
def test_between_a_day_and_its_nth_working_day_lie_n_working_days(start: date, count: int) -> None:
    end = CALENDAR.add_working_days(start, count)
    passed = [start + timedelta(days=step) for step in range(1, (end - start).days + 1)]
    assert sum(map(CALENDAR.is_working, passed)) == count
    assert count == 0 or CALENDAR.is_working(end)


def test_a_term_that_ends_on_a_day_off_moves_to_the_next_working_day() -> None:
    due = CALENDAR.due(span("30 days"), date(2026, 1, 21))  # the 20th of February lies in the Spring Festival
    assert due.moved_from == date(2026, 2, 20)
    assert due.day == date(2026, 2, 24)
    assert due.first == date(2026, 1, 22)
    assert due.unknown_years == ()


def test_a_term_that_ends_on_a_working_day_stays() -> None:
    due = CALENDAR.due(span("1 month"), date(2026, 10, 23))
    assert (due.day, due.moved_from) == (date(2026, 11, 23), None)


def test_a_saturday_that_is_worked_counts() -> None:
    assert CALENDAR.is_working(date(2026, 2, 14))
    assert CALENDAR.add_working_days(date(2026, 2, 13), 1) == date(2026, 2, 14)


def test_a_year_that_nobody_knows_has_weekends_only_and_the_answer_says_so() -> None:
    due = CALENDAR.due(span("7 working days"), date(2026, 12, 28))
    assert due.day == date(2027, 1, 6)
    assert due.unknown_years == (2027,)
    assert not CALENDAR.knows(2027)
    assert CALENDAR.due(span("7 working days"), date(1999, 12, 28)).unknown_years == (1999, 2000)


def test_a_term_of_years_leans_on_the_calendar_of_its_last_day_only() -> None:
    assert CALENDAR.due(span("3 years"), date(2001, 6, 1)).unknown_years == ()
    assert CALENDAR.due(span("3 years"), date(2026, 6, 1)).unknown_years == (2029,)


def test_a_pack_brings_a_year() -> None:
    new_year = CalendarYear(year=2027, cite=NOTICE, off=(date(2027, 1, 1),), worked=(date(2027, 1, 2),))
    calendar = WorkingCalendar([new_year])
    assert calendar.knows(2027)
    assert calendar.add_working_days(date(2026, 12, 31), 1) == date(2027, 1, 2)
    assert calendar.due(span("1 working day"), date(2026, 12, 31)).unknown_years == ()


def test_the_year_a_pack_brings_goes_before_what_the_library_thinks() -> None:
    other = WorkingCalendar([CalendarYear(year=2026, cite=NOTICE)])
    assert other.is_working(date(2026, 10, 1))
    assert not CALENDAR.is_working(date(2026, 10, 1))


@given(by=st.dates(date(2019, 1, 1), date(2026, 12, 31)), working=st.integers(0, 20))
def test_a_whole_column_is_judged_late_by_one_day(by: date, working: int) -> None:
    term = span(f"{working} working days")
    earliest = CALENDAR.earliest_start(term, by)
    assert CALENDAR.due(term, earliest).day >= by
    assert CALENDAR.due(term, earliest - timedelta(days=1)).day < by


def test_working_days_are_not_counted_backwards() -> None:
    with pytest.raises(ValueError, match="forwards"):
        CALENDAR.add_working_days(date(2026, 1, 1), -1)
