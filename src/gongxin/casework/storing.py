"""Between the engine's plain values and the office's tables: reading a situation, writing a step."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from gongxin.casework import outbox
from gongxin.casework.engine import OPENING, PastMove, Run, Situation
from gongxin.casework.models import Deadline, Step
from gongxin.casework.reviewing import first_deciders
from gongxin.law.schema.procedure import Actor

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from gongxin.accounts.models import Account
    from gongxin.casework.engine import Made, Rules
    from gongxin.casework.models import Case


def situation_of(case: Case) -> Situation:
    """Where a case stands by what is written."""
    steps = case.steps.select_related("by").order_by("place")
    return Situation(
        state=case.state,
        since=case.state_since,
        runs=tuple(_run(row) for row in case.deadlines.order_by("pk")),
        past=tuple(_past(step) for step in steps),
        said=case.said,
        papers=frozenset(case.papers.filter(replaced=False).values_list("paper", flat=True)),
        recorder=case.recorder.username if case.recorder is not None else None,
        first_deciders=first_deciders(case),
    )


def _past(step: Step) -> PastMove:
    return PastMove(step.move, Actor(step.actor), step.by.username if step.by is not None else None, step.on)


def _run(row: Deadline) -> Run:
    return Run(
        deadline=row.deadline,
        who=Actor(row.who),
        starts_on=row.starts_on,
        due_on=row.due_on,
        extended=row.extended,
        met_on=row.met_on,
        dropped_on=row.dropped_on,
    )


def write_opening(case: Case, situation: Situation, rules: Rules, by: Account, at: datetime, reason: str) -> Step:
    """Write the first step of a case that has just been made."""
    past = situation.past[0]
    write_runs(case, situation, rules)
    return Step.objects.create(
        case=case,
        place=0,
        move=OPENING,
        to_state=situation.state,
        by=by,
        actor=past.actor.value,
        on=past.on,
        at=at,
        reason=reason,
        said=dict(situation.said),
    )


def write_step(
    case: Case,
    rules: Rules,
    made: Made,
    effects: Sequence[dict[str, Any]],
    *,
    by: Account | None,
    at: datetime,
    reason: str,
    said: Mapping[str, Any],
) -> Step:
    """Write a move that was made: the step, the deadlines, what it does to the ledger. Call it in a transaction that
    holds the case."""
    on = made.after.since
    step = Step.objects.create(
        case=case,
        place=case.steps.count(),
        move=made.move.id,
        from_state=made.before.state,
        to_state=made.after.state,
        by=by,
        actor=made.actor.value,
        on=on,
        at=at,
        reason=reason,
        said=dict(said),
        late_by=dict(made.late_by),
    )
    outcome = rules.state(made.after.state).outcome
    case.state, case.state_since, case.said = made.after.state, on, dict(made.after.said)
    if outcome is not None:
        case.outcome, case.closed_on = outcome, on
    case.save(update_fields=["state", "state_since", "said", "outcome", "closed_on"])
    write_runs(case, made.after, rules)
    if effects:
        outbox.put(step, effects)
    return step


def write_runs(case: Case, situation: Situation, rules: Rules) -> None:
    """Bring the deadlines of a case up to a situation. A run is known by its deadline and the day it started."""
    written = {(row.deadline, row.starts_on): row for row in case.deadlines.all()}
    silences = {deadline.id: deadline.silence or "" for deadline in rules.flow.deadlines}
    for run in situation.runs:
        row = written.get((run.deadline, run.starts_on))
        if row is not None and _run(row) == run:
            continue
        if row is None:
            row = Deadline(case=case, deadline=run.deadline, starts_on=run.starts_on)
            row.who, row.silence = run.who.value, silences[run.deadline]
        elif run.extended and not row.extended:
            row.reminders.all().delete()
        row.due_on, row.extended, row.met_on, row.dropped_on = run.due_on, run.extended, run.met_on, run.dropped_on
        row.save()
