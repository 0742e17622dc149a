"""Records that were once under a subject and never were its own: what its page says of them.

A record that was reassigned is on the file of the subject it belongs to. The file it left keeps an event; with it
what the file showed until then can be read from what was known at the batch before.

It is told to the subject itself and to those who answer for the record
(:func:`gongxin.accounts.permissions.may_see_moved`), on their desks. No credit report has it, not even the subject's
own: a report is handed on, and who reads it has no business with another's penalty.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from gongxin.ledger.tables import EVENT
from gongxin.reports.entries import ground
from gongxin.reports.subject_file import read_subject_file

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date
    from typing import Any

    from duckdb import DuckDBPyConnection

    from gongxin.law.library import Law
    from gongxin.ledger import Ledger
    from gongxin.reports.report import Cited
    from gongxin.reports.subject_file import FileRecord

#: Kind of the event of a move, and what it says on the side that the record left.
_MOVED, _FROM = "reassigned", "from"

_LEFT = """
    SELECT record_id, min(effective_on), min_by(case_no, batch), min_by(cite_instrument, batch),
        min_by(cite_article, batch), max(batch) - 1
    FROM ({events})
    WHERE kind = '{moved}' AND effective_on <= DATE '{as_of}' AND json_extract_string(detail, '$.side') = '{side}'
    GROUP BY record_id, event_id ORDER BY min(effective_on), record_id"""


@dataclass(frozen=True, slots=True)
class LeftRecord:
    """A record that left a file: on which day, in which case, by which article (as the decision cited it).

    ``shown`` is the record as the file had it until then: what was known at batch ``known_at``, on the day it left.
    """

    left_on: date
    case_no: str
    cite: Cited | None
    known_at: int
    shown: FileRecord


def has_left(events: Iterable[Mapping[str, Any]]) -> bool:
    """Whether by its events a record was moved away from a file: only then is there anything to look for."""
    return any(event["kind"] == _MOVED and json.loads(event["detail"] or "{}").get("side") == _FROM for event in events)


def of_subject(
    ledger: Ledger, law: Law, subject_id: str, as_of: date, *, known_at: int | None = None
) -> list[LeftRecord]:
    """The records that have left the file of a subject by ``as_of``, in the order in which they went; of one that has
    come back since nothing is said."""
    found: list[LeftRecord] = []
    with ledger.snapshot(known_at) as snapshot, ledger.connect(threads=1) as connection:
        events = snapshot.rows_of_subject(EVENT, subject_id)
        query = _LEFT.format(events=events, as_of=as_of.isoformat(), moved=_MOVED, side=_FROM)
        rows = connection.execute(query).fetchall()
        if not rows:
            return []
        snapshot.attach(connection, subject_id=subject_id)
        own = {number for (number,) in connection.execute("SELECT record_id FROM record").fetchall()}
        for record_id, left_on, case_no, instrument, article, before in rows:
            shown = _shown(connection, ledger, law, subject_id, record_id, left_on, before)
            if record_id not in own and shown is not None:
                cite = ground(law, instrument, article, verified=False)
                found.append(LeftRecord(left_on, case_no, cite, before, shown))
    return found


def _shown(
    connection: DuckDBPyConnection, ledger: Ledger, law: Law, subject_id: str, record_id: str, day: date, known_at: int
) -> FileRecord | None:
    with ledger.snapshot(known_at) as before:
        file = read_subject_file(connection, before, law, subject_id, day)
    return next((record for record in file.records if record.record_id == record_id), None)
