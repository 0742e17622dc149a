"""Where a record's period starts and ends, as SQL over a row that knows its class.

Each class gives a start (one of a few date columns), a span, and perhaps a date column that ends the period. Spans are
looked up by class and added once, so that fifty classes cost no more than one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from gongxin.law.durations import LAST_DAY
from gongxin.standing.lookup_sql import chosen, looked_up

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gongxin.law.schema.basics import Duration
    from gongxin.law.schema.publicity import PublicityClass
    from gongxin.standing.numbered import NumberedClass


def first_of(columns: Sequence[str]) -> str:
    """The first of some date columns that is filled in."""
    named = ", ".join(f'"{column}"' for column in columns)
    return f"coalesce({named})" if len(columns) > 1 else named


def starts_on(classes: Sequence[NumberedClass]) -> str:
    """The day the period starts."""
    return _date(chosen([first_of(numbered.rules.starts) for numbered in classes], "class_number"))


def minimum_ends_on(classes: Sequence[NumberedClass]) -> str:
    """The last day of the minimum, over ``starts_on``; NULL where there is none."""
    return _end([numbered.of.minimum for numbered in classes])


def maximum_ends_on(classes: Sequence[NumberedClass]) -> str:
    """The last day of the maximum, over ``starts_on``; NULL where there is none."""
    return _end([numbered.of.maximum for numbered in classes])


def period_ends_on(classes: Sequence[NumberedClass]) -> str:
    """The last day of the period, over ``maximum_ends_on``; NULL where nothing ends it."""
    return _date(chosen([_bound(numbered.of) for numbered in classes], "class_number"))


def _bound(of: PublicityClass) -> str | None:
    """How the maximum and the date column of a class end its period. A date column that is empty sets no end."""
    if of.until is None:
        return "maximum_ends_on" if of.maximum is not None else None
    if of.maximum is None:
        return f'"{of.until}"'
    if of.longest:
        return f'CASE WHEN "{of.until}" IS NOT NULL THEN greatest("{of.until}", maximum_ends_on) END'
    return f'least("{of.until}", maximum_ends_on)'


def _end(spans: Sequence[Duration | None]) -> str:
    """The last day of a span from ``starts_on``, by the rule of :func:`gongxin.law.durations.end_of`."""
    months = looked_up([_count(span, {"month": 1, "year": 12}) for span in spans], "class_number")
    days = looked_up([_count(span, {"day": 1}) for span in spans], "class_number")
    is_set = looked_up(["FALSE" if span is None else "TRUE" for span in spans], "class_number")
    end = f"CAST(starts_on + to_months({months}) AS DATE) + {days}"
    return f"CASE WHEN {is_set} THEN least({end}, DATE '{LAST_DAY.isoformat()}') END"


def _count(span: Duration | None, units: dict[str, int]) -> str:
    """The span in one of these units; 0 if it is none, or in another unit."""
    return "0" if span is None else str(span.count * units.get(span.unit, 0))


def _date(sql: str) -> str:
    return f"CAST({sql} AS DATE)"
