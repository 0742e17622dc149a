"""Dates among each other and against the day of handing in: order, future, the reporting term."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gongxin.intake.rules.form import shown
from gongxin.intake.staging import Outcome, Remark, text, typed

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from gongxin.law.library import Law
    from gongxin.law.schema.catalogue import CatalogueItem


def remarks(item: CatalogueItem, law: Law, as_of: date) -> Iterator[Remark]:
    """Remarks on dates out of order, dates after ``as_of``, and rows handed in after the reporting term."""
    for earlier, later in item.date_order:
        yield Remark.where(
            f"{typed(later)} < {typed(earlier)}",
            "date-order",
            later,
            Outcome.REJECTED,
            value=shown(item.field(later)),
            detail=text(earlier),
        )
    for field in item.fields:
        if field.not_future:
            condition = f"{typed(field.id)} > {_day(as_of)}"
            yield Remark.where(
                condition, "in-future", field.id, Outcome.REJECTED, value=shown(field), detail=_text(as_of)
            )
    if item.reporting is not None:
        start = item.reporting.from_
        yield Remark.where(late_sql(item, law, as_of), "reported-late", start, Outcome.ACCEPTED, value=text(start))


def late_sql(item: CatalogueItem, law: Law, as_of: date) -> str:
    """Whether a row is handed in after its reporting term; never NULL.

    Terms end in the order in which they begin, so one date found in the calendar judges the whole column: no working
    day is counted row by row.
    """
    if item.reporting is None:
        return "false"
    in_time = law.calendar.earliest_start(item.reporting.within, as_of)
    return f"coalesce({typed(item.reporting.from_)} < {_day(in_time)}, false)"


def _day(day: date) -> str:
    return f"DATE '{day.isoformat()}'"


def _text(day: date) -> str:
    return f"'{day.isoformat()}'"
