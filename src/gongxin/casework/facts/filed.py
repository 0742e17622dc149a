"""Records and subjects as the ledger has them when a decision is carried out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from gongxin.errors import NotFound
from gongxin.ledger.tables import RECORD, SUBJECT

if TYPE_CHECKING:
    from collections.abc import Mapping

    from duckdb import DuckDBPyConnection

    from gongxin.ledger.snapshot import Snapshot


@dataclass(frozen=True, slots=True)
class FiledRecord:
    """The current version of a record: all its columns."""

    columns: Mapping[str, Any]

    @property
    def record_id(self) -> str:
        """Its id."""
        return str(self.columns["record_id"])

    @property
    def subject_id(self) -> str:
        """Whose it is now."""
        return str(self.columns["subject_id"])

    @property
    def version(self) -> int:
        """The number of this version."""
        return int(self.columns["version"])


@dataclass(frozen=True, slots=True)
class FiledSubject:
    """What the ledger says of a subject."""

    subject_id: str
    kind: str | None
    name: str | None


def filed_record(
    connection: DuckDBPyConnection, snapshot: Snapshot, record_id: str, subject_id: str
) -> FiledRecord | None:
    """The record as it is now; None where there is none. ``subject_id`` is whose it was when the case was opened: if it
    has gone to somebody else since, the whole ledger is searched for it."""
    found = _row(connection, snapshot.rows_of_subject(RECORD, subject_id), record_id)
    if found is None:
        rows = f"SELECT * FROM {snapshot.all_rows()[RECORD.name]} WHERE content IS NOT NULL"
        found = _row(connection, rows, record_id)
    return None if found is None else FiledRecord(found)


def require_record(
    connection: DuckDBPyConnection, snapshot: Snapshot, record_id: str | None, subject_id: str
) -> FiledRecord:
    """As :func:`filed_record`. Error: ``no-such-record``."""
    found = None if record_id is None else filed_record(connection, snapshot, record_id, subject_id)
    if found is None:
        raise NotFound(
            "no-such-record",
            zh="账本中没有这条记录；请核对记录编号。",
            en="The ledger has no such record; check its number.",
            where=record_id,
        )
    return found


def require_subject(connection: DuckDBPyConnection, snapshot: Snapshot, subject_id: str | None) -> FiledSubject:
    """The subject. Error: ``no-such-subject``."""
    rows: list[tuple[Any, ...]] = []
    if subject_id is not None:
        query = f"SELECT subject_id, kind, name FROM ({snapshot.rows_of_subject(SUBJECT, subject_id)})"
        rows = connection.execute(query).fetchall()
    if not rows:
        raise NotFound(
            "no-such-subject",
            zh="平台上没有这个主体；请核对代码，或先收录其登记信息。",
            en="The platform knows no such subject; check the identifier, or take in its registration first.",
            where=subject_id,
        )
    return FiledSubject(*rows[0])


def _row(connection: DuckDBPyConnection, rows: str, record_id: str) -> dict[str, Any] | None:
    columns = ", ".join(f'"{name}"' for name in RECORD.columns)
    found = connection.execute(
        f"SELECT {columns} FROM ({rows}) WHERE record_id = ? ORDER BY version DESC LIMIT 1", [record_id]
    ).fetchall()
    return dict(zip(RECORD.columns, found[0], strict=True)) if found else None
