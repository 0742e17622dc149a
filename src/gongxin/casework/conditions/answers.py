"""What is asked of a condition, and what it answers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from gongxin.errors import Message
from gongxin.law.durations import end_of
from gongxin.law.procedures import reading_day, span_on

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from gongxin.casework.file_reading import OpenFile
    from gongxin.law.schema.basics import Citation, Duration
    from gongxin.law.schema.procedure import Condition, Procedure
    from gongxin.reports.subject_file import FileRecord


@dataclass(frozen=True)
class Asked:
    """A subject asks for a procedure on a day, about the record that the open file names, or about itself."""

    open: OpenFile
    procedure: Procedure

    @property
    def as_of(self) -> date:
        """The day of asking."""
        return self.open.as_of

    @property
    def record(self) -> FileRecord:
        """The record that is asked about. A condition that reads one is never put to a procedure without."""
        assert self.open.record is not None
        return self.open.record

    def length(self, condition: Condition, on: date) -> Duration | None:
        """How long the span of a condition is, by the rules of a day; None where no source gives the number."""
        return span_on(self.open.law, condition.parameter, on)[0] if condition.parameter else condition.span

    def length_here(self, condition: Condition) -> Duration | None:
        """The same by the rules that govern the case: of the record's day, or of the day of asking."""
        day = reading_day(self.procedure, opening_day=self.as_of, record_day=self.record.dated)
        return self.length(condition, day)

    def since(self, condition: Condition) -> date | None:
        """The day from which a condition counts: that of the column it names, or the record's own."""
        if condition.since is None:
            return self.record.dated
        day: date | None = self.record.columns[condition.since]
        return day

    def last_day(self, span: Duration, start: date) -> date:
        """The last day of a span that is waited for: calendar time ends on its day, working days by the calendar."""
        if span.unit == "working day":
            return self.open.law.calendar.add_working_days(start, span.count)
        return end_of(span, start)


#: What a condition without a number to go by says.
_NOT_TOLD = Message(
    zh="现有资料未载明该期限，机器无法判断，由受理机关审查。",
    en="No source gives the length of this term, so a machine cannot tell; the office that takes the case examines it.",
)


@dataclass(frozen=True, slots=True)
class Answer:
    """Whether a condition is met. ``met`` is None where a machine cannot tell: that keeps nobody from applying.

    ``from_day`` is the first day on which it will be met, if that is known; ``until`` the last day on which it is.
    """

    condition: str
    met: bool | None
    message: Message
    cite: Citation
    from_day: date | None = None
    until: date | None = None

    @property
    def stands_in_the_way(self) -> bool:
        """Whether it keeps the case from being opened."""
        return self.met is False


def all_met_from(unmet: Sequence[Answer]) -> date | None:
    """The first day on which all of these will be met; None where it is not known of each."""
    return latest_known(answer.from_day for answer in unmet)


def latest_known(days: Iterable[date | None]) -> date | None:
    """The last of the days; None where one is not known, or there are none."""
    found = list(days)
    known = [day for day in found if day is not None]
    return max(known) if known and len(known) == len(found) else None


def said(
    condition: Condition,
    met: bool,
    zh: str,
    en: str,
    *,
    from_day: date | None = None,
    until: date | None = None,
) -> Answer:
    """An answer in words."""
    return Answer(condition.id, met, Message(zh, en), condition.cite, from_day, until)


def cannot_tell(condition: Condition, why: Message = _NOT_TOLD) -> Answer:
    """The answer where a machine cannot give one; because the length of a term is not known, unless said otherwise."""
    return Answer(condition.id, None, why, condition.cite)
