"""Walks over every procedure of every pack: rights can be exercised everywhere, and every case can come to an end."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from tests.casework import walking

from gongxin.law.library import Law
from gongxin.law.schema.procedure import Actor, Check, ProcedureKind

if TYPE_CHECKING:
    from gongxin.law.schema.procedure import Procedure

LAW = Law.load()
#: What the nation records against organisations. Drivers' points are kept under a statute of their own, which says how
#: they are contested there; foreign cities have no procedures of ours.
ADVERSE = [
    item
    for item in LAW.items.values()
    if item.nature.value == "adverse" and item.id.startswith("cn.") and "enterprise" in item.kinds
]
#: Procedures that a subject asks for: an answer is owed.
ASKED_FOR = [procedure for procedure in LAW.procedures if Actor.SUBJECT in procedure.opens]
DAYS = st.dates(date(2019, 1, 1), date(2026, 12, 31))


def edition(procedure: Procedure) -> str:
    return f"{procedure.id} {procedure.in_force.from_}"


@pytest.mark.parametrize("procedure", LAW.procedures, ids=edition)
def test_from_every_state_a_case_can_reach_there_is_a_way_to_an_end(procedure: Procedure) -> None:
    flow = LAW.flows[procedure.flow]
    ends = {state.id for state in flow.states if state.outcome is not None}
    ways = {state.id: {move.to for move in state.moves} for state in flow.states}
    leads = set(ends)
    while more := {state for state, to in ways.items() if to & leads} - leads:
        leads |= more
    assert leads == set(ways)


@pytest.mark.parametrize("procedure", LAW.procedures, ids=edition)
def test_who_does_nothing_at_all_keeps_nobody_from_going_on(procedure: Procedure) -> None:
    """A walk in which the subject never says anything still ends: the offices and the clock can close every case."""
    on = max(procedure.in_force.from_, date(2019, 1, 1))
    rules = walking.rules_for(LAW, procedure, on)
    reached = {}
    waiting = [walking.with_papers(rules, walking.opened(rules, procedure, on))]
    while waiting:
        situation = waiting.pop()
        if situation.state in reached:
            continue
        reached[situation.state] = situation
        later = max(situation.since, on) + timedelta(days=400)
        by_then = walking.let_pass(rules, situation, later)
        if walking.ended(rules, by_then):
            continue
        ways = walking.choices(rules, by_then, later)
        assert ways, f"nobody can move on from {by_then.state}"
        waiting += [walking.take(rules, by_then, person, one, later).after for person, one in ways]


@pytest.mark.parametrize("procedure", ASKED_FOR, ids=edition)
def test_what_was_just_asked_for_can_be_taken_back(procedure: Procedure) -> None:
    first = LAW.flows[procedure.flow].states[0]
    assert any(move.id == "withdraw" and Actor.SUBJECT in move.by for move in first.moves)


@pytest.mark.parametrize("item", ADVERSE, ids=lambda item: item.id)
def test_every_adverse_record_of_the_nation_can_be_objected_to(item: Any) -> None:
    from gongxin.law.procedures import procedures_for

    found = procedures_for(LAW, ProcedureKind.OBJECTION, opening_day=date(2026, 6, 1), item=item.id)
    assert found, f"nobody can object to {item.id}"


def test_there_is_one_implementation_of_each_check() -> None:
    from tests.casework.checks import implemented

    assert implemented() == set(Check)


class Walk(RuleBasedStateMachine):
    """Somebody does something, or days go by. Whatever happens, the invariants hold."""

    procedure: Procedure

    @initialize(day=DAYS)
    def open(self, day: date) -> None:
        self.on = max(day, self.procedure.in_force.from_)
        self.runs_by = walking.rules_for(LAW, self.procedure, self.on)
        self.situation = walking.with_papers(self.runs_by, walking.opened(self.runs_by, self.procedure, self.on))

    @rule(days=st.integers(1, 40))
    def wait(self, days: int) -> None:
        self.on += timedelta(days=days)
        before = self.situation
        self.situation = walking.let_pass(self.runs_by, self.situation, self.on)
        assert self.situation.since <= max(self.on, before.since)
        assert walking.let_pass(self.runs_by, self.situation, self.on) == self.situation, "silence speaks once"

    @precondition(lambda self: not walking.ended(self.runs_by, self.situation))
    @rule(data=st.data())
    def act(self, data: st.DataObject) -> None:
        ways = walking.choices(self.runs_by, self.situation, self.on)
        if not ways:
            return
        person, one = data.draw(st.sampled_from(ways))
        made = walking.take(self.runs_by, self.situation, person, one, self.on)
        late = {run.deadline for run in self.situation.runs if run.running and run.late_on(self.on)}
        assert set(made.late_by) == late & set(one.move.answers)
        self.situation = made.after

    @invariant()
    def nothing_is_waited_for_that_the_state_does_not_wait_for(self) -> None:
        by_id = {deadline.id: deadline for deadline in self.runs_by.flow.deadlines}
        for run in self.situation.runs:
            if run.running:
                assert self.runs_by.runs_in(by_id[run.deadline], self.situation.state)
            agreed = self.runs_by.terms.of(run.deadline).said is not None  # type: ignore[attr-defined]
            assert agreed or run.due_on is None or run.due_on >= run.starts_on
            assert run.met_on is None or run.dropped_on is None

    @invariant()
    def each_deadline_runs_once_at_a_time(self) -> None:
        running = [run.deadline for run in self.situation.runs if run.running]
        assert len(running) == len(set(running))
        started = [(run.deadline, run.starts_on) for run in self.situation.runs]
        assert len(started) == len(set(started))

    @invariant()
    def a_closed_case_waits_for_nothing(self) -> None:
        if walking.ended(self.runs_by, self.situation):
            assert not any(run.running for run in self.situation.runs)

    @invariant()
    def an_open_case_can_go_on(self) -> None:
        """Now, or once the terms that run are over, somebody can act: nobody is left without an answer for good."""
        if walking.ended(self.runs_by, self.situation):
            return
        if walking.choices(self.runs_by, self.situation, self.on):
            return
        last = max((run.due_on for run in self.situation.runs if run.running and run.due_on), default=self.on)
        later = max(last, self.on) + timedelta(days=1)
        by_then = walking.let_pass(self.runs_by, self.situation, later)
        assert walking.ended(self.runs_by, by_then) or walking.choices(self.runs_by, by_then, later)

    @invariant()
    def steps_go_forwards_only(self) -> None:
        days = [past.on for past in self.situation.past]
        assert days == sorted(days)


@pytest.mark.slow
@pytest.mark.parametrize("procedure", LAW.procedures, ids=edition)
def test_a_random_walk_keeps_every_promise(procedure: Procedure) -> None:
    walk = type("WalkOf", (Walk,), {"procedure": procedure})
    run_state_machine_as_test(walk, settings=settings(max_examples=25, stateful_step_count=20, deadline=None))


@given(day=DAYS, days=st.integers(0, 60))
def test_working_days_late_agree_with_the_calendar(day: date, days: int) -> None:
    from gongxin.casework.engine import working_days_late

    due_on = LAW.calendar.next_working(day)
    on = LAW.calendar.add_working_days(due_on, days)
    assert working_days_late(LAW.calendar, due_on, on) == days
