"""What a batch says, as a Merkle tree with a leaf for each subject: so that a credit report can be checked offline.

:mod:`.leaves` says what a leaf is. Each bucket that has any is a tree of its own, and the roots of these are joined in
order to the tree of the batch: a proof never has to read more than one bucket. Compaction moves rows between
files but never between buckets, so the tree can be reckoned again at any time.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from itertools import groupby, pairwise
from typing import TYPE_CHECKING

from gongxin.ledger.leaves import leaf_hashes
from gongxin.ledger.progress import Steps
from gongxin.ledger.transparency.merkle import tree_root

if TYPE_CHECKING:
    from collections.abc import Mapping

    from duckdb import DuckDBPyConnection

    from gongxin.ledger.leaves import Owner
    from gongxin.ledger.progress import Progress

#: Rows reckoned at a time, roughly: bounds memory whatever the size of a batch.
_ROWS_AT_A_TIME = 500_000


@dataclass(frozen=True, slots=True)
class BatchContents:
    """The tree of one batch: how many subjects it speaks of, and the root of each bucket that has any."""

    subjects: int = 0
    bucket_roots: Mapping[int, bytes] = field(default_factory=dict)

    @property
    def root(self) -> bytes:
        """The root of the whole batch."""
        return tree_root([self.bucket_roots[bucket] for bucket in sorted(self.bucket_roots)])


def reckon_contents(
    connection: DuckDBPyConnection,
    relations: Mapping[str, str],
    *,
    buckets: int,
    rows: int,
    progress: Progress | None = None,
) -> dict[int, BatchContents]:
    """The contents of every batch found in ``relations`` (table name to relation with its stored columns).

    ``rows`` is how many rows there are about; it decides how many buckets are worked on at once.
    """
    passes = max(1, min(buckets, rows // _ROWS_AT_A_TIME))
    bounds = [buckets * step // passes for step in range(passes + 1)]
    steps = Steps(progress, passes)
    subjects: dict[int, int] = defaultdict(int)
    roots: dict[int, dict[int, bytes]] = defaultdict(dict)
    for low, high in pairwise(bounds):
        leaves = leaf_hashes(connection, relations, f"bucket >= {low} AND bucket < {high}")
        for (batch, bucket), of_bucket in groupby(leaves, key=_bucket_of_leaf):
            hashes = [hash_ for _, hash_ in of_bucket]
            subjects[batch] += len(hashes)
            roots[batch][bucket] = tree_root(hashes)
        steps.advance()
    return {batch: BatchContents(subjects[batch], found) for batch, found in roots.items()}


def _bucket_of_leaf(leaf: tuple[Owner, bytes]) -> tuple[int, int]:
    (batch, bucket, _), _ = leaf
    return batch, bucket
