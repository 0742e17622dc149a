"""What the law calls the things of a case: its procedure, its state, its deadlines, its record's item."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from gongxin.casework.models import Case, Deadline
    from gongxin.law.library import Law
    from gongxin.law.schema.basics import Text
    from gongxin.law.schema.procedure import Flow


class Titles:
    """Titles in both languages; None for what the packs no longer know."""

    def __init__(self, law: Law) -> None:
        self._law = law
        self._flows: Mapping[str, Flow] = {
            procedure.id: law.flows[procedure.flow] for procedure in law.procedures if procedure.flow in law.flows
        }

    def of_state(self, procedure: str, state: str) -> Text | None:
        """Where a case of that procedure stands."""
        flow = self._flows.get(procedure)
        return None if flow is None else next((found.title for found in flow.states if found.id == state), None)

    def of_deadline(self, deadline: Deadline) -> Text | None:
        """What has to be done by its day."""
        flow = self._flows.get(deadline.case.procedure)
        if flow is None:
            return None
        return next((found.title for found in flow.deadlines if found.id == deadline.deadline), None)

    def of_move(self, procedure: str, state: str, move: str) -> Text | None:
        """What was done in a case that stood in ``state``."""
        flow = self._flows.get(procedure)
        moves = (one for found in flow.states if found.id == state for one in found.moves) if flow is not None else ()
        return next((one.title for one in moves if one.id == move), None)

    def of_level(self, procedure: str, level: str) -> Text | None:
        """A grade that a condition of the procedure names, by the code list of its item."""
        conditions = (one for of in self._law.procedures if of.id == procedure for one in of.conditions)
        items = {item for condition in conditions if condition.grades for item in condition.items}
        lists = (of.values for item in items for of in self._law.item(item).fields if of.column == "level")
        known = (value for name in lists if name is not None for value in self._law.code_list(name).values)
        return next((value.title for value in known if value.code == level), None)

    def of_item(self, item: str) -> Text | None:
        """The catalogue item that the record of a case belongs to."""
        found = self._law.items.get(item)
        return None if found is None else found.title

    def of_case(self, case: Case) -> Text | None:
        """Where the case stands."""
        return self.of_state(case.procedure, case.state)

    def of_waiting_states(self) -> dict[str, tuple[Text, ...]]:
        """The titles of all states in which a case can wait, by state; procedures may call one state differently."""
        titled: dict[str, dict[str, Text]] = {}
        for flow in self._law.flows.values():
            for state in flow.states:
                if state.moves:
                    titled.setdefault(state.id, {}).setdefault(state.title.zh, state.title)
        return {state: tuple(titles.values()) for state, titles in titled.items()}


@lru_cache(maxsize=2)
def titles_of(law: Law) -> Titles:
    """The titles of a law, looked up once."""
    return Titles(law)
