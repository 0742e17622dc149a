"""What a batch says, as a Merkle tree with a leaf for each subject: so that a credit report can be checked offline.

A leaf is a text of lines: the subject's id, then one line for each row that the batch brought about that subject, in
order of their bytes.

- ``record <record_id> <version> <content>``; a record that went to another subject has ``-`` for its content
- ``event <event_id> <SHA-256 of the row>``
- ``subject <SHA-256 of the row>``

The row that is hashed is its columns as text, joined by the unit separator (U+001F), elements of a list by the record
separator (U+001E). Leaves stand in order of bucket and subject id. Each bucket that has any is a tree of its own, and
the roots of these are the leaves' parents in the tree of the batch: a proof never has to read more than one bucket.
Compaction moves rows between files but never between buckets, so the tree can be reckoned again at any time.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING

from gongxin.ledger.progress import Steps
from gongxin.ledger.tables import EVENT, RECORD, SUBJECT, TABLES, Table
from gongxin.ledger.transparency.merkle import tree_root

if TYPE_CHECKING:
    from collections.abc import Mapping

    from duckdb import DuckDBPyConnection

    from gongxin.ledger.progress import Progress

#: Rows reckoned at a time, roughly: bounds memory whatever the size of a batch.
_ROWS_AT_A_TIME = 500_000

_HASH_HEX = 64


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
        condition = f"bucket >= {low} AND bucket < {high}"
        for batch, bucket, count, hashes in connection.execute(bucket_hashes_sql(relations, condition)).fetchall():
            subjects[batch] += count
            # The rows are hashed in SQL; joining their hashes pair by pair is all that is left to do here.
            roots[batch][bucket] = tree_root(split_hashes(hashes))
        steps.advance()
    return {batch: BatchContents(subjects[batch], found) for batch, found in roots.items()}


def bucket_hashes_sql(relations: Mapping[str, str], condition: str) -> str:
    """A query for ``(batch, bucket, subjects, hashes)``: the leaf hashes of a bucket in order, as one hex text."""
    return (
        "SELECT batch, bucket, count(*) AS subjects, string_agg(sha256(chr(0) || leaf), '' ORDER BY subject_id) "
        f"AS hashes FROM ({leaves_sql(relations, condition)}) GROUP BY batch, bucket"
    )


def leaves_sql(relations: Mapping[str, str], condition: str) -> str:
    """A query for ``(batch, bucket, subject_id, leaf)`` over the rows that meet ``condition``."""
    lines = " UNION ALL ".join(
        f"SELECT batch, bucket, subject_id, {_line_sql(TABLES[name])} AS line FROM {relation} WHERE {condition}"
        for name, relation in relations.items()
    )
    return (
        "SELECT batch, bucket, subject_id, "
        "subject_id || chr(10) || array_to_string(list_sort(list(line)), chr(10)) AS leaf "
        f"FROM ({lines}) GROUP BY batch, bucket, subject_id"
    )


def split_hashes(hashes: str) -> list[bytes]:
    """The hashes in a text of them."""
    return [bytes.fromhex(hashes[at : at + _HASH_HEX]) for at in range(0, len(hashes), _HASH_HEX)]


def _line_sql(table: Table) -> str:
    row = f"sha256({_row_text_sql(table)})"
    return {
        RECORD.name: "concat('record ', record_id, ' ', version, ' ', coalesce(content, '-'))",
        EVENT.name: f"'event ' || event_id || ' ' || {row}",
        SUBJECT.name: f"'subject ' || {row}",
    }[table.name]


def _row_text_sql(table: Table) -> str:
    texts = []
    for name, type_ in table.columns.items():
        text = f'array_to_string("{name}", chr(30))' if type_.endswith("[]") else f'CAST("{name}" AS VARCHAR)'
        texts.append(f"coalesce({text}, '')")
    return f"concat_ws(chr(31), {', '.join(texts)})"
