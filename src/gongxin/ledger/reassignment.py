"""A record that turns out to belong to another subject.

Its new version lies with the new subject, in another bucket, where nobody who reads the old subject looks. So the old
subject gets a mark: a row of the same record and version without content, which ends the record there. What had
happened to the record (a repair, an objection) is repeated under the new subject, where standing will look for it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from gongxin.ledger.tables import EVENT, RECORD
from gongxin.subjects.sql_text import literal

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

#: Working table of what is being moved: ``record_id``, ``version``, ``from_subject``, ``to_subject``.
_MOVED = "temp.reassigned"


def note_moves(connection: DuckDBPyConnection, query: str) -> int:
    """Keep the rows of ``query`` at hand; return how many there are."""
    connection.execute(
        f"CREATE OR REPLACE TEMP TABLE reassigned AS "
        f"SELECT record_id, version, from_subject, to_subject FROM ({query}) WHERE from_subject <> to_subject"
    )
    found = connection.execute(f"SELECT count(*) FROM {_MOVED}").fetchone()
    return int(found[0]) if found else 0


def marks_sql(item: str, source: str) -> str:
    """Rows of ``record`` that end the noted records with the subjects they belonged to."""
    values = {"record_id": "record_id", "version": "version", "subject_id": "from_subject"}
    values |= {"item": literal(item), "source": literal(source)}
    return _select(RECORD.columns, values, _MOVED)


def carried_events_sql(events: str) -> str:
    """Rows of ``event`` that repeat what ``events`` (a relation) says of the noted records under the new subject."""
    values = {name: f"event.{name}" for name in EVENT.columns} | {"subject_id": "to_subject"}
    moved = (
        f"{events} AS event JOIN {_MOVED} ON event.record_id = {_MOVED}.record_id AND event.subject_id = from_subject"
    )
    return _select(EVENT.columns, values, moved)


def _select(columns: dict[str, str], values: dict[str, str], relation: str) -> str:
    listed = ", ".join(f'CAST({values.get(name, "NULL")} AS {type_}) AS "{name}"' for name, type_ in columns.items())
    return f"SELECT {listed} FROM {relation}"
