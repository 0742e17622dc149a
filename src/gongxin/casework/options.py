"""What can be done about a record, or about a subject: eligible or from which day, and who must answer by when."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from gongxin.casework.case_rules import CaseTerms
from gongxin.casework.choosing import governing, papers_needed
from gongxin.casework.conditions import Asked, all_met_from, answers
from gongxin.casework.file_reading import open_file
from gongxin.casework.models import Case
from gongxin.casework.moving import Running, effective
from gongxin.casework.people import person_in
from gongxin.casework.queues import open_about
from gongxin.casework.view import papers_shown
from gongxin.casework.view_parts import Basis, PaperShown, Shown, basis, message
from gongxin.law.schema.procedure import ProcedureKind

if TYPE_CHECKING:
    from collections.abc import Container, Iterable
    from datetime import date

    from gongxin.accounts.models import Account
    from gongxin.casework.conditions import Answer
    from gongxin.casework.file_reading import OpenFile
    from gongxin.errors import Message
    from gongxin.law.library import Law
    from gongxin.law.schema.procedure import Procedure
    from gongxin.workspace import Workspace


@dataclass(frozen=True, slots=True)
class ConditionShown(Shown):
    """A condition and how it stands. ``met`` is None where a machine cannot tell."""

    condition: str
    title: Message
    met: bool | None
    message: Message
    cite: Basis
    from_day: date | None
    until: date | None


@dataclass(frozen=True, slots=True)
class TermShown(Shown):
    """Who must act within which term. ``due_on`` is the last day if the term began on the day asked about, empty where
    it begins otherwise or no source gives a number; ``length`` is the term in words."""

    deadline: str
    title: Message
    who: str
    starts: str
    length: Message
    due_on: date | None
    cite: Basis


@dataclass(frozen=True, slots=True)
class Option(Shown):
    """One thing that can be asked for. ``open_case`` is the number of the case that is open about it already;
    ``yours`` whether the account may open one (None: nobody was named)."""

    kind: ProcedureKind
    procedure: str
    edition: date
    variant: str | None
    title: Message
    cite: Basis
    eligible: bool
    from_day: date | None
    conditions: tuple[ConditionShown, ...]
    open_case: str | None
    opens: tuple[str, ...]
    yours: bool | None
    papers: tuple[PaperShown, ...]
    terms: tuple[TermShown, ...]
    note: Message | None

    @property
    def unmet(self) -> tuple[ConditionShown, ...]:
        """The conditions that stand in the way."""
        return tuple(condition for condition in self.conditions if condition.met is False)


def options_for(
    workspace: Workspace,
    law: Law,
    *,
    record_id: str | None,
    subject_id: str | None,
    as_of: date,
    by: Account | None,
) -> list[Option]:
    """What can be done, in the order of the kinds."""
    with open_file(workspace, law, record_id=record_id, subject_id=subject_id, as_of=as_of) as opened:
        return options_of(opened, by)


def options_of(opened: OpenFile, by: Account | None, only: Container[str] | None = None) -> list[Option]:
    """As :func:`options_for`, where the file lies open already; of the procedures in ``only``, if that is given."""
    governed = (procedure for kind in ProcedureKind for procedure in governing(opened, kind))
    found = [_option(opened, procedure, by) for procedure in governed if only is None or procedure.id in only]
    return [option for option in found if not _has_no_object(option)]


def _has_no_object(option: Option) -> bool:
    """Whether it is the review of something that was not decided yet: nobody is offered that."""
    return option.kind is ProcedureKind.REVIEW and not option.eligible and option.open_case is None


def _option(opened: OpenFile, procedure: Procedure, by: Account | None) -> Option:
    law, found = opened.law, answers(Asked(opened, procedure))
    unmet = [answer for answer in found if answer.stands_in_the_way]
    return Option(
        kind=procedure.kind,
        procedure=procedure.id,
        edition=procedure.in_force.from_,
        variant=procedure.variant,
        title=message(procedure.title),
        cite=basis(law, procedure.cite),
        eligible=not unmet,
        from_day=all_met_from(unmet),
        conditions=tuple(_condition(law, procedure, answer) for answer in found),
        open_case=_open_number(opened, procedure),
        opens=tuple(actor.value for actor in procedure.opens),
        yours=None if by is None else _may_open(opened, procedure, by),
        papers=tuple(papers_shown(law, procedure, papers_needed(opened, procedure), ())),
        terms=tuple(_terms(law, procedure, opened.as_of)),
        note=message(procedure.note) if procedure.note is not None else None,
    )


def _condition(law: Law, procedure: Procedure, answer: Answer) -> ConditionShown:
    of = next(condition for condition in procedure.conditions if condition.id == answer.condition)
    return ConditionShown(
        condition=answer.condition,
        title=message(of.title),
        met=answer.met,
        message=answer.message,
        cite=basis(law, answer.cite),
        from_day=answer.from_day,
        until=answer.until,
    )


def _open_number(opened: OpenFile, procedure: Procedure) -> str | None:
    """The number of the case that is open about it already, unless silence has closed it meanwhile."""
    record_id = opened.record.record_id if opened.record is not None else ""
    about = open_about(procedure.kind.value, procedure.id, record_id, opened.file.subject_id)
    for case in about.select_related("department", "recorder"):
        running = Running.of(opened.law, case)
        if running.rules.state(effective(running, opened.as_of)[0].state).outcome is None:
            return case.number
    return None


def _may_open(opened: OpenFile, procedure: Procedure, by: Account) -> bool:
    source = opened.record.columns["source"] or "" if opened.record is not None else ""
    department = by.department_id if opened.record is None else None
    asked = Case(subject_id=opened.file.subject_id, source=source, department_id=department)
    return bool(person_in(asked, by).actors & set(procedure.opens))


def _terms(law: Law, procedure: Procedure, as_of: date) -> Iterable[TermShown]:
    flow, terms = law.flows[procedure.flow], CaseTerms(law, procedure, as_of)
    first = flow.states[0]
    at_once = {"opened", first.id} | {move.to for move in first.moves}
    for deadline in flow.deadlines:
        term = terms.of(deadline.id)
        yield TermShown(
            deadline=deadline.id,
            title=message(deadline.title),
            who=deadline.who.value,
            starts=deadline.starts,
            length=term.words,
            due_on=terms.due_on(deadline.id, as_of, {}) if deadline.starts in at_once else None,
            cite=basis(law, term.cite),
        )
