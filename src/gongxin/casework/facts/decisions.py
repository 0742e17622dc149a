"""A decision as the ledger will have it: its effects, each under an id that follows from the decision alone."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from datetime import date
from itertools import groupby
from typing import TYPE_CHECKING, Any

from gongxin.casework.facts.carried_out import name_of
from gongxin.law.schema.procedure import Effect

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from gongxin.casework.models import OutboxEntry

#: Effects that change no record's contents or owner: they are events, and nothing but events.
EVENTS_ONLY = frozenset(Effect) - {Effect.CORRECTED, Effect.REASSIGNED, Effect.RECORD}

#: Decisions carried out by one batch: so many that a backlog is gone soon, so few that each is seen soon.
_MOST_IN_A_BATCH = 50

#: Between the parts of an id: no text that people type holds it.
_PART = "\x1f"

_ID_LENGTH = 32


@dataclass(frozen=True, slots=True)
class Fact:
    """One effect of a decision. ``id`` is that of its event, the same however often it is worked out."""

    id: str
    kind: Effect
    on: date
    case_no: str
    subject_id: str
    record_id: str | None = None
    item: str | None = None
    source: str | None = None
    instrument: str | None = None
    article: str | None = None
    to_subject: str | None = None
    corrections: Mapping[str, Any] = field(default_factory=dict)
    values: Mapping[str, Any] = field(default_factory=dict)
    told: bool = True

    @classmethod
    def of(cls, effect: Mapping[str, Any], name: str = "", place: int = 0) -> Fact:
        """The effect in place ``place`` of the decision ``name``."""
        cite = effect.get("cite") or {}
        return cls(
            id=hashlib.sha256(_PART.join((name, str(place))).encode()).hexdigest()[:_ID_LENGTH],
            kind=Effect(effect["effect"]),
            on=date.fromisoformat(effect["on"]),
            case_no=effect["case_no"],
            subject_id=effect["subject_id"],
            record_id=effect.get("record_id") or None,
            item=effect.get("item") or None,
            source=effect.get("source") or None,
            instrument=cite.get("instrument"),
            article=cite.get("article"),
            to_subject=effect.get("to_subject") or None,
            corrections=effect.get("corrections") or {},
            values=effect.get("values") or {},
            told=effect.get("told", True),
        )


@dataclass(frozen=True, slots=True)
class Decision:
    """An entry of the outbox. ``name`` (case and place of the step) is what a manifest calls it, ``batch`` the batch
    that has carried it out already, if one has."""

    entry: OutboxEntry
    name: str
    facts: tuple[Fact, ...]
    synthetic: bool
    batch: int | None

    @classmethod
    def of(cls, entry: OutboxEntry, there: Mapping[str, int]) -> Decision:
        """The decision of ``entry``; ``there`` has the batches of those that the ledger holds, by name."""
        case = entry.step.case
        name = name_of(case.number, entry.step.place)
        facts = tuple(Fact.of(effect, name, place) for place, effect in enumerate(entry.effects))
        return cls(entry, name, facts, case.synthetic, entry.batch or there.get(name))

    @property
    def events_only(self) -> bool:
        """Whether it changes no record's contents or owner."""
        return all(fact.kind in EVENTS_ONLY for fact in self.facts)


def in_batches(decisions: Iterable[Decision]) -> list[list[Decision]]:
    """The decisions in order, cut into what one batch carries out.

    A decision that makes a version of a record has a batch of its own: what others do to the record before or after
    it must find the record as it then is.
    """
    groups: list[list[Decision]] = []
    for (batch, events_only), run in groupby(decisions, key=lambda decision: (decision.batch, decision.events_only)):
        found = list(run)
        size = _MOST_IN_A_BATCH if batch is not None or events_only else 1
        groups += [found[start : start + size] for start in range(0, len(found), size)]
    return groups
