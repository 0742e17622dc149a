"""Whom to invite to an interview: every subject whose latest received result calls for one and who had none since."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from gongxin.casework.models import Case
from gongxin.casework.read_in_parts import ReadInParts
from gongxin.casework.view_parts import Shown, message
from gongxin.law.schema.procedure import ProcedureKind

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from gongxin.casework.called_for import Call
    from gongxin.errors import Message


@dataclass(frozen=True, slots=True)
class ToInvite(Shown):
    """A subject to invite, under which procedure, because of which result."""

    subject_id: str
    name: str
    procedure: str
    variant: str | None
    title: Message
    grade: str
    result_of: date | None
    record_id: str
    open_case: str | None


class Invitations(ReadInParts[ToInvite]):
    """The subjects to invite, by procedure and subject. Of how many there are, a page shows a few: only for these is
    the case looked for that is open already."""

    def __init__(self, calls: Sequence[Call]) -> None:
        self._calls = calls

    def __len__(self) -> int:
        return len(self._calls)

    def part(self, place: slice) -> list[ToInvite]:
        """A stretch of the subjects, each with the case that is open."""
        return _shown(self._calls[place])


def invitations(calls: Sequence[Call]) -> Invitations:
    """Those of the calls that nobody has followed. One whose interview is going on is among them, with the number of
    its case; one that had an interview since the result was received is not."""
    if not calls:
        return Invitations(())
    days = [call.result_of for call in calls if call.result_of is not None]
    undated = len(days) < len(calls)
    last = _last_interviews(None if undated else min(days))
    return Invitations([call for call in calls if not _followed(call, last.get((call.procedure.id, call.subject_id)))])


#: Of an interview: the day it was opened, and whether it is over.
_Last = tuple["date", bool]


def _followed(call: Call, last: _Last | None) -> bool:
    """Whether the last interview of the subject was held, and because of this result."""
    if last is None:
        return False
    opened_on, over = last
    return over and (call.result_of is None or opened_on >= call.result_of)


def _last_interviews(since: date | None) -> dict[tuple[str, str], _Last]:
    """The last interview of each subject under each procedure, called-off ones aside, of those opened since a day: the
    interviews of a cycle, however many there were before it."""
    held = Case.objects.filter(kind=ProcedureKind.INTERVIEW.value).exclude(outcome="withdrawn")
    if since is not None:
        held = held.filter(opened_on__gte=since)
    rows = held.order_by("opened_on", "pk").values_list("procedure", "subject_id", "opened_on", "closed_on")
    return {
        (procedure, subject): (opened_on, closed_on is not None) for procedure, subject, opened_on, closed_on in rows
    }


def _shown(calls: Sequence[Call]) -> list[ToInvite]:
    subjects = {call.subject_id for call in calls}
    going_on = Case.objects.filter(kind=ProcedureKind.INTERVIEW.value, closed_on__isnull=True, subject_id__in=subjects)
    rows = going_on.order_by("opened_on", "pk").values_list("procedure", "subject_id", "number")
    numbers = {(procedure, subject_id): number for procedure, subject_id, number in rows}
    return [
        ToInvite(
            subject_id=call.subject_id,
            name=call.name,
            procedure=call.procedure.id,
            variant=call.procedure.variant,
            title=message(call.procedure.title),
            grade=call.grade,
            result_of=call.result_of,
            record_id=call.record_id,
            open_case=numbers.get((call.procedure.id, call.subject_id)),
        )
        for call in calls
    ]
