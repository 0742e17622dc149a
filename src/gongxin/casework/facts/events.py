"""Effects as events of the ledger: what happened to a record, on which day, in which case, by which article."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from gongxin.casework.facts.filed import filed_record
from gongxin.casework.facts.rows import relation
from gongxin.law.schema.procedure import Effect
from gongxin.ledger.tables import EVENT

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from duckdb import DuckDBPyConnection

    from gongxin.casework.facts.decisions import Fact
    from gongxin.casework.facts.versions import Moved
    from gongxin.ledger.batch_writer import BatchWriter
    from gongxin.ledger.snapshot import Snapshot


def append_events(
    connection: DuckDBPyConnection,
    batch: BatchWriter,
    before: Snapshot,
    facts: Sequence[Fact],
    moves: Mapping[str, Moved],
) -> None:
    """Write an event for each effect, but for those that make a record.

    It stands in the file of the subject whose record it is; where this batch moves the record, in the files of both,
    under one id: so each can tell what happened, and neither has to know of the other.
    """
    owners: dict[str, str] = {}
    for fact in facts:
        if fact.record_id is not None and fact.record_id not in moves and fact.record_id not in owners:
            filed = filed_record(connection, before, fact.record_id, fact.subject_id)
            owners[fact.record_id] = fact.subject_id if filed is None else filed.subject_id
    rows = [row for fact in facts if fact.kind is not Effect.RECORD for row in _events(fact, owners, moves)]
    if rows:
        batch.append(EVENT.name, connection, relation(connection, EVENT, rows))


def _events(fact: Fact, owners: Mapping[str, str], moves: Mapping[str, Moved]) -> Iterator[dict[str, Any]]:
    moved = moves.get(fact.record_id or "")
    subjects: Iterable[str]
    if moved is not None:
        subjects = dict.fromkeys((moved.from_subject, moved.to_subject))
    else:
        subjects = (owners.get(fact.record_id or "", fact.subject_id),)
    for subject_id in subjects:
        yield {
            "event_id": fact.id,
            "record_id": fact.record_id,
            "subject_id": subject_id,
            "kind": fact.kind.value,
            "effective_on": fact.on,
            "case_no": fact.case_no,
            "cite_instrument": fact.instrument,
            "cite_article": fact.article,
            "detail": _detail(fact, moved, subject_id),
            "source": fact.source,
        }


def _detail(fact: Fact, moved: Moved | None, subject_id: str) -> str | None:
    """What else there is to say: which fields were corrected; whether the record left this file or came to it.

    Whose file the other is, is not said: each of the two reads its own.
    """
    detail: dict[str, Any] = {}
    if fact.kind is Effect.CORRECTED:
        detail = {"fields": sorted(fact.corrections)}
    if fact.kind is Effect.REASSIGNED and moved is not None:
        detail = {"side": "from" if subject_id == moved.from_subject else "to"}
    return json.dumps(detail, ensure_ascii=False) if detail else None
