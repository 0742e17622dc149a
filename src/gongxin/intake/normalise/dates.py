"""Dates, in the spellings that people and programs use.

Year first, in digits (2024/3/5, 2024-03-05, 2024.3.5, 20240305), with Chinese units (2024年3月5日), in Chinese numerals
(二〇二四年三月五日), each with or without a time of day; and the day numbers that spreadsheets keep. The time of day is
left out; a time in another zone than China's is refused, for the day may be another one there.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from gongxin.intake.normalise.reading import Reading, prepared
from gongxin.intake.normalise.spelling import (
    bound,
    given_sql,
    half_width_sql,
    is_full_width_sql,
    marker_note,
    matches_sql,
)
from gongxin.intake.staging import literal, raw
from gongxin.law.schema.catalogue import DateSpelling

if TYPE_CHECKING:
    from gongxin.law.schema.catalogue import CatalogueField

#: From this day on a date means "no end". 2099/12/31 is how the national tables write it, 9999-9-9 the registers.
NO_END = "2099-12-31"
_OPEN = "9999-12-31"
_NO_END_WORDS = "长期|长期有效|永久|永久有效|无限期|无期限|无固定期限|不限"

#: No record is older; what is, is a program's idea of an empty date.
_EARLIEST = "1800-01-01"

_CLOCK = r"(?:上午|下午)?\s*[0-9]{1,2}[:时点][0-9]{1,2}(?:[:分](?:[0-9]{1,2}(?:[.][0-9]+)?秒?)?)?(?:\s*[AaPp][Mm])?"
_TIME = rf"(?:(?:\s*T\s*|\s+){_CLOCK}\s*(?:[+]08:?00)?)?"

#: What the database reads by itself: the same separator twice.
_PLAIN = "[0-9]{4}(?:-[0-9]{1,2}-|/[0-9]{1,2}/)[0-9]{1,2}"
_TIMED = f"{_PLAIN}{_TIME}"
_WRITTEN = rf"([0-9]{{4}})\s*[-/.年]\s*([0-9]{{1,2}})\s*[-/.月]\s*([0-9]{{1,2}})\s*[日号]?{_TIME}"
_COMPACT = r"([12][0-9]{3})([0-9]{2})([0-9]{2})(?:[0-9]{6})?"
_YEAR = r"([0-9]{4})(?:[.]0+)?"

_DIGITS = "〇○零一二三四五六七八九"
_NUMERALS = f"[{_DIGITS}0-9]{{4}}年[一二三四五六七八九十]{{1,3}}月[一二三四五六七八九十]{{1,3}}[日号]?"
#: Tens, once the digits are Arabic: 二十三, 二十, 十三, 十.
_TENS = (("([1-9])十([1-9])", r"\1\2"), ("([1-9])十", r"\10"), ("十([1-9])", r"1\1"), ("十", "10"))

#: Days counted by spreadsheets; day 0 is such that all days after February 1900 are right. Taken for such a count are
#: the numbers of the days from 1970 to 2099: a smaller one could be a year and a month (20243).
_SERIAL = "([1-9][0-9]{4})(?:[.][0-9]+)?"
_SHEET_EPOCH = "1899-12-30"
_SERIALS = (25569, 73050)

#: Spellings that a field may declare, and the order of their groups in an ISO date.
_DECLARED = {
    DateSpelling.MDY: (rf"([0-9]{{1,2}})[-/.]([0-9]{{1,2}})[-/.]([0-9]{{4}}){_TIME}", r"\3-\1-\2"),
    DateSpelling.DMY: (rf"([0-9]{{1,2}})[-/.]([0-9]{{1,2}})[-/.]([0-9]{{4}}){_TIME}", r"\3-\2-\1"),
    DateSpelling.YEAR: (_YEAR, r"\1-12-31"),
}

_TWO_DIGIT_YEAR = r"'?[0-9]{1,2}\s*[-/.年]\s*[0-9]{1,2}\s*[-/.月]\s*[0-9]{1,2}\s*[日号]?"
_YEAR_LAST = r"[0-9]{1,2}[-/.][0-9]{1,2}[-/.][0-9]{4}.*"


def reading(field: CatalogueField) -> Reading:
    """A date. Its text is the ISO date; a date that means "no end" has no value, and keeps its text."""
    received, read, given = raw(field.id), prepared(field), given_sql(raw(field.id))
    may_be_open = not field.not_future and field.column in (None, "effective_to") and field.date_spelling is None
    return Reading(
        field,
        _plausible(f"CASE WHEN {matches_sql(received, _PLAIN)} THEN TRY_CAST({received} AS DATE) {_slow(field)} END"),
        text=f"CASE WHEN {read} IS NOT NULL THEN CAST({read} AS VARCHAR) ELSE {given} END",
        value=f"CASE WHEN {read} < DATE '{NO_END}' THEN {read} END" if may_be_open else read,
        note=_note(field, may_be_open=may_be_open),
        problem=f"CASE WHEN {read} IS NULL AND {given} IS NOT NULL THEN {_problem(received)} END",
    )


def _slow(field: CatalogueField) -> str:
    """Branches for spellings other than the plain one."""
    text = "half"
    branches = [
        (matches_sql(text, _WRITTEN), _iso(text, _WRITTEN)),
        (matches_sql(text, _COMPACT), _iso(text, _COMPACT)),
        (matches_sql(text, _SERIAL), _counted(text)),
        (matches_sql(text, _NO_END_WORDS), f"DATE '{_OPEN}'"),
        (matches_sql(text, _NUMERALS), _iso(_arabic(text), _WRITTEN)),
    ]
    if field.date_spelling is not None:
        pattern, order = _DECLARED[field.date_spelling]
        branches.insert(0, (matches_sql(text, pattern), _iso(text, pattern, order)))
    cases = " ".join(f"WHEN {condition} THEN {value}" for condition, value in branches)
    received = raw(field.id)
    return f"WHEN {received} <> '' THEN {bound('half', half_width_sql(received), f'CASE {cases} END')}"


def _note(field: CatalogueField, *, may_be_open: bool) -> str:
    received, read = raw(field.id), prepared(field)
    branches = [f"WHEN {read} IS NULL THEN {marker_note(received)}"]
    if may_be_open:
        unusual = f"CASE WHEN {read} <> DATE '{NO_END}' THEN 'no-end' END"
        branches.append(f"WHEN {read} >= DATE '{NO_END}' THEN {unusual}")
    branches.append(f"WHEN {matches_sql(received, _PLAIN)} OR {matches_sql(received, _TIMED)} THEN NULL")
    if field.date_spelling is DateSpelling.YEAR:
        branches.append(f"WHEN {matches_sql(received, _YEAR)} THEN 'year-only'")
    elif field.date_spelling is not None:
        branches.append(f"WHEN {matches_sql(received, _DECLARED[field.date_spelling][0])} THEN NULL")
    branches.append(f"WHEN {is_full_width_sql(received)} THEN 'full-width'")
    branches.append(f"WHEN {matches_sql(received, _SERIAL)} THEN 'date-serial'")
    return f"CASE {' '.join(branches)} ELSE 'date-spelling' END"


def _problem(received: str) -> str:
    half = half_width_sql(received)
    return (
        f"CASE WHEN {matches_sql(half, _TWO_DIGIT_YEAR)} THEN 'two-digit-year' "
        f"WHEN {matches_sql(half, _YEAR_LAST)} THEN 'year-last' ELSE 'not-a-date' END"
    )


def _plausible(day: str) -> str:
    return f"CASE WHEN {day} >= DATE '{_EARLIEST}' THEN {day} END"


def _iso(text: str, pattern: str, order: str = r"\1-\2-\3") -> str:
    # Anchored: left to itself a replacement is content with a match that leaves the time of day standing.
    return f"TRY_CAST(regexp_replace({text}, {literal(f'^(?:{pattern})$')}, {literal(order)}) AS DATE)"


def _counted(text: str) -> str:
    """The day that a spreadsheet's number stands for."""
    number = f"CAST(regexp_extract({text}, {literal(_SERIAL)}, 1) AS INTEGER)"
    first, last = _SERIALS
    return f"CASE WHEN {number} BETWEEN {first} AND {last} THEN DATE '{_SHEET_EPOCH}' + {number} END"


def _arabic(text: str) -> str:
    """A date in Chinese numerals with Arabic digits instead."""
    digits = f"translate({text}, '{_DIGITS}', '000123456789')"
    for numeral, number in _TENS:
        digits = f"regexp_replace({digits}, '{numeral}', '{number}', 'g')"
    return digits
