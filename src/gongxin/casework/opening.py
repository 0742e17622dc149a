"""Opening a case: who may, under which procedure, whether its conditions are met; then its number and first step."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.db import IntegrityError, transaction

from gongxin.accounts.actions import Action
from gongxin.accounts.permissions import require_subject
from gongxin.casework import refusals
from gongxin.casework.case_rules import rules_of
from gongxin.casework.choosing import papers_needed, the_one
from gongxin.casework.conditions import Asked, answers
from gongxin.casework.engine import begin
from gongxin.casework.facts.carried_out import highest_serial
from gongxin.casework.file_reading import open_file
from gongxin.casework.models import Case
from gongxin.casework.moving import Running, locked, write_silence
from gongxin.casework.numbers import next_number
from gongxin.casework.people import deciding_department, person_in, who_handed_in
from gongxin.casework.queues import open_about
from gongxin.casework.statements import said_at_opening
from gongxin.casework.storing import write_opening
from gongxin.intake.personal import covered
from gongxin.law.schema.procedure import ProcedureKind
from gongxin.ledger import Ledger

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date, datetime

    from gongxin.accounts.models import Account
    from gongxin.casework.file_reading import OpenFile
    from gongxin.law.library import Law
    from gongxin.law.schema.procedure import Actor, Procedure
    from gongxin.office.models import Department
    from gongxin.workspace import Workspace


@dataclass(frozen=True)
class Application:
    """What somebody asks for: a kind of procedure about a record, or about a subject as such."""

    kind: ProcedureKind
    by: Account
    as_of: date
    at: datetime
    record_id: str | None = None
    subject_id: str | None = None
    procedure: str | None = None
    said: Mapping[str, Any] = field(default_factory=dict)
    reason: str = ""


def open_case(workspace: Workspace, law: Law, asked: Application) -> Case:
    """Open the case that is asked for, in its first state.

    Errors: ``not-allowed`` and its like, ``no-procedure``, ``which-procedure``, ``not-yours-to-open``,
    :class:`~gongxin.casework.refusals.BusyCase`, :class:`~gongxin.casework.refusals.NotEligible`.
    """
    if asked.subject_id is not None:
        # Before the file is opened: whoever may not look learns nothing of what is in it.
        require_subject(asked.by, Action.OPEN_CASE, asked.subject_id)
    with open_file(workspace, law, record_id=asked.record_id, subject_id=asked.subject_id, as_of=asked.as_of) as opened:
        require_subject(asked.by, Action.OPEN_CASE, opened.file.subject_id)
        procedure = the_one(opened, asked.kind, asked.procedure)
        draft = _draft(law, procedure, opened, asked)
        actor = _opener(procedure, draft, asked.by)
        _not_open_yet(law, draft, asked)
        unmet = [answer for answer in answers(Asked(opened, procedure)) if answer.stands_in_the_way]
        if unmet:
            raise refusals.NotEligible(procedure.id, unmet)
        draft.needs = papers_needed(opened, procedure)
    return _write(workspace, law, procedure, draft, actor, asked)


def _draft(law: Law, procedure: Procedure, opened: OpenFile, asked: Application) -> Case:
    """The case as it will be, without a number."""
    record, subject = opened.record, opened.file.subject
    said = said_at_opening(law, procedure, asked.said, asked.as_of)
    source = str(record.columns["source"] or "") if record is not None else ""
    return Case(
        kind=procedure.kind.value,
        procedure=procedure.id,
        edition=procedure.in_force.from_,
        subject_id=opened.file.subject_id,
        subject_name=subject.get("name") or "",
        record_id=record.record_id if record is not None else "",
        item=record.item if record is not None else "",
        topic="" if record is not None else str(said.get("campaign") or said.get("matter") or ""),
        source=source,
        state=law.flows[procedure.flow].states[0].id,
        state_since=asked.as_of,
        opened_on=asked.as_of,
        opened_by=asked.by,
        department=_department(procedure, asked, source, str(said.get("department") or "")),
        said=said,
        recorder=who_handed_in(record.columns["batch"]) if record is not None else None,
        synthetic=bool(subject.get("synthetic")),
    )


def _department(procedure: Procedure, asked: Application, source: str, named: str) -> Department | None:
    """The department that decides; of a review none yet, and never the source of the record."""
    if procedure.kind is ProcedureKind.REVIEW:
        return None
    return deciding_department(asked.by, source, named)


def _opener(procedure: Procedure, draft: Case, by: Account) -> Actor:
    """As whom the account opens the case. Error: ``not-yours-to-open``."""
    actors = person_in(draft, by).actors
    for actor in procedure.opens:
        if actor in actors:
            return actor
    raise refusals.not_for_you(procedure.id, procedure.opens)


def _not_open_yet(law: Law, draft: Case, asked: Application) -> None:
    """Point to the case that is open about the same thing. One that silence has closed meanwhile is written down as
    closed, and stands in nobody's way."""
    about = open_about(draft.kind, draft.procedure, draft.record_id, draft.subject_id)
    there = about.filter(topic=draft.topic).first()
    if there is None:
        return
    with transaction.atomic():
        running = Running.of(law, locked(there.pk))
        write_silence(running, asked.as_of, asked.at)
    if running.case.closed_on is None:
        raise refusals.BusyCase(there.number)


def _write(workspace: Workspace, law: Law, procedure: Procedure, draft: Case, actor: Actor, asked: Application) -> Case:
    """Number the case and write it. Of two that are opened at once the database lets one through."""
    rules = rules_of(law, procedure, asked.as_of, draft.needs)
    recorder = draft.recorder.username if draft.recorder is not None else None
    situation = begin(rules, asked.as_of, asked.by.username, actor, said=draft.said, recorder=recorder)
    try:
        with transaction.atomic():
            draft.number = next_number(
                procedure.kind, asked.as_of, lambda prefix: highest_serial(Ledger.open(workspace), prefix)
            )
            draft.save(force_insert=True)
            write_opening(draft, situation, rules, asked.by, asked.at, covered(asked.reason))
    except IntegrityError:
        _not_open_yet(law, draft, asked)
        raise
    return draft
