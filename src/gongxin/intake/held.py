"""Held rows: which wait, and what the department says of them.

Each decision names who takes it and why, and is a batch of its own with its own receipt. Confirming takes the row under
the code it came with, reassigning under another subject that the platform knows, dropping leaves it out for good.
A decision is final; what was taken by mistake is put right by a correction, not by deciding again.
"""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import asdict, dataclass, fields, replace
from typing import TYPE_CHECKING, Any

from gongxin.errors import NotFound, UsageError
from gongxin.intake import known_subjects
from gongxin.intake.delivery import Delivery
from gongxin.intake.held_store import Decided, Decision, HeldStore
from gongxin.intake.identity import SUBJECT_CODE, SUBJECT_NAME, SUBJECT_PERSON
from gongxin.intake.keeping import append_kept
from gongxin.intake.personal import covered
from gongxin.intake.receipt import ReceiptWriter
from gongxin.intake.staging import REMARK_TYPE, Outcome, literal, raw
from gongxin.ledger import Ledger
from gongxin.ledger.connection import connect
from gongxin.ledger.storage_errors import storage_errors

if TYPE_CHECKING:
    from datetime import date

    from duckdb import DuckDBPyConnection

    from gongxin.intake.receipt import Receipt
    from gongxin.ledger.batch_writer import BatchWriter
    from gongxin.workspace import Workspace


@dataclass(frozen=True, slots=True)
class LikelyBearer:
    """A subject whom a held row may really be about."""

    code: str
    name: str

    def __str__(self) -> str:
        """As sentences and tables name it."""
        return f"{self.name} ({self.code})"


@dataclass(frozen=True, slots=True)
class HeldRow:
    """A row that waits: under which number, what it says of whom, why it is held, whom it may really be about."""

    id: str
    item: str
    source: str
    subject_id: str
    name: str
    rule: str
    doc_no: str | None
    authority: str | None
    determined_on: date | None
    reported_on: date
    may_belong_to: list[LikelyBearer]

    def as_dict(self) -> dict[str, Any]:
        """The row as plain data."""
        return {
            "id": self.id,
            "item": self.item,
            "source": self.source,
            "subject_id": self.subject_id,
            "name": self.name,
            "rule": self.rule,
            "may_belong_to": [asdict(bearer) for bearer in self.may_belong_to],
            "doc_no": self.doc_no,
            "authority": self.authority,
            "determined_on": None if self.determined_on is None else self.determined_on.isoformat(),
            "reported_on": self.reported_on.isoformat(),
        }


@dataclass(frozen=True, slots=True)
class HeldDecision:
    """A decision taken, the batch that holds it, and its receipt."""

    decided: Decided
    batch: int
    receipt: Receipt

    def as_dict(self) -> dict[str, Any]:
        """The decision as plain data."""
        return self.decided.as_dict() | {"batch": self.batch} | self.receipt.counts.as_dict()


def held_rows(workspace: Workspace, *, source: str | None = None) -> list[HeldRow]:
    """The rows that wait to be decided on, the oldest first; of one department only, if ``source`` names it."""
    store = HeldStore(workspace, Ledger.open(workspace).last_batch)
    with connect(workspace) as connection:
        store.prepare(connection)
        found = connection.execute(
            """
            SELECT held_id, item, source, subject_id, name, rule, doc_no, authority, determined_on,
                reported_on,
                coalesce(list_transform(bearers, lambda bearer: [bearer.subject_id, bearer.name]), [])
            FROM held_row WHERE decision IS NULL AND ($source IS NULL OR source = $source)
            ORDER BY held_in, CAST(split_part(held_id, '-', 2) AS BIGINT)
            """,
            {"source": source},
        ).fetchall()
    names = [field.name for field in fields(HeldRow)]
    rows = ([*about, [LikelyBearer(*bearer) for bearer in bearers]] for *about, bearers in found)
    return [HeldRow(**dict(zip(names, row, strict=True))) for row in rows]


def confirm(workspace: Workspace, held_id: str, *, by: str, reason: str, as_of: date) -> HeldDecision:
    """Take the row under the code it came with."""
    return _decide(workspace, Decided(held_id, Decision.CONFIRMED, by, reason, as_of))


def reassign(workspace: Workspace, held_id: str, *, to: str, by: str, reason: str, as_of: date) -> HeldDecision:
    """Take the row under the subject ``to``, whom the platform must know.

    Errors: ``no-such-subject``; ``held-row-of-that-subject`` where the row came under that very code.
    """
    return _decide(workspace, Decided(held_id, Decision.REASSIGNED, by, reason, as_of, to))


def drop(workspace: Workspace, held_id: str, *, by: str, reason: str, as_of: date) -> HeldDecision:
    """Leave the row out for good; sent again with the same content, it is rejected."""
    return _decide(workspace, Decided(held_id, Decision.DROPPED, by, reason, as_of))


def _decide(workspace: Workspace, decided: Decided) -> HeldDecision:
    _check_named(decided)
    # What people give as a reason may quote the papers, with the numbers in them.
    decided = replace(decided, by=covered(decided.by.strip()), reason=covered(decided.reason.strip()))
    with ExitStack() as stack:
        stack.enter_context(storage_errors(workspace.root))
        stack.enter_context(workspace.writing("decision on a held row"))
        ledger = Ledger.open(workspace)
        store = HeldStore(workspace, ledger.last_batch)
        connection = stack.enter_context(connect(workspace))
        item, source, synthetic = _waiting(connection, store, decided.held_id)
        delivery = Delivery(workspace.law().item(item), source, decided.on, synthetic=synthetic)
        batch = stack.enter_context(ledger.begin(item=item, source=source, as_of=decided.on))
        receipt = stack.enter_context(
            ReceiptWriter(workspace.receipts_dir, batch.number, delivery.item, source, decided.on)
        )
        return _carry_out(connection, ledger, batch, store, receipt, delivery, decided)


def _check_named(decided: Decided) -> None:
    if not decided.by.strip() or not decided.reason.strip():
        raise UsageError(
            "decision-unsigned",
            zh="请写明决定人和理由。",
            en="Say who decides and why.",
            where=decided.held_id,
        )


def _waiting(connection: DuckDBPyConnection, store: HeldStore, held_id: str) -> tuple[str, str, bool]:
    """Item and source of the row, and whether it is invented; it must be waiting.

    Errors: ``no-such-held-row``, ``held-row-decided``.
    """
    store.prepare(connection)
    found = connection.execute(
        "SELECT item, source, synthetic, decision FROM held_row WHERE held_id = ?", [held_id]
    ).fetchall()
    if not found:
        raise NotFound(
            "no-such-held-row",
            zh="没有这个编号的暂存记录；可用 gongxin held list 查看。",
            en="No row is held under that number; 'gongxin held list' shows those there are.",
            where=held_id,
        )
    ((item, source, synthetic, decision),) = found
    if decision is not None:
        raise UsageError(
            "held-row-decided",
            zh=f"这条暂存记录已处理（{_DECIDED[decision]}），不再更改。",
            en=f"That row has been decided on already ({decision}); this is final.",
            where=held_id,
        )
    return item, source, bool(synthetic)


def _carry_out(
    connection: DuckDBPyConnection,
    ledger: Ledger,
    batch: BatchWriter,
    store: HeldStore,
    writer: ReceiptWriter,
    delivery: Delivery,
    decided: Decided,
) -> HeldDecision:
    with ledger.snapshot() as snapshot:
        known_subjects.prepare(connection, snapshot)
        index = snapshot.record_index(connection, delivery.item.id, delivery.source)
        _check_subject(connection, decided)
        connection.execute(_kept_sql(decided, index))
        if decided.decision is not Decision.DROPPED:
            append_kept(connection, batch, delivery)
    store.forget_uncommitted()
    store.write_decisions(batch.number, [decided])
    receipt = _receipt(connection, writer, delivery, decided)
    batch.commit(receipt.counts.as_dict(), receipt.digest, synthetic=delivery.synthetic)
    return HeldDecision(decided, batch.number, receipt)


_DECIDED = {
    Decision.CONFIRMED: "已确认收录",
    Decision.REASSIGNED: "已改归其他主体",
    Decision.DROPPED: "已决定不予收录",
    Decision.SUPERSEDED: "单位更正后重新报送，已收录",
}


def _check_subject(connection: DuckDBPyConnection, decided: Decided) -> None:
    if decided.to is None:
        return
    if connection.execute(
        "SELECT 1 FROM held_row WHERE held_id = ? AND subject_id = ?", [decided.held_id, decided.to]
    ).fetchall():
        raise UsageError(
            "held-row-of-that-subject",
            zh=f"这条记录本来就用代码 {decided.to} 报送；如确属该主体，请用 gongxin held confirm。",
            en=f"The row came under {decided.to} already; if it is theirs, use 'gongxin held confirm'.",
            where=decided.held_id,
        )
    known = connection.execute("SELECT 1 FROM known_subject WHERE subject_id = ?", [decided.to]).fetchall()
    if not known:
        raise NotFound(
            "no-such-subject",
            zh="平台上没有这个主体；请核对代码，或先收录其登记信息。",
            en="The platform knows no such subject; check the identifier, or take in its registration first.",
            where=decided.to,
        )


def _kept_sql(decided: Decided, index: str) -> str:
    """The table ``kept``, as after a chunk, with the held row in it."""
    to = literal(decided.to)
    return f"""
        CREATE OR REPLACE TEMP TABLE kept AS
        SELECT held.* REPLACE (
                coalesce({to}, held.subject_id) AS subject_id, coalesce(known.kind, held.subject_kind) AS subject_kind
            ),
            1 AS row, held.name AS {SUBJECT_NAME}, held.subject_id AS {SUBJECT_CODE}, false AS {SUBJECT_PERSON},
            coalesce(filed.version, 0) + 1 AS version, filed.subject_id AS on_file_subject
        FROM held_row AS held
        LEFT JOIN {index} AS filed USING (record_id)
        LEFT JOIN known_subject AS known ON known.subject_id = {to}
        WHERE held.held_id = {literal(decided.held_id)}"""


_SAID = {
    Decision.CONFIRMED: ("held-confirmed", Outcome.ACCEPTED),
    Decision.REASSIGNED: ("held-reassigned", Outcome.ACCEPTED),
    Decision.DROPPED: ("held-dropped", Outcome.REJECTED),
}


def _receipt(connection: DuckDBPyConnection, writer: ReceiptWriter, delivery: Delivery, decided: Decided) -> Receipt:
    """The receipt of the decision: one row, which ended as decided."""
    import pyarrow as pa

    rule, outcome = _SAID[decided.decision]
    remark = {"field": None, "rule": rule, "outcome": outcome.value, "value": None}
    remark |= {"detail": decided.to or decided.held_id}
    connection.execute(
        f"CREATE OR REPLACE TEMP TABLE ending AS SELECT 1 AS row, ? AS outcome, [?::{REMARK_TYPE}] AS remarks",
        [outcome.value, remark],
    )
    cells = ", ".join(f"CAST(NULL AS VARCHAR) AS {raw(field.id)}" for field in delivery.item.fields)
    malformed = pa.table({name: pa.array([], pa.string()) for name in ("row", "rule", "detail")})
    # There is no file to mend: the row is where it was.
    writer.add(connection, malformed, "ending", f"(SELECT CAST(NULL AS BIGINT) AS row, {cells} WHERE false)")
    writer.end_file(decided.held_id, ())
    return writer.finish()
