"""What a back-test asks: which model, on which day, and what is to come true by when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from gongxin.errors import UsageError
from gongxin.law.columns import ColumnType
from gongxin.law.durations import add_months, end_of
from gongxin.law.expressions import compile_expression
from gongxin.law.schema.catalogue import Nature

if TYPE_CHECKING:
    from gongxin.law.library import Law
    from gongxin.law.schema.basics import Duration


class Among(StrEnum):
    """What counts as one case.

    ``SUBJECTS``: a subject evaluated; it has the outcome if any such record of it falls in the window. Right where no
    record means that nothing happened (penalties, lists). ``RECORDS``: a record of the item in the window; it either
    shows the outcome or not. Right where the authority went and looked (inspections): who was not visited says nothing.
    """

    SUBJECTS = "subjects"
    RECORDS = "records"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What is followed: records of an item for which ``when`` holds (every record, if nothing is said).

    ``among`` says what a case is; left out, records of a neutral item (inspections), and subjects for any other.
    ``observed_when`` narrows the records that count as a case to those for which it holds.
    """

    item: str
    when: str | None = None
    among: Among | None = None
    observed_when: str | None = None


@dataclass(frozen=True, slots=True)
class FollowedSql:
    """An outcome compiled over a row of ``record``."""

    item: str
    hit: str
    observed: str
    among: Among


@dataclass(frozen=True, slots=True)
class Window:
    """Outcomes count on the days after ``after``, up to ``until``, that day included; scores are of ``as_of``."""

    as_of: date
    after: date
    until: date


def window_of(as_of: date, horizon: Duration, gap: int = 0) -> Window:
    """The window of a horizon that starts ``gap`` days after the day of the evaluation.

    Raises :class:`UsageError` for a horizon or a gap that is no span of calendar time (``backtest-horizon``).
    """
    if horizon.unit == "working day" or horizon.count < 1 or gap < 0:
        raise UsageError(
            "backtest-horizon",
            zh="观察期须为至少一天的日历时间（如 12 months、60 days），间隔不得为负。",
            en="The horizon is a day or more of calendar time (12 months, 60 days), and the gap is not negative.",
        )
    try:
        after = as_of + timedelta(days=gap)
        return Window(as_of, after, end_of(horizon, after))
    except (OverflowError, ValueError):
        raise _beyond_the_calendar() from None


def window_before(as_of: date, horizon: Duration, gap: int = 0) -> Window:
    """The window of the same length that ends on the day ``as_of``, or (at the end of a month) just before it."""
    months = {"month": 1, "year": 12}.get(horizon.unit, 0) * horizon.count
    try:
        start = add_months(as_of, -months) if months else as_of - timedelta(days=horizon.count)
        return window_of(start - timedelta(days=gap), horizon, gap)
    except (OverflowError, ValueError):
        raise _beyond_the_calendar() from None


def _beyond_the_calendar() -> UsageError:
    return UsageError(
        "backtest-horizon",
        zh="间隔和观察期超出了日历的范围（公元 1 年至 9999 年）；请改小。",
        en="Gap and horizon lead beyond the calendar, which has the years 1 to 9999; choose smaller ones.",
    )


def compile_outcome(law: Law, outcome: Outcome) -> FollowedSql:
    """Check and compile an outcome.

    Raises :class:`UsageError` for an unknown item, :class:`gongxin.errors.LawError` for a condition that cannot be
    compiled; both name what is wrong and what could be meant.
    """
    item = law.item(outcome.item)
    names = law.fields_readable([outcome.item])

    def condition(text: str | None, where: str) -> str:
        return "TRUE" if text is None else f"coalesce({compile_expression(text, names, where, ColumnType.FLAG)}, FALSE)"

    by_nature = Among.RECORDS if item.nature is Nature.NEUTRAL else Among.SUBJECTS
    return FollowedSql(
        outcome.item,
        condition(outcome.when, "--outcome-when"),
        condition(outcome.observed_when, "--observed-when"),
        outcome.among or by_nature,
    )
