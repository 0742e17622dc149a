"""Whether the effects of a move can become facts: asked before the move is made, so that no decision is stuck after."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from gongxin.casework.facts.decisions import EVENTS_ONLY, Fact
from gongxin.casework.facts.filed import require_record
from gongxin.casework.facts.new_records import new_record
from gongxin.casework.facts.versions import next_version
from gongxin.law.schema.procedure import Effect
from gongxin.ledger import Ledger
from gongxin.ledger.connection import connect

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from gongxin.law.library import Law
    from gongxin.workspace import Workspace


def check_effects(workspace: Workspace, law: Law, effects: Sequence[Mapping[str, Any]]) -> None:
    """Go on only if every effect can be carried out, by the very code that will carry it out. One that is no more than
    an event always can.

    Errors: ``no-such-record``, ``no-such-subject``, ``no-such-field``, ``not-by-decision``, ``item-not-for-kind`` and
    ``effect-refused``, which tells what the catalogue has against the record.
    """
    facts = [Fact.of(effect, place=place) for place, effect in enumerate(effects)]
    facts = [fact for fact in facts if fact.kind not in EVENTS_ONLY]
    if not facts:
        return
    with Ledger.open(workspace).snapshot() as now, connect(workspace, threads=1) as connection:
        for fact in facts:
            if fact.kind is Effect.RECORD:
                new_record(workspace, law, connection, now, fact)
            else:
                filed = require_record(connection, now, fact.record_id, fact.subject_id)
                next_version(workspace, law, connection, now, filed, [fact])
