"""A subject's rights in a flow: to withdraw, to be answered whoever keeps silent, to be rid of what is for a time."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from gongxin.law.schema.procedure import Actor, Effect, ProcedureKind

if TYPE_CHECKING:
    from gongxin.law.checks.flow_ways import Ways
    from gongxin.law.problems import Problems
    from gongxin.law.schema.procedure import Flow, Move, State
    from gongxin.law.tree import Placed

#: What a subject asks for or says of its own accord, and may take back.
_OF_ITS_OWN = frozenset(
    {
        ProcedureKind.REPAIR,
        ProcedureKind.SHIELDING,
        ProcedureKind.OBJECTION,
        ProcedureKind.REVIEW,
        ProcedureKind.COMMITMENT,
        ProcedureKind.OPINION,
    }
)
#: What it has a right to have decided.
ANSWERED = frozenset({ProcedureKind.REPAIR, ProcedureKind.SHIELDING, ProcedureKind.OBJECTION, ProcedureKind.REVIEW})
_DEPARTMENTS = (Actor.SOURCE, Actor.SUPERVISOR, Actor.CREDIT_OFFICE)
#: What is for a time only, and what ends it.
_FOR_A_TIME = ((Effect.OBJECTION_OPENED, Effect.OBJECTION_CLOSED), (Effect.SHIELDED, Effect.UNSHIELDED))


def check_rights(flow: Placed[Flow], ways: Ways, problems: Problems) -> None:
    """Note each point at which a right of the subject could not be exercised."""
    if flow.value.kind in _OF_ITS_OWN:
        _check_withdrawal(flow, ways, problems)
    if flow.value.kind in ANSWERED:
        _check_waiting(flow, problems)
        _check_one_hand(flow, ways, problems)
    for opened, closed in _FOR_A_TIME:
        _check_undone(flow, ways, opened, closed, problems)


def _check_withdrawal(flow: Placed[Flow], ways: Ways, problems: Problems) -> None:
    withdrawn = ways.ends("withdrawn")
    undecided = ways.reached_from(ways.first, lambda move: not _settles(move))
    for position, state in enumerate(flow.value.states):
        if state.outcome is None and state.id in undecided and not _can_withdraw(state, withdrawn):
            problems.add(
                "cannot-withdraw",
                zh=f"在状态 {state.id!r} 中申请人不能撤回申请；请加由 subject 作出、通向 'outcome: withdrawn' 的动作",
                en=f"in the state {state.id!r} the subject cannot take back what it asked for: add a move by 'subject' "
                "to an end with 'outcome: withdrawn'",
                where=flow.where("states", position, "id"),
            )


def _settles(move: Move) -> bool:
    """Whether a move decides, or puts something on file."""
    return move.decides or any(effect.effect is not Effect.OBJECTION_OPENED for effect in move.effects)


def _can_withdraw(state: State, withdrawn: set[str]) -> bool:
    return any(Actor.SUBJECT in move.by and move.to in withdrawn and move.after is None for move in state.moves)


def _check_waiting(flow: Placed[Flow], problems: Problems) -> None:
    """That a term runs for somebody wherever the subject can do nothing but wait."""
    owed = {one.id for one in flow.value.deadlines if one.who is not Actor.SUBJECT}
    for position, state in enumerate(flow.value.states):
        if state.outcome is None and _waits(state) and not owed & set(state.deadlines):
            problems.add(
                "waiting-without-term",
                zh=f"在状态 {state.id!r} 中申请人只能等待，却没有任何部门的期限在计算；请列入一个期限（可以写 unset）",
                en=f"in the state {state.id!r} the subject can only wait, and no term runs for anybody: name a "
                "deadline (whose term may be 'unset')",
                where=flow.where("states", position, "id"),
            )


def _waits(state: State) -> bool:
    own = [m for m in state.moves if Actor.SUBJECT in m.by and m.after is None and not m.id.startswith("withdraw")]
    return not own and any(set(move.by) & set(_DEPARTMENTS) for move in state.moves)


def _check_one_hand(flow: Placed[Flow], ways: Ways, problems: Problems) -> None:
    """That no single department can keep the subject from an answer by doing nothing."""
    answers = ways.ends("granted", "refused")
    open_ = ways.leading_to(answers)
    without = {silent: ways.leading_to(answers, partial(_without, silent)) for silent in _DEPARTMENTS}
    for position, state in enumerate(flow.value.states):
        if state.outcome is not None or state.id not in open_:
            continue
        for silent in _DEPARTMENTS:
            if state.id not in without[silent]:
                problems.add(
                    "rests-on-one",
                    zh=f"在状态 {state.id!r} 中，只要 {silent} 不作为，申请人就得不到答复；"
                    "请让另一部门或者时钟也能推进（例如逾期后的 'escalate'）",
                    en=f"from the state {state.id!r} on the subject is never answered if {silent} does nothing: let "
                    "another department or the clock go on (an 'escalate' after the term, say)",
                    where=flow.where("states", position, "id"),
                )


def _without(silent: Actor, move: Move) -> bool:
    """Whether a move can be made although one department does nothing."""
    return move.by != (silent,)


def _check_undone(flow: Placed[Flow], ways: Ways, opened: Effect, closed: Effect, problems: Problems) -> None:
    """That what was for a time only (a mark, a shield) does not outlast the case."""
    met = {(ways.first, False)}
    waiting = list(met)
    left: set[tuple[str, str]] = set()
    while waiting:
        state, on = waiting.pop()
        for move in ways.states[state].moves:
            effects = [effect.effect for effect in move.effects]
            now = (on or opened in effects) and closed not in effects
            if now and ways.states[move.to].outcome is not None:
                left.add((state, move.id))
            if (move.to, now) not in met:
                met.add((move.to, now))
                waiting.append((move.to, now))
    for place, from_, move in ways.moves():
        if (from_.id, move.id) in left:
            problems.add(
                "left-standing",
                zh=f"案件以 {move.id!r} 办结时，{opened} 仍未解除；请在该动作的 'effects' 中加 {closed}",
                en=f"{opened} would outlast the case that ends by {move.id!r}: add {closed} to the effects of the move",
                where=flow.where(*place, "to"),
            )
