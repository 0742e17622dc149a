"""One batch of the ledger that carries out decisions: events, versions of records, new records."""

from __future__ import annotations

import hashlib
import json
import shutil
from typing import TYPE_CHECKING, Any

from gongxin.casework.facts.carried_out import ITEM, SOURCE, counts_of
from gongxin.casework.facts.events import append_events
from gongxin.casework.facts.new_records import append_new_records
from gongxin.casework.facts.versions import append_versions
from gongxin.intake.receipt.layout import folder_of
from gongxin.ledger.connection import connect
from gongxin.ledger.storage_errors import storage_errors
from gongxin.workspace.durable import sync, write_durably

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from gongxin.casework.facts.decisions import Decision
    from gongxin.law.library import Law
    from gongxin.ledger import Ledger
    from gongxin.workspace import Workspace

#: What the receipt of such a batch is called; its SHA-256 stands in the manifest.
RECEIPT_FILE = "decisions.json"


def write_batch(workspace: Workspace, law: Law, ledger: Ledger, decisions: Sequence[Decision], *, as_of: date) -> int:
    """Carry out ``decisions`` in one batch; return its number. Decisions without any effect need none: then it is the
    last batch there is."""
    if not any(decision.facts for decision in decisions):
        return ledger.last_batch
    facts = [fact for decision in decisions for fact in decision.facts]
    with (
        storage_errors(workspace.root),
        ledger.begin(item=ITEM, source=SOURCE, as_of=as_of) as batch,
        ledger.snapshot() as before,
        connect(workspace, threads=1) as connection,
    ):
        moves = append_versions(workspace, law, connection, batch, before, facts)
        append_new_records(workspace, law, connection, batch, before, facts)
        append_events(connection, batch, before, facts, moves)
        digest = _write_receipt(workspace, batch.number, decisions, as_of)
        batch.commit(counts_of(decisions), digest, synthetic=any(decision.synthetic for decision in decisions))
        return batch.number


def _write_receipt(workspace: Workspace, number: int, decisions: Sequence[Decision], as_of: date) -> str:
    """What the batch carries out, for whoever reads receipts; return its SHA-256. It counts once the batch does."""
    content: dict[str, Any] = {
        "batch": number,
        "as_of": as_of.isoformat(),
        "decisions": [
            {
                "decision": decision.name,
                "effects": [
                    {"effect": fact.kind.value, "id": fact.id, "record_id": fact.record_id, "on": fact.on.isoformat()}
                    for fact in decision.facts
                ],
            }
            for decision in decisions
        ],
    }
    text = (json.dumps(content, ensure_ascii=False, indent=1) + "\n").encode()
    folder = folder_of(workspace.receipts_dir, number)
    # One of this number whose batch was never committed may be there; the ledger knows nothing of it.
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    write_durably(folder / RECEIPT_FILE, text)
    sync(folder.parent)
    return hashlib.sha256(text).hexdigest()
