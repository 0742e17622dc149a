"""The ways through a flow: where they lead, who has to go along, and what is known at each point of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gongxin.law.schema.procedure import CASE_NAMES

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator

    from gongxin.law.schema.procedure import Flow, Move, State


def anything(_: Move) -> bool:
    """Every move may be made."""
    return True


class Ways:
    """The graph of a flow: states by id, and the moves between them. Moves to states that do not exist lead nowhere."""

    def __init__(self, flow: Flow) -> None:
        self.flow = flow
        self.states: dict[str, State] = {}
        for state in flow.states:
            self.states.setdefault(state.id, state)
        self.first = flow.states[0].id

    def moves(self) -> Iterator[tuple[tuple[str | int, ...], State, Move]]:
        """Every move with its state, and its place in the document of the flow."""
        for outer, state in enumerate(self.flow.states):
            for inner, move in enumerate(state.moves):
                yield ("states", outer, "moves", inner), state, move

    def reached_from(self, start: str, may: Callable[[Move], bool] = anything) -> set[str]:
        """The states that can be reached from one, itself among them, by moves that may be made."""
        met, waiting = {start}, [start]
        while waiting:
            for move in self.states[waiting.pop()].moves:
                if move.to in self.states and move.to not in met and may(move):
                    met.add(move.to)
                    waiting.append(move.to)
        return met

    def leading_to(self, goals: Collection[str], may: Callable[[Move], bool] = anything) -> set[str]:
        """The states from which one of the goals can be reached by moves that may be made."""
        led = set(goals)
        grown = True
        while grown:
            new = {
                state.id
                for state in self.states.values()
                if state.id not in led and any(move.to in led and may(move) for move in state.moves)
            }
            led |= new
            grown = bool(new)
        return led

    def ends(self, *outcomes: str) -> set[str]:
        """The ends of the flow, or those with one of some outcomes."""
        return {s.id for s in self.states.values() if s.outcome is not None and (not outcomes or s.outcome in outcomes)}

    def known(self) -> dict[str, frozenset[str]]:
        """What a case that stands in a state knows for certain: names that moves on every way to it have said (or could
        have said), and ``MOVE.on`` for the moves made on every way. What every case knows is not among them."""
        known: dict[str, frozenset[str]] = {self.first: frozenset()}
        waiting = [self.first]
        while waiting:
            state = self.states[waiting.pop()]
            for move in state.moves:
                if move.to not in self.states:
                    continue
                here = known[state.id] | said_by(move)
                before = known.get(move.to)
                now = here if before is None else before & here
                if now != before:
                    known[move.to] = now
                    waiting.append(move.to)
        return known


def said_by(move: Move) -> frozenset[str]:
    """What a case knows because a move was made."""
    return frozenset({*move.gives, *move.may_give, f"{move.id}.on"})


def is_known(name: str, known: Collection[str]) -> bool:
    """Whether a case knows something under a name, in a state where it knows ``known``."""
    return name in known or name in CASE_NAMES
