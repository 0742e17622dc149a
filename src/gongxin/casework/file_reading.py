"""What casework reads of the ledger: one subject's file on a day, and the record that a case is about."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from gongxin.errors import NotFound
from gongxin.law.expressions import compile_expression
from gongxin.ledger import Ledger
from gongxin.reports.subject_file import read_subject_file
from gongxin.subjects.sql_text import literal

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from duckdb import DuckDBPyConnection

    from gongxin.law.library import Law
    from gongxin.reports.subject_file import FileRecord, SubjectFile
    from gongxin.workspace import Workspace


@dataclass(frozen=True)
class OpenFile:
    """A subject's file laid open, with the record that is asked about, if one is."""

    law: Law
    as_of: date
    file: SubjectFile
    record: FileRecord | None
    _connection: DuckDBPyConnection

    def holds(self, expression: str, record: FileRecord) -> bool:
        """Whether a condition of a pack holds of a record of the file. One that cannot be told does not hold."""
        names = self.law.fields_readable([record.item])
        sql = compile_expression(expression, names, where=record.item)
        query = f"SELECT coalesce(({sql}), FALSE) FROM record WHERE record_id = ?"
        row = self._connection.execute(query, [record.record_id]).fetchone()
        return row is not None and bool(row[0])


@contextmanager
def open_file(
    workspace: Workspace, law: Law, *, record_id: str | None, subject_id: str | None, as_of: date
) -> Iterator[OpenFile]:
    """The file of a subject, or of the subject that a record is about, as it stands on a day.

    A record is named by its number, or by that of its document where the subject is named too. Whoever knows the
    subject should name it: a record alone has to be looked for in the whole ledger.
    Errors: ``unknown-subject``, ``unknown-record``.
    """
    ledger = Ledger.open(workspace)
    with ledger.snapshot() as snapshot, ledger.connect(threads=1) as connection:
        if subject_id is None:
            snapshot.attach(connection)
            subject_id = _subject_of(connection, record_id or "")
        file = read_subject_file(connection, snapshot, law, subject_id, as_of, with_views=False)
        yield laid_open(law, as_of, file, record_id, connection)


def laid_open(
    law: Law, as_of: date, file: SubjectFile, record_id: str | None, connection: DuckDBPyConnection
) -> OpenFile:
    """A file that was read, laid open; ``record`` in ``connection`` holds its records. Error: ``unknown-record``."""
    record = _record_named(file, record_id) if record_id is not None else None
    return OpenFile(law, as_of, file, record, connection)


def _record_named(file: SubjectFile, name: str) -> FileRecord:
    """The record of that number; else the one record with that document number."""
    found = [record for record in file.records if record.record_id == name]
    found = found or [record for record in file.records if record.columns["doc_no"] == name]
    if len(found) != 1:
        raise _unknown_record()
    return found[0]


def _subject_of(connection: DuckDBPyConnection, record_id: str) -> str:
    row = connection.execute(f"SELECT subject_id FROM record WHERE record_id = {literal(record_id)}").fetchone()
    if row is None:
        raise _unknown_record()
    return str(row[0])


def _unknown_record() -> NotFound:
    return NotFound(
        "unknown-record",
        zh="该主体名下在该日没有这条记录（可能已撤回，或已归到其他主体，或文书号对应多条）；请在信用档案中核对记录号。",
        en="The subject has no such record on file on that day (it may be withdrawn, belong to another by now, or "
        "share its document number with others); check the record's number in the credit file.",
    )


def knows_subject(workspace: Workspace, subject_id: str) -> bool:
    """Whether the ledger has a subject of that identifier."""
    ledger = Ledger.open(workspace)
    with ledger.snapshot() as snapshot, ledger.connect(threads=1) as connection:
        snapshot.attach(connection, subject_id=subject_id)
        row = connection.execute("SELECT count(*) FROM subject").fetchone()
        return row is not None and row[0] > 0
