"""Every shipped procedure walked through whole: every case can end, and no right of the subject waits on one person.

The walk is its own: it knows of states, moves and who makes them, and nothing of the checks made at loading. It goes to
every point that a case can reach under each procedure, with the mark and the shield on its record, and a clock that
strikes only where the procedure has a number for the term.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import pytest

from gongxin.law.library import Law
from gongxin.law.procedures import term_of
from gongxin.law.schema.procedure import Actor, Effect, ProcedureKind

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from _pytest.mark.structures import ParameterSet

    from gongxin.law.schema.procedure import Flow, Move, Procedure, State

LAW = Law.load()
ASKED_FOR = {ProcedureKind.REPAIR, ProcedureKind.SHIELDING, ProcedureKind.OBJECTION}
TODAY = date(2026, 11, 24)


def named(procedures: Iterable[Procedure]) -> list[ParameterSet]:
    return [pytest.param(one, id=f"{one.id}@{one.in_force.from_}") for one in procedures]


PROCEDURES = named(LAW.procedures)
APPLICATIONS = named(one for one in LAW.procedures if one.kind in ASKED_FOR)


@dataclass(frozen=True)
class Point:
    """Where a case is: its state, and what is on its record for the time being."""

    state: str
    marked: bool = False
    shielded: bool = False


def walk(procedure: Procedure, without: Callable[[Move], bool] = lambda _: False) -> dict[Point, set[Point]]:
    """Every point that can be reached, and the points that follow upon it; moves ``without`` are never made."""
    flow = LAW.flow(procedure.flow)
    silent = {move for deadline, move in silences(flow) if term_of(LAW, procedure, deadline, TODAY).unset}
    start = Point(flow.states[0].id)
    following: dict[Point, set[Point]] = {}
    waiting = [start]
    while waiting:
        point = waiting.pop()
        if point in following:
            continue
        following[point] = {
            after(point, move)
            for move in state_of(flow, point).moves
            if not without(move) and not (move.by == (Actor.CLOCK,) and move.id in silent)
        }
        waiting += following[point]
    return following


def silences(flow: Flow) -> Iterator[tuple[str, str]]:
    for deadline in flow.deadlines:
        if deadline.silence is not None:
            yield deadline.id, deadline.silence


def state_of(flow: Flow, point: Point) -> State:
    return next(state for state in flow.states if state.id == point.state)


def after(point: Point, move: Move) -> Point:
    marked, shielded = point.marked, point.shielded
    for effect in move.effects:
        marked = (marked or effect.effect is Effect.OBJECTION_OPENED) and effect.effect is not Effect.OBJECTION_CLOSED
        shielded = (shielded or effect.effect is Effect.SHIELDED) and effect.effect is not Effect.UNSHIELDED
    return Point(move.to, marked, shielded)


def ending(following: dict[Point, set[Point]], goals: set[Point]) -> set[Point]:
    """The points from which one of the goals can be reached."""
    led = set(goals)
    while new := {point for point, nexts in following.items() if point not in led and nexts & led}:
        led |= new
    return led


def ends(procedure: Procedure, following: dict[Point, set[Point]], *outcomes: str) -> set[Point]:
    flow = LAW.flow(procedure.flow)
    found = {point: state_of(flow, point).outcome for point in following}
    return {point for point, outcome in found.items() if outcome is not None and (not outcomes or outcome in outcomes)}


def test_there_is_something_to_walk() -> None:
    assert len(PROCEDURES) > 40
    assert {procedure.kind for procedure in LAW.procedures} == set(ProcedureKind)


@pytest.mark.parametrize("procedure", PROCEDURES)
def test_a_case_can_end_wherever_it_stands(procedure: Procedure) -> None:
    following = walk(procedure)
    assert ending(following, ends(procedure, following)) == set(following)
    met = {point.state for point in following}
    never = [state for state in LAW.flow(procedure.flow).states if state.id not in met]
    assert all(state.outcome == "lapsed" for state in never), "only what a term without a number would bring about"


@pytest.mark.parametrize("procedure", PROCEDURES)
def test_nothing_that_was_for_a_time_outlasts_a_case(procedure: Procedure) -> None:
    following = walk(procedure)
    assert not [point for point in ends(procedure, following) if point.marked or point.shielded]


@pytest.mark.parametrize("procedure", APPLICATIONS)
def test_a_subject_is_answered_though_one_department_does_nothing(procedure: Procedure) -> None:
    """Each department in turn makes no move that is its alone; from every point that still hopes for an answer there is
    a way to one."""
    for idle in (Actor.SOURCE, Actor.SUPERVISOR, Actor.CREDIT_OFFICE):
        following = walk(procedure, lambda move, idle=idle: move.by == (idle,))  # type: ignore[misc]
        whole = walk(procedure)
        hopeful = ending(whole, ends(procedure, whole, "granted", "refused"))
        answered = ending(following, ends(procedure, following, "granted", "refused"))
        assert hopeful & set(following) <= answered, idle


@pytest.mark.parametrize("procedure", APPLICATIONS)
def test_a_subject_opens_it_and_can_take_it_back_until_the_decision(procedure: Procedure) -> None:
    assert Actor.SUBJECT in procedure.opens
    flow = LAW.flow(procedure.flow)
    undecided = walk(procedure, lambda move: move.decides)
    for point in undecided:
        state = state_of(flow, point)
        if state.outcome is None:
            back = [m for m in state.moves if Actor.SUBJECT in m.by and m.after is None]
            assert any(next(s for s in flow.states if s.id == m.to).outcome == "withdrawn" for m in back), point.state


@pytest.mark.parametrize("procedure", PROCEDURES)
def test_every_decision_has_a_reason_and_no_clock_decides(procedure: Procedure) -> None:
    for state in LAW.flow(procedure.flow).states:
        for move in state.moves:
            assert move.reason or not move.decides
            assert Actor.CLOCK not in move.by or move.by == (Actor.CLOCK,)


@pytest.mark.parametrize("procedure", PROCEDURES)
def test_every_term_has_an_end_or_says_that_nothing_sets_one(procedure: Procedure) -> None:
    """On the first and the last day of effect, and today: a due day after the start, a later one once prolonged."""
    days = {procedure.in_force.from_, procedure.in_force.to or TODAY, TODAY}
    for deadline in LAW.flow(procedure.flow).deadlines:
        for day in days:
            term = term_of(LAW, procedure, deadline.id, day)
            agreed = date(2027, 1, 4)
            due = term.due(LAW.calendar, date(2026, 11, 24), agreed)
            assert (due is None) == term.unset
            assert LAW.cite(term.cite, "zh").startswith("《")
            if due is not None:
                later = term.prolonged(LAW.calendar, date(2026, 11, 24), agreed)
                assert later is not None
                assert due.day > date(2026, 11, 24)
                assert later.day > due.day if term.prolongs else later == due
