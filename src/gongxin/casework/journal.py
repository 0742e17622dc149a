"""A day's journal: everything that happened in any case on it, silence included."""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict, dataclass, replace
from datetime import timedelta
from enum import IntEnum
from typing import TYPE_CHECKING, Any, NamedTuple

from gongxin.casework.engine import OPENING
from gongxin.casework.models import Case, Paper, Reminder, Step
from gongxin.casework.moving import Running, effective, silent_deadlines
from gongxin.casework.read_in_parts import ReadInParts
from gongxin.casework.view_parts import Shown

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from datetime import date

    from gongxin.law.library import Law

#: What an entry says happened where a paper was handed in.
PAPER = "paper"


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


class _Source(IntEnum):
    """Where an entry is read; of one case, in this order."""

    STEP = 0
    PAPER = 1
    SILENCE = 2


class _Place(NamedTuple):
    """An entry's place in the journal: the case's number, and which row of what it is read from."""

    number: str
    source: _Source
    row: int


class JournalEntries(ReadInParts[JournalEntry]):
    """The entries of a day, in the order of the cases. Of those that nobody asks for just the places are known."""

    def __init__(self, written: Iterable[_Place], silent: Sequence[JournalEntry]) -> None:
        self._silent = silent
        places = (*written, *(_Place(entry.number, _Source.SILENCE, row) for row, entry in enumerate(silent)))
        # Within a case and a source they come in the order in which they happened, and stay in it.
        self._places = sorted(places, key=lambda place: place[:2])

    def __len__(self) -> int:
        return len(self._places)

    def part(self, place: slice) -> list[JournalEntry]:
        """A stretch of the journal."""
        wanted = self._places[place]

        def rows(source: _Source) -> list[int]:
            return [one.row for one in wanted if one.source is source]

        steps = Step.objects.select_related("case", "by").in_bulk(rows(_Source.STEP))
        papers = Paper.objects.select_related("case", "handed_in_by").in_bulk(rows(_Source.PAPER))
        read: dict[_Source, Callable[[int], JournalEntry]] = {
            _Source.STEP: lambda row: _of_step(steps[row]),
            _Source.PAPER: lambda row: _of_paper(papers[row]),
            _Source.SILENCE: lambda row: self._silent[row],
        }
        return [read[one.source](one.row) for one in wanted]


@dataclass(frozen=True, slots=True)
class Journal(Shown):
    """What happened on a day, in the order of the cases; ``counts`` how often each thing did, ``reminders`` how many
    were sent."""

    day: date
    entries: Sequence[JournalEntry]
    counts: dict[str, int]
    opened: int
    closed: int
    late: int
    reminders: int

    def as_dict(self) -> dict[str, Any]:
        """The whole of it, every entry read."""
        return asdict(replace(self, entries=tuple(self.entries)))


def journal_of(law: Law, day: date) -> Journal:
    """The journal of a day as it is once the day is over."""
    steps = Step.objects.filter(on=day).order_by("case__number", "place")
    moves = list(steps.values_list("case__number", "pk", "move"))
    papers = Paper.objects.filter(handed_in_on=day).order_by("pk").values_list("case__number", "pk")
    silent = list(_unwritten(law, day))
    written = [
        *(_Place(number, _Source.STEP, row) for number, row, _ in moves),
        *(_Place(number, _Source.PAPER, row) for number, row in papers),
    ]
    counts = Counter([*(move for *_, move in moves), *(PAPER for _ in papers), *(entry.what for entry, _ in silent)])
    return Journal(
        day=day,
        entries=JournalEntries(written, [entry for entry, _ in silent]),
        counts=dict(sorted(counts.items())),
        opened=counts[OPENING],
        closed=Case.objects.filter(closed_on=day).count() + sum(closes for _, closes in silent),
        late=steps.exclude(late_by={}).count(),
        reminders=Reminder.objects.filter(on=day).count(),
    )


def _of_step(step: Step) -> JournalEntry:
    return JournalEntry(
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


def _of_paper(paper: Paper) -> JournalEntry:
    return JournalEntry(
        number=paper.case.number,
        kind=paper.case.kind,
        what=PAPER,
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
