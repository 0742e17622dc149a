"""Decisions that cannot be carried out, and what has to wait with them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from gongxin.casework.facts.decisions import Decision
    from gongxin.errors import GongxinError


@dataclass
class Stuck:
    """What of this delivery waits on: its ``entries``, and the ``reason`` why the first could not be carried out.

    A later decision about the same record, or in the same case, may rest on the one that waits: it waits, too. All
    others have nothing to do with it and go on.
    """

    reason: GongxinError | None = None
    entries: set[int] = field(default_factory=set)
    _concerned: set[str] = field(default_factory=set)

    def add(self, decisions: Iterable[Decision], reason: GongxinError) -> None:
        """Note that ``decisions`` cannot be carried out."""
        self.reason = self.reason or reason
        for decision in decisions:
            self._hold(decision)

    def without(self, decisions: Sequence[Decision]) -> list[Decision]:
        """Those of ``decisions`` that need not wait; the others are noted."""
        free = []
        for decision in decisions:
            if self._concerned.isdisjoint(_concerns(decision)):
                free.append(decision)
            else:
                self._hold(decision)
        return free

    def _hold(self, decision: Decision) -> None:
        self.entries.add(decision.entry.pk)
        self._concerned |= _concerns(decision)


def _concerns(decision: Decision) -> set[str]:
    """Case and records, each by a name that the others cannot have."""
    case_no = decision.name.rpartition("#")[0]
    return {f"case {case_no}"} | {f"record {fact.record_id}" for fact in decision.facts if fact.record_id}
