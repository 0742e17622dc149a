"""Which decisions the ledger holds already: told by the manifests of the batches that carried them out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gongxin.errors import LedgerError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from gongxin.casework.facts.decisions import Decision
    from gongxin.ledger import Ledger

#: What a batch of decisions has in its manifest in place of an item and a department.
ITEM = "gongxin.decisions"
SOURCE = "gongxin.office"

#: Before the name of a decision in the counts of a manifest; the count is that of its effects.
_DECISION = "decision:"


def counts_of(decisions: Iterable[Decision]) -> dict[str, int]:
    """The counts by which a manifest names the decisions that its batch carries out."""
    return {_DECISION + decision.name: len(decision.facts) for decision in decisions}


def steps_in_ledger(ledger: Ledger, *, since: int) -> dict[str, int]:
    """Names of the decisions that batches after ``since`` have carried out, and the batch of each.

    Error: ``office-ahead`` where the ledger has no batch ``since``: it was restored from an older copy than the office,
    and decisions that the office takes for done are missing from it.
    """
    if since > ledger.last_batch:
        raise LedgerError(
            "office-ahead",
            zh=f"业务数据库记有已写入批次 {since} 的决定，账本只到批次 {ledger.last_batch}；"
            "账本可能由较早的备份恢复，请恢复与业务数据库同期的账本。",
            en=f"The office has decisions that batch {since} carried out, but the ledger ends with batch "
            f"{ledger.last_batch}: it seems to come from an older copy. Restore the ledger that goes with the office.",
        )
    return {
        name.removeprefix(_DECISION): batch.number
        for batch in ledger.batches(since)
        if batch.item == ITEM
        for name in batch.counts
        if name.startswith(_DECISION)
    }
