"""Checks of flows by themselves: that names lead somewhere, states can be reached and left, and terms are answered."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gongxin.law.checks.conditions import check_twice
from gongxin.law.checks.flow_effects import check_effects
from gongxin.law.checks.flow_ways import Ways
from gongxin.law.checks.rights import check_rights
from gongxin.law.schema.procedure import Actor

if TYPE_CHECKING:
    from collections.abc import Iterable

    from gongxin.law.overlay import Statutes
    from gongxin.law.problems import Problems
    from gongxin.law.schema.procedure import Flow, FlowDeadline, Move, State
    from gongxin.law.tree import Placed
    from gongxin.law.yaml_reader import Place

_OPENED = "opened"
#: People that a move may keep out beside those who made another move.
_KEPT_OUT = frozenset({"recorder", "opener", "first-decider"})


def check_flows(statutes: Statutes, problems: Problems) -> None:
    """Note what does not hold together in each flow, whatever procedure uses it."""
    for flow in statutes.flows.all():
        _check_twice(flow, problems)
        if not _names_lead_somewhere(flow, problems):
            continue  # what follows would only repeat it
        ways = Ways(flow.value)
        _check_reached(flow, ways, problems)
        for place, state, move in ways.moves():
            _check_move(flow, place, state, move, problems)
        for position, deadline in enumerate(flow.value.deadlines):
            _check_deadline(flow, ("deadlines", position), deadline, problems)
        check_rights(flow, ways, problems)
        check_effects(flow, ways, statutes, problems)


def _check_twice(flow: Placed[Flow], problems: Problems) -> None:
    deadlines, states = flow.value.deadlines, flow.value.states
    check_twice(flow, [(("deadlines", n, "id"), deadline.id) for n, deadline in enumerate(deadlines)], problems)
    check_twice(flow, [(("states", n, "id"), state.id) for n, state in enumerate(states)], problems)
    for outer, state in enumerate(states):
        moves = [(("states", outer, "moves", n, "id"), move.id) for n, move in enumerate(state.moves)]
        check_twice(flow, moves, problems)


def _names_lead_somewhere(flow: Placed[Flow], problems: Problems) -> bool:
    """Whether every state, deadline and move that is named exists; what does not is noted."""
    states = [state.id for state in flow.value.states]
    deadlines = [deadline.id for deadline in flow.value.deadlines]
    moves = [move.id for state in flow.value.states for move in state.moves]
    named: list[tuple[Place, str, str]] = []
    for outer, state in enumerate(flow.value.states):
        named += [(("states", outer, "deadlines", n), "deadline", name) for n, name in enumerate(state.deadlines)]
        for inner, move in enumerate(state.moves):
            named += _named_by(("states", outer, "moves", inner), move)
    for position, deadline in enumerate(flow.value.deadlines):
        named += _named_by_deadline(("deadlines", position), deadline)
    known = {"state": states, "deadline": deadlines, "move": moves}
    sound = True
    for place, sort, name in named:
        if name not in known[sort]:
            sound = False
            _tell_unknown(sort, name, known[sort], flow.where(*place), problems)
    return sound


def _named_by(place: Place, move: Move) -> list[tuple[Place, str, str]]:
    named: list[tuple[Place, str, str]] = [((*place, "to"), "state", move.to)]
    named += [((*place, "answers", n), "deadline", name) for n, name in enumerate(move.answers)]
    if move.after is not None:
        named.append(((*place, "after"), "deadline", move.after))
    named += [((*place, "not_by", n), "move", name) for n, name in enumerate(move.not_by) if name not in _KEPT_OUT]
    return named


def _named_by_deadline(place: Place, deadline: FlowDeadline) -> list[tuple[Place, str, str]]:
    named: list[tuple[Place, str, str]] = []
    if deadline.starts != _OPENED:
        named.append(((*place, "starts"), "state", deadline.starts))
    for key, name in (("extension", deadline.extension), ("silence", deadline.silence)):
        if name is not None:
            named.append(((*place, key), "move", name))
    return named


_SORTS = {"state": ("状态", "state"), "deadline": ("期限", "deadline"), "move": ("办理动作", "move")}


def _tell_unknown(sort: str, name: str, known: Iterable[str], where: str, problems: Problems) -> None:
    zh, en = _SORTS[sort]
    problems.add_unknown(
        f"unknown-{sort}",
        name,
        known,
        zh=f"流程中没有{zh} {name!r}",
        en=f"the flow has no {en} {name!r}",
        where=where,
    )


def _check_reached(flow: Placed[Flow], ways: Ways, problems: Problems) -> None:
    """That every state can be reached, and an end from every state."""
    lost = _lost(ways)
    ending = ways.leading_to(ways.ends())
    for position, state in enumerate(flow.value.states):
        if state.id in lost:
            problems.add(
                "state-unreachable",
                zh=f"没有办理动作通向状态 {state.id!r}；请加一个 'to: {state.id}' 的动作，或删去该状态",
                en=f"no way leads to the state {state.id!r}; add a move 'to: {state.id}' or take the state out",
                where=flow.where("states", position, "id"),
            )
        elif state.id not in ending:
            problems.add(
                "never-ends",
                zh=f"从状态 {state.id!r} 出发走不到任何终止状态，案件永远无法办结；请加通向终止状态的动作",
                en=f"no way leads from the state {state.id!r} to an end: such a case could never be closed; "
                "add a move that leads to one",
                where=flow.where("states", position, "id"),
            )


def _lost(ways: Ways) -> set[str]:
    """The states that no way leads to, without those that only follow upon another of them."""
    unreached = set(ways.states) - ways.reached_from(ways.first)
    following = {move.to for name in unreached for move in ways.states[name].moves if move.to != name}
    return unreached - following or unreached


def _check_move(flow: Placed[Flow], place: Place, state: State, move: Move, problems: Problems) -> None:
    if move.decides and not move.reason:
        problems.add(
            "decision-without-reason",
            zh=f"{move.id!r} 是决定，须说明理由；请加 'reason: true'",
            en=f"{move.id!r} is a decision and gives its reasons: add 'reason: true'",
            where=flow.where(*place),
        )
    if Actor.CLOCK in move.by:
        _check_of_the_clock(flow, place, state, move, problems)
    for position, deadline in enumerate(move.answers):
        if deadline not in state.deadlines:
            problems.add(
                "answers-nothing",
                zh=f"期限 {deadline!r} 在状态 {state.id!r} 中并不计算；请在该状态的 'deadlines' 中列入，或删去此处",
                en=f"the deadline {deadline!r} does not run in the state {state.id!r}; name it under 'deadlines' of "
                "the state, or take it out here",
                where=flow.where(*place, "answers", position),
            )


def _check_of_the_clock(flow: Placed[Flow], place: Place, state: State, move: Move, problems: Problems) -> None:
    running = [one for one in flow.value.deadlines if one.silence == move.id and one.id in state.deadlines]
    if not running:
        problems.add(
            "clock-without-term",
            zh=f"没有在此计算的期限以 {move.id!r} 为逾期后果，时钟永远不会作出；请在期限中写 'silence: {move.id}'",
            en=f"no deadline that runs here says 'silence: {move.id}', so the clock would never make this move",
            where=flow.where(*place, "by"),
        )
    if move.decides or move.gives or move.papers:
        problems.add(
            "clock-decides",
            zh=f"{move.id!r} 由期限届满自动作出，不能是决定，也不能要求说明内容或者材料",
            en=f"the clock makes {move.id!r}: it can be no decision, say nothing and hand in nothing",
            where=flow.where(*place),
        )


def _check_deadline(flow: Placed[Flow], place: Place, deadline: FlowDeadline, problems: Problems) -> None:
    running = [state for state in flow.value.states if deadline.id in state.deadlines]
    starts = flow.value.states[0].id if deadline.starts == _OPENED else deadline.starts
    if starts not in {state.id for state in running}:
        problems.add(
            "deadline-never-runs",
            zh=f"期限 {deadline.id!r} 自状态 {starts!r} 起算，而该状态的 'deadlines' 没有列入它",
            en=f"the deadline {deadline.id!r} starts in the state {starts!r}, which does not name it under 'deadlines'",
            where=flow.where(*place, "starts"),
        )
        return
    if deadline.who is not Actor.CLOCK and not any(deadline.id in m.answers for s in running for m in s.moves):
        problems.add(
            "never-answered",
            zh=f"没有动作能办结期限 {deadline.id!r}；请在相应动作中写 'answers: [{deadline.id}]'",
            en=f"no move answers the deadline {deadline.id!r}: write 'answers: [{deadline.id}]' where it is met",
            where=flow.where(*place, "id"),
        )
    if deadline.silence is not None:
        _check_silence(flow, place, deadline, deadline.silence, running, problems)
    if deadline.extension is not None:
        _check_extension(flow, place, deadline, deadline.extension, running, problems)


def _check_silence(
    flow: Placed[Flow], place: Place, deadline: FlowDeadline, silence: str, running: list[State], problems: Problems
) -> None:
    for state in running:
        made = [move for move in state.moves if move.id == silence and Actor.CLOCK in move.by]
        if not made and deadline.starts in (state.id, _OPENED):
            problems.add(
                "silence-without-move",
                zh=f"期限届满后时钟要作出 {silence!r}，而状态 {state.id!r} 中没有可由 clock 作出的该动作",
                en=f"once the term is over the clock makes {silence!r}, but the state {state.id!r} has no such move "
                "'by: [clock]'",
                where=flow.where(*place, "silence"),
            )


def _check_extension(
    flow: Placed[Flow], place: Place, deadline: FlowDeadline, extension: str, running: list[State], problems: Problems
) -> None:
    made = [(state, move) for state in running for move in state.moves if move.id == extension]
    staying = [move for state, move in made if move.to == state.id]
    if not staying:
        problems.add(
            "extension-without-move",
            zh=f"延长 {extension!r} 须是期限 {deadline.id!r} 计算期间、办理状态不变的动作",
            en=f"the extension {extension!r} has to be a move that leaves the case where the deadline "
            f"{deadline.id!r} runs",
            where=flow.where(*place, "extension"),
        )
    elif any(set(move.by) & {Actor.SUBJECT, Actor.CLOCK} for move in staying):
        problems.add(
            "extension-by-the-wrong-one",
            zh=f"延长 {extension!r} 须由办理部门作出并说明，不由申请人或者时钟作出",
            en=f"the extension {extension!r} is for a department to grant, neither for the subject nor for the clock",
            where=flow.where(*place, "extension"),
        )
