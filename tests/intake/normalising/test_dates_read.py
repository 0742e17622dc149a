"""Dates in all usual spellings, against a plain Python oracle; what could mean two days is refused."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.intake.normalising.conftest import Normalised

    Normalise = Callable[..., list[Normalised]]

DAY = date(2024, 3, 5)
quickly = settings(max_examples=25, deadline=None)
days = st.dates(date(1900, 1, 1), date(2099, 12, 30))

FULL_WIDTH = str.maketrans("0123456789-/.", "０１２３４５６７８９－／．")
NUMERALS = str.maketrans("0123456789", "〇一二三四五六七八九")


def chinese(number: int) -> str:
    """A number below 100 in Chinese numerals."""
    tens, ones = divmod(number, 10)
    digits = "〇一二三四五六七八九"
    lead = "" if tens == 0 else "十" if tens == 1 else digits[tens] + "十"
    return lead + (digits[ones] if ones or not tens else "")


SPELLINGS: dict[str, Callable[[date], str]] = {
    "slashes": lambda day: f"{day.year}/{day.month}/{day.day}",
    "slashes, padded": lambda day: f"{day:%Y/%m/%d}",
    "ISO": lambda day: day.isoformat(),
    "ISO with time": lambda day: f"{day.isoformat()} 13:45:59",
    "ISO with T and fraction": lambda day: f"{day.isoformat()}T13:45:59.123",
    "ISO with China's zone": lambda day: f"{day.isoformat()}T13:45:59+08:00",
    "slashes with minutes": lambda day: f"{day:%Y/%m/%d} 9:05",
    "slashes with afternoon": lambda day: f"{day:%Y/%m/%d} 下午 3:05",
    "points": lambda day: f"{day.year}.{day.month}.{day.day}",
    "digits": lambda day: f"{day:%Y%m%d}",
    "digits with time": lambda day: f"{day:%Y%m%d}134559",
    "Chinese units": lambda day: f"{day.year}年{day.month}月{day.day}日",
    "Chinese units, spaced": lambda day: f"{day.year} 年 {day.month} 月 {day.day} 日",
    "Chinese numerals": lambda day: f"{str(day.year).translate(NUMERALS)}年{chinese(day.month)}月{chinese(day.day)}日",
    "full width": lambda day: day.isoformat().translate(FULL_WIDTH),
}

PLAIN = {"slashes", "slashes, padded", "ISO", "ISO with time", "ISO with T and fraction", "ISO with China's zone"}


@quickly
@given(st.lists(st.tuples(days, st.sampled_from(sorted(SPELLINGS))), min_size=1, max_size=40))
def test_a_day_is_read_however_it_is_spelled(normalise: Normalise, spelled: list[tuple[date, str]]) -> None:
    results = normalise([SPELLINGS[spelling](day) for day, spelling in spelled], "date")
    for (day, spelling), result in zip(spelled, results, strict=True):
        assert (result.value, result.text, result.problem) == (day, day.isoformat(), None), spelling
        if spelling in PLAIN:
            assert result.note is None, spelling


@quickly
@given(st.lists(st.dates(date(1970, 1, 1), date(2099, 12, 30)), min_size=1, max_size=20))
def test_a_spreadsheets_day_number_is_read(normalise: Normalise, numbered: list[date]) -> None:
    serials = [str((day - date(1899, 12, 30)).days) for day in numbered]
    for day, result in zip(numbered, normalise(serials, "date"), strict=True):
        assert (result.value, result.note) == (day, "date-serial")


def oracle(text: str) -> date | None:
    """A day from digits and separators, by the letter of the calendar."""
    match = re.fullmatch(r"(\d{4})([-/.])(\d{1,2})([-/.])(\d{1,2})", text, re.ASCII)
    match = match or re.fullmatch(r"([12]\d{3})()(\d{2})()(\d{2})", text, re.ASCII)
    if match is not None:
        try:
            day = date(int(match[1]), int(match[3]), int(match[5]))
        except ValueError:
            return None
        return day if day >= date(1800, 1, 1) else None
    if re.fullmatch(r"[1-9]\d{4}(\.\d+)?", text, re.ASCII):
        day = date(1899, 12, 30) + timedelta(days=int(text.split(".", maxsplit=1)[0]))
        return day if date(1970, 1, 1) <= day <= date(2099, 12, 31) else None
    return None


@quickly
@given(st.lists(st.text("0123456789-/.", min_size=1, max_size=11), min_size=1, max_size=60))
def test_any_run_of_digits_and_separators_is_read_as_the_oracle_reads_it(
    normalise: Normalise, texts: list[str]
) -> None:
    for text, result in zip(texts, normalise(texts, "date", not_future=True), strict=True):
        assert result.value == oracle(text), text
        is_marker = not text.strip("-/.")
        assert (result.problem is None) == (result.value is not None or is_marker), text


@pytest.mark.parametrize("text", ["2000/1-1", "2000-01/01", "2000.1-1", "2000/1.1"])
def test_separators_that_differ_are_read_with_a_note(normalise: Normalise, text: str) -> None:
    (result,) = normalise([text], "date")
    assert (result.value, result.note, result.problem) == (date(2000, 1, 1), "date-spelling", None)


@quickly
@given(st.lists(st.text(max_size=20), min_size=1, max_size=20))
def test_no_text_at_all_is_an_error(normalise: Normalise, texts: list[str]) -> None:
    texts = [text.strip().replace("\0", "") for text in texts]
    for result in normalise(texts, "date"):
        assert result.value is None or result.problem is None


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("24/3/5", "two-digit-year"),
        ("24-03-05", "two-digit-year"),
        ("'24年3月5日", "two-digit-year"),
        ("5/3/2024", "year-last"),
        ("03-05-2024 10:00", "year-last"),
        ("2024-02-30", "not-a-date"),
        ("2024/13/1", "not-a-date"),
        ("2024年3月", "not-a-date"),
        ("0001-01-01", "not-a-date"),
        ("20240230", "not-a-date"),
        ("20243", "not-a-date"),
        ("99999", "not-a-date"),
        ("2024-03-05T16:00:00Z", "not-a-date"),
        ("2024-03-05 16:00 +00:00", "not-a-date"),
        ("三月五日", "not-a-date"),
        ("infinity", "not-a-date"),
        ("epoch", "not-a-date"),
        ("见附件", "not-a-date"),
    ],
)
def test_what_is_no_day_or_could_be_two_is_refused(normalise: Normalise, text: str, problem: str) -> None:
    (result,) = normalise([text], "date")
    assert (result.value, result.problem, result.remarked) == (None, problem, text)
    assert result.text == text


@pytest.mark.parametrize(
    ("text", "kept", "note"),
    [
        ("2099/12/31", "2099-12-31", None),
        ("2099-12-31", "2099-12-31", None),
        ("9999-9-9", "9999-09-09", "no-end"),
        ("9999-12-31", "9999-12-31", "no-end"),
        ("2999/12/31", "2999-12-31", "no-end"),
        ("长期", "9999-12-31", "no-end"),
        ("长期有效", "9999-12-31", "no-end"),
        ("永久", "9999-12-31", "no-end"),
    ],
)
def test_a_last_day_far_off_means_no_end(normalise: Normalise, text: str, kept: str, note: str | None) -> None:
    (result,) = normalise([text], "date", column="effective_to")
    assert (result.value, result.text, result.note, result.problem) == (None, kept, note, None)


def test_a_day_that_must_not_be_in_the_future_is_never_taken_to_mean_no_end(normalise: Normalise) -> None:
    (result,) = normalise(["2099/12/31"], "date", not_future=True)
    assert result.value == date(2099, 12, 31)


@pytest.mark.parametrize(
    ("spelling", "text", "day", "note"),
    [
        ("mdy", "10/31/2014", date(2014, 10, 31), None),
        ("mdy", "3/5/2024", DAY, None),
        ("mdy", "03/05/2024 12:00:00 AM", DAY, None),
        ("mdy", "2024-03-05", DAY, None),
        ("dmy", "31/10/2014", date(2014, 10, 31), None),
        ("dmy", "5.3.2024 09:00", DAY, None),
        ("year", "2014", date(2014, 12, 31), "year-only"),
        ("year", "2014.0", date(2014, 12, 31), "year-only"),
        ("year", "2024-03-05", DAY, None),
    ],
)
def test_a_spelling_that_the_catalogue_declares_is_read(
    normalise: Normalise, spelling: str, text: str, day: date, note: str | None
) -> None:
    (result,) = normalise([text], "date", date_spelling=spelling)
    assert (result.value, result.note, result.problem) == (day, note, None)


def test_unusual_spellings_leave_a_note(normalise: Normalise) -> None:
    spelled = {
        "20240305": "date-spelling",
        "2024年3月5日": "date-spelling",
        "2024.3.5": "date-spelling",
        "二〇二四年三月五日": "date-spelling",
        "２０２４－０３－０５": "full-width",
        "45356": "date-serial",
    }
    results = normalise(list(spelled), "date")
    assert [result.note for result in results] == list(spelled.values())
    assert {result.value for result in results} == {DAY}
    assert [result.remarked for result in results] == list(spelled)
