"""``gongxin law days``: the day by which something is to be done, with what the answer leans on."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from gongxin.errors import UsageError
from gongxin.law.schema.basics import Duration

if TYPE_CHECKING:
    from gongxin.law.working_days import Due, WorkingCalendar

_LONGEST = 36_600  # days: a hundred years
_LATEST = date(9000, 1, 1)  # leaves room for the longest term before the last day that can be written


def due_day(
    calendar: WorkingCalendar,
    from_: date,
    *,
    working: int | None = None,
    natural: int | None = None,
    end_of_next_year: bool = False,
) -> dict[str, Any]:
    """The day a term ends that an event on ``from_`` begins.

    Give one of ``working`` (days), ``natural`` (days) and ``end_of_next_year``. The day of the event is not counted; a
    last day that is a day off moves to the next working day.
    Raises :class:`UsageError` for none or several of them, and for terms that are negative or over a hundred years.
    """
    if sum((working is not None, natural is not None, end_of_next_year)) != 1:
        raise UsageError(
            "one-term",
            zh="请且只请给出一种期限：--working N（工作日）、--natural N（自然日）或 --end-of-next-year（次年年底）",
            en="give exactly one term: --working N, --natural N or --end-of-next-year",
        )
    count = working if working is not None else natural if natural is not None else 0
    if not 0 <= count <= _LONGEST or from_ > _LATEST:
        raise UsageError(
            "term-out-of-range",
            zh=f"期限须为 0 至 {_LONGEST} 日，起日不晚于 {_LATEST}",
            en=f"a term has 0 to {_LONGEST} days, and starts on {_LATEST} at the latest",
            where=str(count),
        )
    if end_of_next_year:
        due = calendar.due_by(date(from_.year + 1, 12, 31), from_)
        term = ("次年年底前", "by the end of the next year")
    else:
        duration = Duration(count=count, unit="working day" if working is not None else "day")
        due = calendar.due(duration, from_)
        term = (duration.zh, str(duration))
    return _answer(from_, due, term)


def _answer(from_: date, due: Due, term: tuple[str, str]) -> dict[str, Any]:
    return {
        "from": from_.isoformat(),
        "term": {"zh": term[0], "en": term[1]},
        "first_day": due.first.isoformat(),
        "due": due.day.isoformat(),
        "moved_from": due.moved_from.isoformat() if due.moved_from else None,
        "calendar_known": not due.unknown_years,
        "unknown_years": list(due.unknown_years),
        "note": _note(due),
    }


def _note(due: Due) -> dict[str, str]:
    """What a reader should know of the answer, in a sentence or two; empty where there is nothing."""
    zh, en = [], []
    if due.moved_from is not None:
        zh.append(f"期限最后一日 {due.moved_from} 是休息日，顺延至 {due.day}。")
        en.append(f"The last day, {due.moved_from}, is a day off; the term ends on {due.day}.")
    if due.unknown_years:
        years = ", ".join(map(str, due.unknown_years))
        zh.append(f"没有 {years} 年的放假安排，该年只按周末推算。")
        en.append(f"The days off of {years} are not known; only weekends were counted there.")
    return {"zh": "".join(zh), "en": " ".join(en)}
