"""A whole case as it is shown, silence included, whether anybody has written it down or not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gongxin.casework.engine import OPENING, working_days_late
from gongxin.casework.models import OutboxEntry
from gongxin.casework.moving import Running, effective
from gongxin.casework.reviewing import reviewed
from gongxin.casework.view_parts import (
    CaseView,
    DeadlineShown,
    EffectShown,
    PaperHandedIn,
    PaperShown,
    RemedyShown,
    StepShown,
    basis,
    message,
)
from gongxin.errors import Message
from gongxin.law.schema.procedure import RemedyKind

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable
    from datetime import date

    from gongxin.casework.engine import Rules, Run
    from gongxin.casework.models import Case, Paper
    from gongxin.casework.moving import SilentMove
    from gongxin.law.library import Law
    from gongxin.law.schema.procedure import Procedure

_OPENED = Message("提起", "opened")


def view_case(law: Law, case: Case, as_of: date) -> CaseView:
    """The case as it stands on a day."""
    running = Running.of(law, case)
    rules, procedure = running.rules, running.procedure
    situation, silent = effective(running, as_of)
    state = rules.state(situation.state)
    closed_on = case.closed_on or (situation.since if state.outcome is not None else None)
    return CaseView(
        number=case.number,
        kind=case.kind,
        procedure=procedure.id,
        edition=procedure.in_force.from_,
        title=message(procedure.title),
        cite=basis(law, procedure.cite),
        subject_id=case.subject_id,
        subject_name=case.subject_name,
        record_id=case.record_id,
        item=case.item,
        item_title=message(law.item(case.item).title) if case.item else None,
        topic=case.topic,
        source=case.source,
        department=case.department.code if case.department is not None else None,
        department_name=case.department.name if case.department is not None else None,
        state=state.id,
        state_title=message(state.title),
        since=situation.since,
        opened_on=case.opened_on,
        opened_by=case.opened_by.username,
        closed_on=closed_on,
        outcome=state.outcome or "",
        said=dict(situation.said),
        published=procedure.published,
        synthetic=case.synthetic,
        as_of=as_of,
        steps=(*_written_steps(case, rules), *_silent_steps(case, silent, rules)),
        deadlines=tuple(_deadline(running, run, as_of) for run in situation.runs),
        papers=tuple(papers_shown(law, procedure, case.needs, case.papers.select_related("handed_in_by"))),
        effects=tuple(_effects(case)),
        reviews=earlier.number if (earlier := reviewed(case)) is not None else None,
        remedies=tuple(_remedies(law, procedure)) if state.outcome == "refused" else (),
    )


_REMEDIES = {
    RemedyKind.REVIEW: Message("申请复核", "ask for a review"),
    RemedyKind.RECONSIDERATION: Message("依法申请行政复议", "apply for administrative reconsideration"),
    RemedyKind.SUIT: Message("依法提起行政诉讼", "bring an administrative suit"),
}


def _remedies(law: Law, procedure: Procedure) -> Iterable[RemedyShown]:
    for remedy in procedure.remedies:
        yield RemedyShown(
            remedy=remedy.remedy.value,
            title=_REMEDIES[remedy.remedy],
            procedure=remedy.procedure,
            cite=basis(law, remedy.cite),
        )


def _written_steps(case: Case, rules: Rules) -> Iterable[StepShown]:
    for step in case.steps.select_related("by").order_by("place"):
        yield StepShown(
            place=step.place,
            move=step.move,
            title=_title(rules, step.from_state, step.move),
            from_state=step.from_state,
            to_state=step.to_state,
            to_title=message(rules.state(step.to_state).title),
            by=step.by.username if step.by is not None else None,
            by_name=step.by.name if step.by is not None else None,
            actor=step.actor,
            on=step.on,
            at=step.at,
            reason=step.reason,
            said=step.said,
            late_by=step.late_by,
        )


def _title(rules: Rules, state: str, move: str) -> Message:
    if move == OPENING:
        return _OPENED
    found = rules.move(state, move)
    return message(found.title) if found is not None else Message(move, move)


def _silent_steps(case: Case, silent: list[SilentMove], rules: Rules) -> Iterable[StepShown]:
    written = case.steps.count()
    for place, one in enumerate(silent, start=written):
        yield StepShown(
            place=place,
            move=one.made.move.id,
            title=message(one.made.move.title),
            from_state=one.made.before.state,
            to_state=one.made.after.state,
            to_title=message(rules.state(one.made.after.state).title),
            by=None,
            by_name=None,
            actor=one.made.actor.value,
            on=one.made.after.since,
            at=None,
            reason=one.reason,
            said={},
            late_by=one.made.late_by,
            written=False,
        )


def _deadline(running: Running, run: Run, as_of: date) -> DeadlineShown:
    law, term = running.law, running.terms.of(run.deadline)
    title = next(deadline.title for deadline in running.rules.flow.deadlines if deadline.id == run.deadline)
    until = run.met_on or run.dropped_on or as_of
    late = run.late_on(until)
    return DeadlineShown(
        deadline=run.deadline,
        title=message(title),
        who=run.who.value,
        starts_on=run.starts_on,
        due_on=run.due_on,
        extended=run.extended,
        met_on=run.met_on,
        dropped_on=run.dropped_on,
        running=run.running,
        late=late,
        late_by=working_days_late(law.calendar, run.due_on, until) if late and run.due_on is not None else 0,
        cite=basis(law, term.cite),
        silence_means=message(term.silence_means) if term.silence_means is not None else None,
    )


def papers_shown(
    law: Law, procedure: Procedure, needs: Collection[str], handed_in: Iterable[Paper]
) -> Iterable[PaperShown]:
    """The papers of a procedure, with those that were handed in, the latest first."""
    by_paper: dict[str, list[PaperHandedIn]] = {}
    for paper in sorted(handed_in, key=lambda paper: -paper.pk):
        by_paper.setdefault(paper.paper, []).append(
            PaperHandedIn(
                pk=paper.pk,
                name=paper.name,
                form=paper.form,
                size=paper.size,
                digest=paper.digest,
                by=paper.handed_in_by.username,
                on=paper.handed_in_on,
                replaced=paper.replaced,
            )
        )
    for rule in procedure.papers:
        yield PaperShown(
            paper=rule.id,
            title=message(rule.title),
            required=rule.id in needs,
            accepts=rule.accepts,
            largest=rule.largest,
            filled_in=rule.filled_in,
            personal=rule.personal,
            cite=basis(law, rule.cite) if rule.cite is not None else None,
            handed_in=tuple(by_paper.get(rule.id, ())),
        )


def _effects(case: Case) -> Iterable[EffectShown]:
    for entry in OutboxEntry.objects.filter(step__case=case).select_related("step").order_by("id"):
        for effect in entry.effects:
            yield EffectShown(
                step=entry.step.place,
                effect=effect["effect"],
                record_id=effect["record_id"],
                item=effect["item"],
                on=effect["on"],
                batch=entry.batch,
                told=entry.told,
            )
