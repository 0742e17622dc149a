"""Making a move: the situation after it, what it met late, what it does to the record."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from gongxin.casework.engine import refusals
from gongxin.casework.engine.lateness import working_days_late
from gongxin.casework.engine.possible import acting_as, in_the_way, lacking_papers
from gongxin.casework.engine.situation import OPENING, PastMove, Run, Situation
from gongxin.law.schema.procedure import Actor

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date

    from gongxin.casework.engine.possible import Person
    from gongxin.casework.engine.rules import Rules
    from gongxin.law.schema.procedure import FlowDeadline, Move, RecordEffect


@dataclass(frozen=True, slots=True)
class Made:
    """What came of a move. ``late_by`` tells of each deadline that it met after its last day how many working days
    late; a deadline that is not in it was met in time."""

    before: Situation
    after: Situation
    move: Move
    actor: Actor
    late_by: Mapping[str, int]

    @property
    def effects(self) -> tuple[RecordEffect, ...]:
        """What the move does to the record."""
        return self.move.effects


def begin(
    rules: Rules, on: date, by: str, actor: Actor, *, said: Mapping[str, Any] | None = None, recorder: str | None = None
) -> Situation:
    """The situation of a case opened on a day."""
    first = rules.first.id
    started = [deadline for deadline in rules.flow.deadlines if deadline.starts in ("opened", first)]
    return Situation(
        state=first,
        since=on,
        runs=tuple(_started(rules, deadline, on, said or {}) for deadline in started),
        past=(PastMove(OPENING, actor, by, on),),
        said=dict(said or {}),
        recorder=recorder,
    )


def make(
    rules: Rules,
    situation: Situation,
    move_id: str,
    person: Person,
    on: date,
    *,
    reason: str = "",
    said: Mapping[str, Any] | None = None,
) -> Made:
    """Make a move, or raise :class:`~gongxin.casework.engine.refusals.NotPossible` with what stands in its way.

    A move after its term is made all the same, and told as late. Rules that only this call can break come last, so
    that who may not move at all is told so first.
    """
    move, actor = _allowed(rules, situation, move_id, person, on)
    known = {**situation.said, **(said or {})}
    _whole(rules, situation, move, reason, known)
    late_by = {
        run.deadline: working_days_late(rules.calendar, run.due_on, on)
        for run in situation.runs
        if run.running and run.deadline in move.answers and run.due_on is not None and run.late_on(on)
    }
    after = replace(
        situation,
        state=move.to,
        since=on,
        runs=tuple(_runs_after(rules, replace(situation, said=known), move, actor, on)),
        past=(*situation.past, PastMove(move.id, actor, person.name, on)),
        said=known,
    )
    return Made(situation, after, move, actor, late_by)


def _allowed(rules: Rules, situation: Situation, move_id: str, person: Person, on: date) -> tuple[Move, Actor]:
    move = rules.move(situation.state, move_id)
    if move is None:
        raise refusals.unknown_move(move_id, [found.id for found in rules.state(situation.state).moves])
    actor = acting_as(move, person)
    if actor is None:
        raise refusals.not_yours(move, move.by)
    against = in_the_way(rules, situation, move, person, on)
    if against is not None:
        raise against
    return move, actor


def _whole(rules: Rules, situation: Situation, move: Move, reason: str, known: Mapping[str, Any]) -> None:
    """That a move says and brings what it has to; what was said before need not be said again."""
    if (move.decides or move.reason) and not reason.strip():
        raise refusals.reason_missing(move)
    unsaid = [name for name in move.gives if known.get(name) in (None, "")]
    if unsaid:
        raise refusals.not_said(move, unsaid)
    lacking = lacking_papers(rules, situation, move)
    if lacking:
        raise refusals.papers_missing(move, {paper: rules.papers[paper] for paper in lacking})


def _runs_after(rules: Rules, situation: Situation, move: Move, actor: Actor, on: date) -> Iterator[Run]:
    """The runs once a move is made: answered ones met, prolonged ones longer, what the new state does not wait for
    dropped, what it starts begun."""
    by_id = {deadline.id: deadline for deadline in rules.flow.deadlines}
    entered = move.to != situation.state
    starting = [deadline for deadline in rules.flow.deadlines if entered and deadline.starts == move.to]
    going_on = set()
    for run in situation.runs:
        after = _carried(rules, situation, run, by_id[run.deadline], move, on) if run.running else run
        if actor is Actor.CLOCK and run.running and by_id[run.deadline].silence == move.id:
            after = replace(run, dropped_on=on)  # silence has spoken once, and does not do so again
        # A term begun and ended on this very day, and begun again, is one run: it is waited for once more.
        if any(deadline.id == after.deadline for deadline in starting) and after.starts_on == on:
            after = replace(after, met_on=None, dropped_on=None)
        if after.running:
            going_on.add(after.deadline)
        yield after
    for deadline in starting:
        if deadline.id not in going_on:
            yield _started(rules, deadline, on, situation.said)


def _carried(rules: Rules, situation: Situation, run: Run, deadline: FlowDeadline, move: Move, on: date) -> Run:
    """A running deadline across a move."""
    if run.deadline in move.answers:
        return replace(run, met_on=on)
    if not rules.runs_in(deadline, move.to):
        return replace(run, dropped_on=on)
    if run.due_on is None:
        # A day that had not been said when the term began.
        return replace(run, due_on=rules.terms.due_on(run.deadline, run.starts_on, situation.said))
    if deadline.extension == move.id and not run.extended:
        longer = rules.terms.prolonged_to(run.deadline, run.starts_on, situation.said)
        return run if longer is None else replace(run, due_on=longer, extended=True)
    return run


def _started(rules: Rules, deadline: FlowDeadline, on: date, said: Mapping[str, Any]) -> Run:
    return Run(deadline.id, deadline.who, on, rules.terms.due_on(deadline.id, on, said))
