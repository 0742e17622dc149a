"""Conditions of time: not before a minimum has run, not after a last day."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from gongxin.casework.conditions.answers import cannot_tell, said

if TYPE_CHECKING:
    from datetime import date

    from gongxin.casework.conditions.answers import Answer, Asked
    from gongxin.law.schema.procedure import Condition


def minimum_period(condition: Condition, asked: Asked) -> Answer:
    """The minimum of the record's publicity class is over; or a span of the procedure's own has run."""
    if condition.span is None and condition.parameter is None:
        from_day = asked.record.standing.repairable_from
        if from_day is None:
            return said(
                condition,
                False,
                "该记录没有可供提前修复的最短公示期（类别不可修复，或期限已届满）。",
                "The record has no minimum after which an early end could be asked for (its class cannot be repaired, "
                "or its period is over).",
            )
        return _from(condition, asked, from_day)
    start = asked.since(condition)
    span = asked.length_here(condition)
    if start is None or span is None:
        return cannot_tell(condition)
    return _from(condition, asked, asked.last_day(span, start) + timedelta(days=1))


def _from(condition: Condition, asked: Asked, from_day: date) -> Answer:
    if from_day <= asked.as_of:
        return said(
            condition,
            True,
            f"最短期限已满，自 {from_day} 起可以申请。",
            f"The minimum has run: it can be asked for since {from_day}.",
        )
    return said(
        condition,
        False,
        f"最短期限未满，自 {from_day} 起方可申请。",
        f"The minimum has not run yet: it can be asked for from {from_day} on.",
        from_day=from_day,
    )


def apply_by(condition: Condition, asked: Asked) -> Answer:
    """It is asked for by the last day: a span from a day of the record, or the end of the year after."""
    start = asked.since(condition)
    if start is None:
        return cannot_tell(condition)
    calendar = asked.open.law.calendar
    if condition.until is not None:
        last = calendar.due_by(start.replace(start.year + 1, 12, 31), start).day
    else:
        span = asked.length_here(condition)
        if span is None:
            return cannot_tell(condition)
        last = calendar.due(span, start).day
    if asked.as_of <= last:
        return said(condition, True, f"申请期限截至 {last}。", f"It can be asked for until {last}.", until=last)
    return said(
        condition,
        False,
        f"申请期限已于 {last} 届满。",
        f"It could be asked for until {last}, and no longer.",
        until=last,
    )
