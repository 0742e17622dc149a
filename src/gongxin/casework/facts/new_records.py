"""Records that a decision makes: a commitment given, an interview held, a paper found false."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from gongxin.casework.facts.carried_out import SOURCE
from gongxin.casework.facts.cells import cells_of, payload_text
from gongxin.casework.facts.filed import filed_record, require_subject
from gongxin.casework.facts.refusals import refuse_if_any
from gongxin.casework.facts.rows import relation
from gongxin.errors import UsageError
from gongxin.intake.own_rows import judged
from gongxin.intake.row_content import content_of
from gongxin.law.schema.procedure import Effect
from gongxin.ledger.tables import RECORD
from gongxin.subjects.kinds import SubjectKind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from duckdb import DuckDBPyConnection

    from gongxin.casework.facts.decisions import Fact
    from gongxin.casework.facts.filed import FiledSubject
    from gongxin.law.library import Law
    from gongxin.law.schema.catalogue import CatalogueItem
    from gongxin.ledger.batch_writer import BatchWriter
    from gongxin.ledger.snapshot import Snapshot
    from gongxin.workspace import Workspace


def append_new_records(
    workspace: Workspace,
    law: Law,
    connection: DuckDBPyConnection,
    batch: BatchWriter,
    before: Snapshot,
    facts: Sequence[Fact],
) -> None:
    """Write the records that ``facts`` make. One that is on file already, by its natural key, gets its next version."""
    made = [new_record(workspace, law, connection, before, fact) for fact in facts if fact.kind is Effect.RECORD]
    rows = {row["record_id"]: row for row in made if row is not None}
    if rows:
        batch.append(RECORD.name, connection, relation(connection, RECORD, rows.values()))


def new_record(
    workspace: Workspace, law: Law, connection: DuckDBPyConnection, before: Snapshot, fact: Fact
) -> dict[str, Any] | None:
    """The record that ``fact`` makes, with all its columns; None where the very same is on file.

    Errors: ``no-such-subject``, ``no-such-field``, ``item-not-for-kind``, ``effect-refused``.
    """
    item = law.item(fact.item or "")
    subject = require_subject(connection, before, fact.subject_id)
    _check_kind(item, subject, fact)
    source = fact.source or SOURCE
    cells = cells_of(item, fact.values) | _of_subject(item, subject)
    (own,) = judged(connection, law, item, source, [cells], as_of=fact.on, key=workspace.digest_key)
    refuse_if_any(item, fact.case_no, own.refused)
    # The natural key of a person's record has the identity number, which the platform does not keep.
    record_id = fact.id if subject.kind == SubjectKind.NATURAL_PERSON else str(own.columns["record_id"])
    text = payload_text(json.loads(own.columns["payload"]))
    content = content_of(text, subject.subject_id)
    filed = filed_record(connection, before, record_id, subject.subject_id)
    if filed is not None and filed.columns["content"] == content:
        return None
    return dict(own.columns) | {
        "record_id": record_id,
        "version": 1 if filed is None else filed.version + 1,
        "content": content,
        "payload": text,
        "subject_id": subject.subject_id,
        "subject_kind": subject.kind,
    }


def _of_subject(item: CatalogueItem, subject: FiledSubject) -> dict[str, str]:
    """The cells that name the subject, as the ledger knows it."""
    person = subject.kind == SubjectKind.NATURAL_PERSON
    code = "" if person else subject.subject_id.removeprefix(item.subject.prefix)
    cells = {item.subject.code: code}
    if item.subject.name is not None and subject.name:
        cells[item.subject.name] = subject.name
    if item.subject.category is not None and person:
        # Of an organisation the code tells what it is.
        cells[item.subject.category] = SubjectKind.NATURAL_PERSON
    return cells


def _check_kind(item: CatalogueItem, subject: FiledSubject, fact: Fact) -> None:
    if subject.kind is not None and subject.kind not in item.kinds:
        raise UsageError(
            "item-not-for-kind",
            zh=f"目录事项“{item.title.zh}”不适用于此类主体。",
            en=f"The item '{item.title.en}' is not for subjects of this kind.",
            where=fact.case_no,
        )
