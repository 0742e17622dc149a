"""Records that were once under a subject and never were its own: what its page says of them.

A record that was reassigned is on the file of the subject it belongs to. The file it left keeps an event; with it
anybody can read what the file showed until then, from what was known at the batch before.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from gongxin.ledger.tables import EVENT
from gongxin.reports.subject_file import read_subject_file

if TYPE_CHECKING:
    from datetime import date

    from duckdb import DuckDBPyConnection

    from gongxin.law.library import Law
    from gongxin.ledger import Ledger
    from gongxin.reports.subject_file import FileRecord

_LEFT = """
    SELECT record_id, min(effective_on), min_by(case_no, batch), min_by(cite_instrument, batch),
        min_by(cite_article, batch), max(batch) - 1
    FROM ({events})
    WHERE kind = 'reassigned' AND effective_on <= DATE '{as_of}' AND json_extract_string(detail, '$.side') = 'from'
    GROUP BY record_id, event_id ORDER BY min(effective_on), record_id"""


@dataclass(frozen=True, slots=True)
class LeftRecord:
    """A record that left a file: on which day, in which case, by which article.

    ``shown`` is the record as the file had it until then: what was known at batch ``known_at``, on the day it left.
    """

    left_on: date
    case_no: str
    instrument: str | None
    article: str | None
    known_at: int
    shown: FileRecord


def left_records(
    ledger: Ledger, law: Law, subject_id: str, as_of: date, *, known_at: int | None = None
) -> list[LeftRecord]:
    """The records that have left the file of a subject by ``as_of``, in the order in which they went; of one that has
    come back since nothing is said."""
    found: list[LeftRecord] = []
    with ledger.snapshot(known_at) as snapshot, ledger.connect(threads=1) as connection:
        events = snapshot.rows_of_subject(EVENT, subject_id)
        rows = connection.execute(_LEFT.format(events=events, as_of=as_of.isoformat())).fetchall()
        if not rows:
            return []
        snapshot.attach(connection, subject_id=subject_id)
        own = {number for (number,) in connection.execute("SELECT record_id FROM record").fetchall()}
        for record_id, left_on, case_no, instrument, article, before in rows:
            shown = _shown(connection, ledger, law, subject_id, record_id, left_on, before)
            if record_id not in own and shown is not None:
                found.append(LeftRecord(left_on, case_no, instrument, article, before, shown))
    return found


def _shown(
    connection: DuckDBPyConnection, ledger: Ledger, law: Law, subject_id: str, record_id: str, day: date, known_at: int
) -> FileRecord | None:
    with ledger.snapshot(known_at) as before:
        file = read_subject_file(connection, before, law, subject_id, day)
    return next((record for record in file.records if record.record_id == record_id), None)
