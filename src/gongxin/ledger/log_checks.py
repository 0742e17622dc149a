"""Whether the batch files and the transparency log agree, down to each signature."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gongxin.errors import LedgerError
from gongxin.ledger.findings import Fault, Finding
from gongxin.ledger.transparency.merkle import Frontier, tree_root

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    from gongxin.ledger.batches import BatchStore, CommittedBatch


def check_log(store: BatchStore, last: int, key: Ed25519PublicKey) -> tuple[list[CommittedBatch], list[Finding]]:
    """The batches that could be read, and what is wrong with them."""
    batches: list[CommittedBatch] = []
    findings: list[Finding] = []
    tree = Frontier()
    for number in range(1, last + 1):
        try:
            batch = store.read(number)
        except LedgerError:
            # Without its leaf nothing can be said of the tree from here on.
            findings.append(Finding(Fault.BATCH_FILE, f"batch {number}"))
            break
        batches.append(batch)
        tree = tree.append(batch.entry.leaf())
        findings += [Finding(fault, f"batch {number}") for fault in _faults(batch, number, tree, key)]
    return batches, findings


def _faults(batch: CommittedBatch, number: int, tree: Frontier, key: Ed25519PublicKey) -> list[Fault]:
    faults = []
    if batch.entry.number != number:
        faults.append(Fault.BATCH_NUMBER)
    if batch.head.tree != tree:
        faults.append(Fault.TREE_HEAD)
    if not batch.head.is_signed_by(key):
        faults.append(Fault.SIGNATURE)
    roots = [batch.bucket_roots[bucket] for bucket in sorted(batch.bucket_roots)]
    if batch.entry.contents_root != tree_root(roots).hex():
        faults.append(Fault.CONTENTS)
    return faults
