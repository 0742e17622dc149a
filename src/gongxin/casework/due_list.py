"""What is due, what is late, what will be: the running deadlines of all open cases, by day.

One query over the index of running deadlines gives the list, however many cases there are. Where a term has run out in
silence and nobody has written that down yet, the case is worked out and stands in the list as it truly is.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from gongxin.casework.case_rules import edition_of
from gongxin.casework.engine import working_days_late
from gongxin.casework.models import WAITING, Case, Deadline
from gongxin.casework.moving import Running, effective, silent_deadlines
from gongxin.casework.view_parts import Shown, message

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import date

    from django.db.models import QuerySet

    from gongxin.errors import Message
    from gongxin.law.library import Law


@dataclass(frozen=True, slots=True)
class DueRow(Shown):
    """One deadline that is due. ``late_by`` counts working days, 0 for what is not late. ``pk`` is that of the
    deadline's row, empty for one that no row has yet."""

    number: str
    kind: str
    subject_name: str
    record_id: str
    department: str | None
    state: str
    deadline: str
    title: Message
    who: str
    due_on: date
    late_by: int
    pk: int | None


@dataclass(frozen=True, slots=True)
class DueList(Shown):
    """The list of a day, each part in order of the days and then of the cases. ``soon`` reaches to ``horizon``."""

    as_of: date
    horizon: date
    late: tuple[DueRow, ...]
    today: tuple[DueRow, ...]
    soon: tuple[DueRow, ...]

    @property
    def rows(self) -> tuple[DueRow, ...]:
        """All of it, the oldest first."""
        return (*self.late, *self.today, *self.soon)


def due_list(law: Law, as_of: date, *, within: int, department: str | None) -> DueList:
    """What is due on a day or was before it, and what will be within so many working days.

    ``department`` (a code) keeps the cases that it decides.
    """
    horizon = law.calendar.add_working_days(as_of, within)
    lateness = cache(lambda due_on: working_days_late(law.calendar, due_on, as_of))
    silent = _decided_by(department, silent_deadlines(as_of))
    rows = [*_written(law, horizon, department, silent, lateness), *_worked_out(law, silent, as_of, horizon, lateness)]
    rows.sort(key=lambda row: (row.due_on, row.number, row.deadline))
    return DueList(
        as_of=as_of,
        horizon=horizon,
        late=tuple(row for row in rows if row.due_on < as_of),
        today=tuple(row for row in rows if row.due_on == as_of),
        soon=tuple(row for row in rows if row.due_on > as_of),
    )


def _decided_by(department: str | None, deadlines: QuerySet[Deadline]) -> QuerySet[Deadline]:
    """Those in cases that a department decides, if one is named."""
    return deadlines if department is None else deadlines.filter(case__department__code=department)


_COLUMNS = (
    "pk",
    "case",
    "case__number",
    "case__kind",
    "case__procedure",
    "case__edition",
    "case__subject_name",
    "case__record_id",
    "case__department__code",
    "case__state",
    "deadline",
    "who",
    "due_on",
)


def _written(
    law: Law, horizon: date, department: str | None, silent: QuerySet[Deadline], lateness: Callable[[date], int]
) -> Iterator[DueRow]:
    found = _decided_by(department, Deadline.objects.filter(WAITING, due_on__lte=horizon))
    not_as_written = set(silent.values_list("case", flat=True))
    title = _titles(law)
    for (
        pk, case, number, kind, procedure, edition, subject, record, code, state, deadline, who, due_on,
    ) in found.values_list(*_COLUMNS).iterator(chunk_size=5000):  # fmt: skip
        if case not in not_as_written:
            named = title(procedure, edition, deadline)
            late_by = lateness(due_on)
            yield DueRow(number, kind, subject, record, code, state, deadline, named, who, due_on, late_by, pk)


def _worked_out(
    law: Law, silent: QuerySet[Deadline], as_of: date, horizon: date, lateness: Callable[[date], int]
) -> Iterator[DueRow]:
    """Cases in which silence has spoken, as they stand after it."""
    title = _titles(law)
    for case in Case.objects.select_related("department", "recorder").filter(pk__in=silent.values("case")):
        running = Running.of(law, case)
        situation, _ = effective(running, as_of)
        if running.rules.state(situation.state).outcome is not None:
            continue
        for run in situation.runs:
            if run.running and run.due_on is not None and run.due_on <= horizon:
                yield DueRow(
                    number=case.number,
                    kind=case.kind,
                    subject_name=case.subject_name,
                    record_id=case.record_id,
                    department=case.department.code if case.department is not None else None,
                    state=situation.state,
                    deadline=run.deadline,
                    title=title(case.procedure, case.edition, run.deadline),
                    who=run.who.value,
                    due_on=run.due_on,
                    late_by=lateness(run.due_on),
                    pk=None,
                )


def _titles(law: Law) -> Callable[[str, date, str], Message]:
    """What a deadline is called; asked once a procedure, however many cases it has."""

    @cache
    def title(procedure: str, edition: date, deadline: str) -> Message:
        flow = law.flows[edition_of(law, procedure, edition).flow]
        return next(message(one.title) for one in flow.deadlines if one.id == deadline)

    return title
