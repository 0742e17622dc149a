"""Making proofs that can be checked away from the ledger (:mod:`gongxin.ledger.transparency.documents`)."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Any

from gongxin.errors import NotFound
from gongxin.ledger.batches import no_such_batch
from gongxin.ledger.buckets import bucket_of
from gongxin.ledger.connection import connect
from gongxin.ledger.leaves import leaf_hashes, leaf_text
from gongxin.ledger.transparency.consistency import prove_consistency
from gongxin.ledger.transparency.documents import FORMAT
from gongxin.ledger.transparency.inclusion import prove_inclusion

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from gongxin.ledger.batches import BatchStore, CommittedBatch
    from gongxin.ledger.leaves import Owner
    from gongxin.ledger.snapshot import Snapshot
    from gongxin.ledger.store import Store


def prove_batches(store: Store, numbers: Iterable[int], known_at: int | None = None) -> dict[str, Any]:
    """A document proving that these batches are in the log as of batch ``known_at`` (the latest if None).

    Error: ``no-such-batch``.
    """
    size = store.batches.resolve(known_at)
    document, entries = _document(store.batches, size), []
    for number in sorted(set(numbers)):
        if not 1 <= number <= size:
            raise no_such_batch(number, size)
        entries.append(_batch_entry(store.batches, store.batches.read(number), size))
    return document | {"batches": entries}


def prove_growth(store: Store, earlier: int, known_at: int | None = None) -> dict[str, Any]:
    """A document proving that the log has only grown since it had ``earlier`` batches. Error: ``no-such-batch``."""
    size = store.batches.resolve(known_at)
    proof = prove_consistency(store.batches.leaf_hashes(size), store.batches.resolve(earlier))
    return _document(store.batches, size) | {"batches": [], "consistency": proof.as_dict()}


def prove_subject(store: Store, snapshot: Snapshot, subject_id: str) -> dict[str, Any]:
    """A document proving what each batch of ``snapshot`` said of one subject. Error: ``unknown-subject``."""
    size = snapshot.known_at
    entries = []
    for number, leaf, place, hashes in _leaves_about(store, snapshot, subject_id):
        batch = store.batches.read(number)
        buckets = sorted(batch.bucket_roots)
        roots = [batch.bucket_roots[bucket] for bucket in buckets]
        subject = {
            "leaf": leaf,
            "in_bucket": prove_inclusion(hashes, place).as_dict(),
            "in_batch": prove_inclusion(roots, buckets.index(bucket_of(subject_id, snapshot.buckets))).as_dict(),
        }
        entries.append(_batch_entry(store.batches, batch, size) | {"subject": subject})
    if not entries:
        raise NotFound(
            "unknown-subject",
            zh="账本中没有该主体的任何信息。",
            en="The ledger has nothing about this subject.",
        )
    return _document(store.batches, size) | {"subject_id": subject_id, "batches": entries}


def _leaves_about(store: Store, snapshot: Snapshot, subject_id: str) -> Iterator[tuple[int, str, int, list[bytes]]]:
    """For each batch about the subject: its number, the leaf, its place among the bucket's, the hashes of these."""
    bucket = bucket_of(subject_id, snapshot.buckets)
    rows, condition, own = snapshot.all_rows(bucket), f"bucket = {bucket}", subject_id.encode()
    with connect(store.workspace) as connection:
        leaves = list(leaf_hashes(connection, rows, condition))
        for number, of_batch in groupby(leaves, key=_batch_of_leaf):
            subjects, hashes = [], []
            for (_, _, subject), hash_ in of_batch:
                subjects.append(subject)
                hashes.append(hash_)
            if own in subjects:
                leaf = leaf_text(connection, rows, condition, number, subject_id)
                yield number, leaf, subjects.index(own), hashes


def _batch_of_leaf(leaf: tuple[Owner, bytes]) -> int:
    (batch, _, _), _ = leaf
    return batch


def _document(batches: BatchStore, size: int) -> dict[str, Any]:
    if size == 0:
        raise NotFound(
            "empty-ledger",
            zh="账本中还没有任何批次，没有可证明的内容。",
            en="The ledger has no batches yet: there is nothing to prove.",
        )
    head = batches.read(size).head.as_dict()
    return {"format": FORMAT, "head": {name: head[name] for name in ("size", "root", "signature")}}


def _batch_entry(batches: BatchStore, batch: CommittedBatch, size: int) -> dict[str, Any]:
    proof = prove_inclusion(batches.leaf_hashes(size), batch.entry.number - 1)
    return {"manifest": batch.entry.as_dict(), "in_log": proof.as_dict()}
