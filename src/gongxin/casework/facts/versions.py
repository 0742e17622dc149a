"""Records that a decision corrects or moves to the subject they belong to: their next version."""

from __future__ import annotations

import json
from dataclasses import astuple, dataclass
from typing import TYPE_CHECKING, Any

from gongxin.casework.facts.cells import cells_of, payload_text
from gongxin.casework.facts.filed import require_record, require_subject
from gongxin.casework.facts.refusals import refuse_if_any
from gongxin.casework.facts.rows import relation
from gongxin.intake.own_rows import judged
from gongxin.intake.row_content import content_of
from gongxin.law.schema.procedure import Effect
from gongxin.ledger.tables import RECORD

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from duckdb import DuckDBPyConnection

    from gongxin.casework.facts.decisions import Fact
    from gongxin.casework.facts.filed import FiledRecord
    from gongxin.law.library import Law
    from gongxin.ledger.batch_writer import BatchWriter
    from gongxin.ledger.snapshot import Snapshot
    from gongxin.workspace import Workspace

#: Columns that a correction leaves alone: which record it is, whose, whose delivery, when it came.
_KEPT = frozenset(
    {
        "record_id",
        "version",
        "content",
        "subject_id",
        "subject_kind",
        "item",
        "source",
        "late",
        "reported_on",
        "payload",
    }
)


@dataclass(frozen=True, slots=True)
class Moved:
    """A record that a batch takes from one subject to another."""

    record_id: str
    version: int
    from_subject: str
    to_subject: str


def append_versions(
    workspace: Workspace,
    law: Law,
    connection: DuckDBPyConnection,
    batch: BatchWriter,
    before: Snapshot,
    facts: Sequence[Fact],
) -> dict[str, Moved]:
    """Write the next version of each record that ``facts`` correct or move; return the moves, by record."""
    rows, moves = [], {}
    for record_id, of_record in _by_record(facts).items():
        filed = require_record(connection, before, record_id, of_record[0].subject_id)
        row = next_version(workspace, law, connection, before, filed, of_record)
        rows.append(row)
        if row["subject_id"] != filed.subject_id:
            moves[record_id] = Moved(record_id, row["version"], filed.subject_id, row["subject_id"])
    if rows:
        batch.append(RECORD.name, connection, relation(connection, RECORD, rows))
    if moves:
        connection.execute(
            "CREATE OR REPLACE TEMP TABLE moved_by_decision "
            "(record_id VARCHAR, version INTEGER, from_subject VARCHAR, to_subject VARCHAR)"
        )
        connection.executemany(
            "INSERT INTO moved_by_decision VALUES (?, ?, ?, ?)", [astuple(moved) for moved in moves.values()]
        )
        batch.reassign(connection, "SELECT * FROM moved_by_decision")
    return moves


def next_version(
    workspace: Workspace,
    law: Law,
    connection: DuckDBPyConnection,
    before: Snapshot,
    filed: FiledRecord,
    facts: Iterable[Fact],
) -> dict[str, Any]:
    """The record as ``facts`` leave it, with all its columns. A move alone changes no word of what was handed in: the
    department that hands the same in again changes nothing either.

    Errors: ``no-such-subject``, ``no-such-field``, ``not-by-decision``, ``effect-refused``.
    """
    row = dict(filed.columns) | {"version": filed.version + 1}
    for fact in facts:
        if fact.kind is Effect.CORRECTED:
            row |= _corrected(workspace, law, connection, filed, row, fact)
        else:
            subject = require_subject(connection, before, fact.to_subject)
            row |= {"subject_id": subject.subject_id, "subject_kind": subject.kind or row["subject_kind"]}
    return row


def _by_record(facts: Iterable[Fact]) -> dict[str, list[Fact]]:
    found: dict[str, list[Fact]] = {}
    for fact in facts:
        if fact.kind in (Effect.CORRECTED, Effect.REASSIGNED):
            found.setdefault(fact.record_id or "", []).append(fact)
    return found


def _corrected(
    workspace: Workspace,
    law: Law,
    connection: DuckDBPyConnection,
    filed: FiledRecord,
    row: Mapping[str, Any],
    fact: Fact,
) -> dict[str, Any]:
    """The columns that the correction changes.

    The row is judged by the catalogue as it was and as it will be: what changes between the two is the correction's
    doing, and so is what is refused of the second but not of the first. The rest stays as it was taken in.
    """
    item = law.item(row["item"])
    payload: dict[str, str] = json.loads(row["payload"] or "{}")
    said = cells_of(item, fact.corrections, payload)
    was, will = judged(
        connection, law, item, row["source"] or "", [payload, payload | said], as_of=fact.on, key=workspace.digest_key
    )
    refuse_if_any(item, fact.case_no, [remark for remark in will.refused if remark not in was.refused])
    read: dict[str, str] = json.loads(will.columns["payload"])
    kept = {name: read.get(name) if name in said else payload.get(name) for name in (field.id for field in item.fields)}
    text = payload_text(kept)
    changed = {name: value for name, value in will.columns.items() if name not in _KEPT and value != was.columns[name]}
    return changed | {"payload": text, "content": content_of(text, filed.subject_id)}
