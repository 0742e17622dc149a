"""Moving a case: what silence has done meanwhile, then the move itself, in one transaction."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.db import transaction

from gongxin.accounts.actions import Action
from gongxin.accounts.permissions import require_case
from gongxin.casework.case_rules import CaseTerms, edition_of, rules_of
from gongxin.casework.effects import effects_of
from gongxin.casework.engine import make, next_silence
from gongxin.casework.engine.silence import CLOCK
from gongxin.casework.file_reading import knows_subject
from gongxin.casework.models import WAITING, Case, Deadline
from gongxin.casework.outbox import check_effects
from gongxin.casework.people import person_in, takes
from gongxin.casework.statements import check_corrections, check_subject, said_by_move
from gongxin.casework.storing import situation_of, write_step
from gongxin.intake.personal import covered

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date, datetime

    from django.db.models import QuerySet

    from gongxin.accounts.models import Account
    from gongxin.casework.engine import Made, Rules, Silence, Situation
    from gongxin.casework.models import Step
    from gongxin.law.library import Law
    from gongxin.law.schema.procedure import Procedure
    from gongxin.workspace import Workspace


@dataclass(frozen=True)
class Running:
    """A case with the rules it runs by."""

    law: Law
    case: Case
    procedure: Procedure
    rules: Rules

    @classmethod
    def of(cls, law: Law, case: Case) -> Running:
        """The case under the edition it was opened under. Error: ``procedure-gone``."""
        procedure = edition_of(law, case.procedure, case.edition)
        return cls(law, case, procedure, rules_of(law, procedure, case.opened_on, case.needs))

    @property
    def terms(self) -> CaseTerms:
        """What the procedure says of its deadlines."""
        return CaseTerms(self.law, self.procedure, self.case.opened_on)

    def effects(self, made: Made, by: Account | None, reason: str) -> list[dict[str, Any]]:
        """What a move that was made does to the ledger."""
        outcome = self.rules.state(made.after.state).outcome
        return effects_of(self.law, self.case, self.procedure, made, by=by, reason=reason, outcome=outcome)

    def what_silence_means(self, silence: Silence) -> str:
        """The reason that stands with a move of the clock."""
        means = self.terms.of(silence.deadline).silence_means
        return means.zh if means is not None else "期限届满"


@dataclass(frozen=True)
class SilentMove:
    """A move that the clock has made by a day, written or not."""

    made: Made
    reason: str


def silent_deadlines(as_of: date) -> QuerySet[Deadline]:
    """Deadlines that have run out in silence by the end of the day before ``as_of``, with a consequence that nobody has
    written yet."""
    return Deadline.objects.filter(WAITING, due_on__lt=as_of).exclude(silence="")


def silent_moves(running: Running, situation: Situation, as_of: date) -> list[SilentMove]:
    """What silence has done in a situation by the end of the day before ``as_of``, move by move."""
    found: list[SilentMove] = []
    while (silence := next_silence(running.rules, situation, as_of)) is not None:
        reason = running.what_silence_means(silence)
        made = make(running.rules, situation, silence.move, CLOCK, silence.on, reason=reason)
        found.append(SilentMove(made, reason))
        situation = made.after
    return found


def effective(running: Running, as_of: date) -> tuple[Situation, list[SilentMove]]:
    """Where a case stands on a day, silence included, and which moves of silence are not written yet."""
    situation = situation_of(running.case)
    silent = silent_moves(running, situation, as_of)
    return (silent[-1].made.after if silent else situation), silent


@dataclass(frozen=True)
class MoveAsked:
    """A move that somebody wants to make."""

    move: str
    by: Account
    as_of: date
    at: datetime
    reason: str = ""
    said: Mapping[str, Any] = field(default_factory=dict)


def move_case(workspace: Workspace, law: Law, case: Case, asked: MoveAsked) -> Step:
    """Make a move in a case. Of two made at once the second finds the case where the first has left it.

    Whether its effects can become facts, the ledger tells before the transaction: reading it takes longer than all
    else, and on SQLite nobody could write meanwhile. If the case has gone on since, it is asked once more.

    Errors: ``not-allowed`` and its like, and :class:`~gongxin.casework.engine.NotPossible` in its many forms.
    """
    require_case(asked.by, Action.MOVE_CASE, case)
    _check_subject(workspace, case, asked.said)
    checked = _checked_beforehand(workspace, law, case, asked)
    with transaction.atomic():
        running = Running.of(law, locked(case.pk))
        situation, _ = write_silence(running, asked.as_of, asked.at)
        decided_by = running.case.department_id
        ready = _ready(running, situation, asked)
        if running.case.department_id != decided_by:
            running.case.save(update_fields=["department"])
        if ready.effects != checked:
            check_effects(workspace, law, ready.effects)
        return write_step(
            running.case,
            running.rules,
            ready.made,
            ready.effects,
            by=asked.by,
            at=asked.at,
            reason=ready.reason,
            said=ready.said,
        )


@dataclass(frozen=True)
class _Ready:
    """A move that can be made, with what it says and what it does to the ledger."""

    made: Made
    effects: list[dict[str, Any]]
    said: dict[str, Any]
    reason: str


def _ready(running: Running, situation: Situation, asked: MoveAsked) -> _Ready:
    """The move that is asked for, made in the situation but not written; the case is taken over for the department of
    whoever makes it, if that is how it goes. Errors as :func:`move_case`."""
    case = running.case
    if takes(case, asked.by):
        case.department = asked.by.department
    move = running.rules.move(situation.state, asked.move)
    said: dict[str, Any] = {}
    if move is not None:
        require_case(asked.by, Action.DECIDE_CASE if move.decides else Action.MOVE_CASE, case)
        said = said_by_move(running.procedure, move, asked.said, asked.as_of)
        if case.item:
            check_corrections(running.law, case.item, said)
    reason = covered(asked.reason.strip())
    person = person_in(case, asked.by)
    made = make(running.rules, situation, asked.move, person, asked.as_of, reason=reason, said=said)
    return _Ready(made, running.effects(made, asked.by, reason), said, reason)


def _checked_beforehand(workspace: Workspace, law: Law, case: Case, asked: MoveAsked) -> list[dict[str, Any]] | None:
    """What the move would do to the ledger as the case stands now, known to be possible; None where that cannot be
    said yet, since silence has spoken and its steps, which decide whose the case is, are not written."""
    running = Running.of(law, as_it_is(case.pk))
    situation, silent = effective(running, asked.as_of)
    if silent:
        return None
    effects = _ready(running, situation, asked).effects
    check_effects(workspace, law, effects)
    return effects


def _check_subject(workspace: Workspace, case: Case, said: Mapping[str, Any]) -> None:
    check_subject(said, case.subject_id, lambda subject_id: knows_subject(workspace, subject_id))


def locked(pk: int) -> Case:
    """The case of that number in its table as it is now, held until the end of the transaction."""
    Case.objects.select_for_update().only("pk").get(pk=pk)
    return as_it_is(pk)


def as_it_is(pk: int) -> Case:
    """The case of that number in its table as it is now, with who is who in it."""
    return Case.objects.select_related("department", "recorder", "opened_by").get(pk=pk)


def write_silence(running: Running, as_of: date, at: datetime) -> tuple[Situation, list[Step]]:
    """Write what silence has done by a day; return the situation after it, and the steps."""
    situation, silent = effective(running, as_of)
    steps = []
    for one in silent:
        effects = running.effects(one.made, None, one.reason)
        steps.append(
            write_step(running.case, running.rules, one.made, effects, by=None, at=at, reason=one.reason, said={})
        )
    return situation, steps


def catch_up_all(law: Law, as_of: date, at: datetime) -> list[Step]:
    """Write what silence has done in every case by a day, each case in a transaction of its own."""
    waiting = silent_deadlines(as_of).order_by("due_on", "case").values_list("case", flat=True)
    written: list[Step] = []
    for pk in dict.fromkeys(waiting):
        with transaction.atomic():
            written += write_silence(Running.of(law, locked(pk)), as_of, at)[1]
    return written
