"""A day's journal: everything that happened in any case on it, silence included."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from gongxin.casework.engine import OPENING
from gongxin.casework.models import Case, Paper, Reminder, Step
from gongxin.casework.moving import Running, effective, silent_deadlines
from gongxin.casework.view_parts import Shown

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from gongxin.law.library import Law


@dataclass(frozen=True, slots=True)
class JournalEntry(Shown):
    """Something that happened: a move (``what`` is its id), or a paper handed in (``paper``, named by ``detail``).
    ``by`` is empty for what silence did, ``written`` false where nobody has written that down yet."""

    number: str
    kind: str
    what: str
    detail: str
    from_state: str
    to_state: str
    actor: str
    by: str | None
    reason: str
    late_by: dict[str, int]
    written: bool = True


@dataclass(frozen=True, slots=True)
class Journal(Shown):
    """What happened on a day, in the order of the cases; ``counts`` how often each thing did, ``reminders`` how many
    were sent."""

    day: date
    entries: tuple[JournalEntry, ...]
    counts: dict[str, int]
    opened: int
    closed: int
    late: int
    reminders: int


def journal_of(law: Law, day: date) -> Journal:
    """The journal of a day as it is once the day is over."""
    silent = list(_unwritten(law, day))
    entries = sorted(
        (*_steps(day), *_papers(day), *(entry for entry, _ in silent)),
        key=lambda entry: (entry.number, not entry.written),
    )
    return Journal(
        day=day,
        entries=tuple(entries),
        counts=dict(sorted(Counter(entry.what for entry in entries).items())),
        opened=sum(entry.what == OPENING for entry in entries),
        closed=Case.objects.filter(closed_on=day).count() + sum(closes for _, closes in silent),
        late=sum(bool(entry.late_by) for entry in entries),
        reminders=Reminder.objects.filter(on=day).count(),
    )


def _steps(day: date) -> Iterator[JournalEntry]:
    for step in Step.objects.filter(on=day).select_related("case", "by").order_by("case__number", "place"):
        yield JournalEntry(
            number=step.case.number,
            kind=step.case.kind,
            what=step.move,
            detail="",
            from_state=step.from_state,
            to_state=step.to_state,
            actor=step.actor,
            by=step.by.username if step.by is not None else None,
            reason=step.reason,
            late_by=step.late_by,
        )


def _papers(day: date) -> Iterator[JournalEntry]:
    for paper in Paper.objects.filter(handed_in_on=day).select_related("case", "handed_in_by").order_by("pk"):
        yield JournalEntry(
            number=paper.case.number,
            kind=paper.case.kind,
            what="paper",
            detail=paper.paper,
            from_state="",
            to_state="",
            actor="",
            by=paper.handed_in_by.username,
            reason="",
            late_by={},
        )


def _unwritten(law: Law, day: date) -> Iterator[tuple[JournalEntry, bool]]:
    """What silence did on the day and nobody has written down, and whether it closed the case."""
    over = day + timedelta(days=1)
    cases = Case.objects.select_related("department", "recorder").filter(pk__in=silent_deadlines(over).values("case"))
    for case in cases.order_by("number"):
        running = Running.of(law, case)
        for one in effective(running, over)[1]:
            if one.made.after.since == day:
                entry = JournalEntry(
                    number=case.number,
                    kind=case.kind,
                    what=one.made.move.id,
                    detail="",
                    from_state=one.made.before.state,
                    to_state=one.made.after.state,
                    actor=one.made.actor.value,
                    by=None,
                    reason=one.reason,
                    late_by={},
                    written=False,
                )
                yield entry, running.rules.state(entry.to_state).outcome is not None
