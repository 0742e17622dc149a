"""Conditions of what was asked for before, and what became of it."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from gongxin.casework.conditions.answers import cannot_tell, said
from gongxin.casework.models import Case
from gongxin.casework.reviewing import decided_about
from gongxin.law.schema.procedure import Effect

if TYPE_CHECKING:
    from gongxin.casework.conditions.answers import Answer, Asked
    from gongxin.law.schema.procedure import Condition


def not_twice(condition: Condition, asked: Asked) -> Answer:
    """The same procedure, whatever its edition, was not granted to the subject within the span before, or not in the
    same calendar year."""
    last = (
        Case.objects.filter(
            subject_id=asked.open.file.subject_id,
            procedure=asked.procedure.id,
            outcome="granted",
            closed_on__lte=asked.as_of,
        )
        .order_by("-closed_on", "-pk")
        .first()
    )
    if last is None or last.closed_on is None:
        return said(condition, True, "此前没有同类申请获准。", "No case of this kind was granted before.")
    from_day = _again_from(condition, asked, last.closed_on)
    if from_day is None:
        return cannot_tell(condition)
    if from_day <= asked.as_of:
        return said(
            condition,
            True,
            f"上次获准（{last.number}）为 {last.closed_on}，已满间隔。",
            f"The last one granted ({last.number}) was on {last.closed_on}: long enough ago.",
        )
    return said(
        condition,
        False,
        f"{last.closed_on} 已获准一次（{last.number}），自 {from_day} 起方可再次申请。",
        f"One was granted on {last.closed_on} ({last.number}); another can be asked for from {from_day} on.",
        from_day=from_day,
    )


def _again_from(condition: Condition, asked: Asked, granted_on: date) -> date | None:
    """The first day on which it can be granted once more."""
    if condition.each == "calendar-year":
        return date(granted_on.year + 1, 1, 1)
    span = asked.length(condition, granted_on)
    return None if span is None else asked.last_day(span, granted_on) + timedelta(days=1)


def no_bar(condition: Condition, asked: Asked) -> Answer:
    """No repair of the subject's was revoked within the span before."""
    revoked = [
        event["effective_on"]
        for event in asked.open.file.events
        if event["kind"] == Effect.REPAIR_REVOKED and event["effective_on"] is not None
    ]
    if not revoked:
        return said(
            condition,
            True,
            "没有因虚假承诺被撤销修复的记载。",
            "No repair was revoked because of false papers or promises.",
        )
    last = max(revoked)
    span = asked.length(condition, last)
    if span is None:
        return cannot_tell(condition)
    from_day = asked.last_day(span, last) + timedelta(days=1)
    return said(
        condition,
        from_day <= asked.as_of,
        f"{last} 曾被撤销修复，自 {from_day} 起方可再次申请。",
        f"A repair was revoked on {last}; another can be asked for from {from_day} on.",
        from_day=None if from_day <= asked.as_of else from_day,
    )


def decided_before(condition: Condition, asked: Asked) -> Answer:
    """A case of the kind named about the record was decided, either way."""
    assert condition.of is not None
    earlier = decided_about(asked.record.record_id, asked.open.file.subject_id, condition.of, asked.as_of).first()
    if earlier is None:
        return said(
            condition,
            False,
            "尚无已作出处理决定的申请。",
            "Nothing about the record was decided yet.",
        )
    return said(
        condition,
        True,
        f"{earlier.number} 已于 {earlier.closed_on} 作出处理决定。",
        f"{earlier.number} was decided on {earlier.closed_on}.",
    )
