"""Which buckets are evaluated together.

A part is large enough that planning its query costs next to nothing, and small enough that its subjects fit in the
memory of one worker: a small ledger is one part, a nation's a part a bucket. How a ledger is divided follows from what
it says (its buckets and records), never from how its files lie or from who evaluates it; so every machine comes to the
same parts, and with them to the same bytes.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from gongxin.ledger import Ledger

#: Records in a part, about.
RECORDS_A_PART = 1_000_000

#: Rows looked at for each of a few subjects, about.
_ROWS_OF_SUBJECT = 10

#: A record that is passed over in looking for those of others costs this many times less than one that is evaluated;
#: where that is done in what records brought to an earlier run, less by far.
_PASSED_OVER = 8
_PASSED_OVER_IN_WORKINGS = 32


def divide(buckets: int, records: int) -> list[range]:
    """All buckets in runs of about equally many records."""
    parts = max(1, min(buckets, -(-records // RECORDS_A_PART)))
    bounds = [buckets * step // parts for step in range(parts + 1)]
    return [range(low, high) for low, high in pairwise(bounds)]


def work_of_some(subjects: int, parts: list[range], *, from_workings: bool = False) -> int:
    """How many records could be evaluated in the time that some ``subjects`` take, of a ledger that has ``parts``.

    The records of all others are passed over, which soon is the greater part of the work.
    """
    passed_over = _PASSED_OVER_IN_WORKINGS if from_workings else _PASSED_OVER
    return max(subjects * _ROWS_OF_SUBJECT, len(parts) * RECORDS_A_PART // passed_over)


def records_known(ledger: Ledger, known_at: int) -> int:
    """How many rows of records the ledger had received at a batch, by its transparency log."""
    return sum(entry.rows.get("record", 0) for entry in ledger.batches() if entry.number <= known_at)
