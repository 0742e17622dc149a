"""Reminders: each deadline is told once when it comes near, once on its day, once when it is late."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction

from gongxin.casework.models import Reminder
from gongxin.casework.view_parts import Shown

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gongxin.casework.due_list import DueList, DueRow

#: Deadlines asked about in one query; databases bound how many values one may name.
_AT_A_TIME = 500

#: A sort of reminder, what it is of, and the number of its deadline.
_Wanted = tuple[str, "DueRow", int]


@dataclass(frozen=True, slots=True)
class Reminded(Shown):
    """That somebody is reminded of a deadline now: ``soon``, ``today`` or ``late``."""

    sort: str
    row: DueRow


def remind(due: DueList) -> list[Reminded]:
    """Keep and return the reminders that the list of a day calls for and nobody has been sent yet."""
    wanted = [
        (sort, row, row.pk)
        for sort, rows in (("late", due.late), ("today", due.today), ("soon", due.soon))
        for row in rows
        if row.pk is not None
    ]
    new: list[Reminded] = []
    with transaction.atomic():
        for part in _parts(wanted):
            sent = Reminder.objects.filter(deadline__in=[pk for _, _, pk in part])
            there = set(sent.values_list("deadline", "sort"))
            fresh = [(sort, row, pk) for sort, row, pk in part if (pk, sort) not in there]
            Reminder.objects.bulk_create(
                [Reminder(deadline_id=pk, sort=sort, on=due.as_of) for sort, _, pk in fresh],
                ignore_conflicts=True,
            )
            new += [Reminded(sort, row) for sort, row, _ in fresh]
    return new


def _parts(wanted: list[_Wanted]) -> Iterator[list[_Wanted]]:
    for start in range(0, len(wanted), _AT_A_TIME):
        yield wanted[start : start + _AT_A_TIME]
