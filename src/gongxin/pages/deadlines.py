"""How near a deadline is, in the four steps that pages show."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date

#: Natural days before the last one from which a deadline is shown as near. A choice of this site and no rule of law.
NEAR = 3


class Urgency(StrEnum):
    """How a deadline stands on a day."""

    NONE = "none"  # the instrument gives no number
    MET = "met"
    LATE = "late"
    TODAY = "today"
    NEAR = "near"
    RUNNING = "running"


def urgency(due_on: date | None, today: date, met_on: date | None = None) -> Urgency:
    """How a deadline stands on ``today``; one that was met is met, in time or not."""
    if met_on is not None:
        return Urgency.MET
    if due_on is None:
        return Urgency.NONE
    left = (due_on - today).days
    if left < 0:
        return Urgency.LATE
    if left == 0:
        return Urgency.TODAY
    return Urgency.NEAR if left <= NEAR else Urgency.RUNNING
