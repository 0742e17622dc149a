"""The ledger as it was known at a batch: three views over the rows that were current then."""

from __future__ import annotations

import weakref
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from gongxin.ledger.buckets import RECENT, bucket_of
from gongxin.ledger.connection import keep_metadata
from gongxin.ledger.current_rows import VERSIONED, current_sql, empty_sql, restricted
from gongxin.ledger.data_files import DataFile, scan_sql
from gongxin.ledger.tables import EVENT, RECORD, SUBJECT, TABLES, Table
from gongxin.subjects.sql_text import literal, quoted

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from pathlib import Path
    from types import TracebackType

    from duckdb import DuckDBPyConnection

    from gongxin.ledger.reader_leases import ReaderLease
    from gongxin.ledger.store import Store


@dataclass(frozen=True, slots=True)
class _Part:
    """The part of a table that a view shows: all of it, some buckets in a row, a subject, or the subjects of a relation
    with a column ``subject_id``."""

    buckets: range | None = None
    subject_id: str | None = None
    among: str | None = None

    def may_hold(self, file: DataFile) -> bool:
        if self.buckets is not None and file.bucket not in self.buckets and file.bucket != RECENT:
            return False
        return self.subject_id is None or file.subjects[0] <= self.subject_id <= file.subjects[1]

    def conditions(self) -> list[str]:
        found = []
        if self.buckets is not None:
            found.append(f"bucket BETWEEN {self.buckets.start} AND {self.buckets.stop - 1}")
        if self.subject_id is not None:
            found.append(f"subject_id = {literal(self.subject_id)}")
        if self.among is not None:
            found.append(f"subject_id IN (SELECT subject_id FROM {self.among})")
        return found


def _one(bucket: int | None) -> range | None:
    return None if bucket is None else range(bucket, bucket + 1)


#: Gives an engine's relation over Parquet files.
Scan = Callable[[Sequence["Path"]], str]

#: A table's directory and the files in it that a snapshot reads.
_Files = tuple["Path", tuple[DataFile, ...]]


class Snapshot:
    """The ledger at one moment. Its answers never change, whatever is written, compacted or vacuumed meanwhile.

    While it is open (until :meth:`close`, the end of a ``with`` block, or its garbage collection) the files it reads
    are kept. ``known_at`` is the number of the last batch it knows, ``buckets`` how many buckets there are, ``files``
    says for each table where it is and which files it reads.
    """

    def __init__(self, known_at: int, buckets: int, files: Mapping[str, _Files], lease: ReaderLease | None) -> None:
        self.known_at = known_at
        self.buckets = buckets
        self.files = files
        self._release = weakref.finalize(self, lease.release) if lease is not None else None

    def close(self) -> None:
        """Let go of the files. Views made by this snapshot may not be read afterwards."""
        if self._release is not None:
            self._release()

    def __enter__(self) -> Snapshot:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def attach(self, connection: DuckDBPyConnection, bucket: int | None = None, subject_id: str | None = None) -> None:
        """Make ``subject``, ``record`` and ``event`` in ``connection``: the rows current at :attr:`known_at`.

        Restricted to one bucket or to one subject if given. Each call replaces what the one before made. The records
        and events of one subject are read once and kept: any number of queries over them costs nothing more.
        """
        keep_metadata(connection)
        for table in TABLES.values():
            if subject_id is None:
                query = self._query(table, _Part(_one(bucket)))
            elif table is SUBJECT:
                query = self.rows_of_subject(table, subject_id)
            else:
                kept = f"temp.{table.name}_of_one_subject"
                connection.execute(f"CREATE OR REPLACE TEMP TABLE {kept} AS {self.rows_of_subject(table, subject_id)}")
                query = f"SELECT * FROM {kept}"
            connection.execute(f"CREATE OR REPLACE TEMP VIEW {table.name} AS {query}")

    def rows_of_subject(self, table: Table, subject_id: str) -> str:
        """A query for the current rows of ``table`` about one subject."""
        return self._query(table, _Part(_one(bucket_of(subject_id, self.buckets)), subject_id))

    def queries(
        self, buckets: range | None = None, *, among: str | None = None, scan: Scan = scan_sql
    ) -> dict[str, str]:
        """For each table a query for its current rows: what an engine makes its own views of.

        ``buckets`` and ``among`` (a relation with a column ``subject_id``) choose subjects; ``scan`` gives the engine's
        relation over Parquet files, DuckDB's if not said.
        """
        part = _Part(self._unless_all(buckets), among=among)
        return {table.name: self._query(table, part, scan) for table in TABLES.values()}

    def gather(
        self,
        connection: DuckDBPyConnection,
        among: str,
        columns: Collection[str],
        buckets: range | None = None,
        *,
        added_since: int | None = None,
    ) -> None:
        """Make ``subject``, ``record`` and ``event`` in ``connection`` with the rows of a few among many subjects.

        ``among`` is a relation with their ``subject_id``; of records only ``columns`` are there, and what tells their
        versions apart. Records and events are read once and kept: two rows out of each of a thousand groups would else
        go through every stage of a query group by group. With ``added_since``, a batch, ``among`` is what
        :meth:`touched_since` says of it, and of those who have added records only these alone are there.
        """
        part = _Part(self._unless_all(buckets), among=among)
        rows = self._records_of_some(part) if added_since is None else self._added(connection, part, added_since)
        named = [name for name in RECORD.stored if name in columns or name in VERSIONED]
        revised = "(SELECT * FROM temp.record_of_some WHERE version > 1)"
        kept = {"record": f"SELECT {', '.join(map(quoted, named))} FROM {rows}", "event": self._query(EVENT, part)}
        for name, query in kept.items():
            connection.execute(f"CREATE OR REPLACE TEMP TABLE {name}_of_some AS {query}")
        views = {
            SUBJECT.name: self._query(SUBJECT, part),
            RECORD.name: current_sql(RECORD, "temp.record_of_some", revised=revised, columns=named),
            EVENT.name: "SELECT * FROM temp.event_of_some",
        }
        for name, query in views.items():
            connection.execute(f"CREATE OR REPLACE TEMP VIEW {name} AS {query}")

    def _records_of_some(self, part: _Part, after: int = 0) -> str:
        """A relation with the rows of records of a part, those of batches ``after`` one."""
        directory, files = self.files[RECORD.name]
        found = [file for file in files if part.may_hold(file) and file.batches[1] > after]
        rows = self._rows(directory, found, part) if found else empty_sql(RECORD)
        return restricted(rows, [f"batch > {after}"] if after else [])

    def _added(self, connection: DuckDBPyConnection, part: _Part, since: int) -> str:
        added, revised = (
            replace(part, among=f"(SELECT subject_id FROM {part.among} WHERE {which})")
            for which in ("added_only", "NOT added_only")
        )
        rows = self._records_of_some(added, since)
        # Where there is nobody to be read anew, the files of old are not even opened.
        if connection.execute(f"SELECT count(*) FROM {revised.among}").fetchall() == [(0,)]:
            return rows
        return f"(FROM {rows} UNION ALL FROM {self._records_of_some(revised)})"

    def touched_since(self, batch: int, scan: Scan = scan_sql) -> str:
        """A query for the subjects that records or events of batches after ``batch`` are about.

        ``subject_id``, and ``added_only``: that these batches say nothing of the subject but records nobody had before.
        """
        parts = []
        for table, added in ((RECORD, "version = 1"), (EVENT, "FALSE")):
            rows = self._rows_after(table, batch, scan)
            if rows is not None:
                parts.append(f"SELECT subject_id, {added} AS added FROM {rows}")
        said = " UNION ALL ".join(parts) or f"SELECT subject_id, FALSE AS added FROM {empty_sql(RECORD)}"
        return f"SELECT subject_id, bool_and(added) AS added_only FROM ({said}) GROUP BY subject_id"

    def named_since(self, batch: int) -> str | None:
        """A query for the subjects (``subject_id``) that batches after ``batch`` say the names of; None if none do."""
        rows = self._rows_after(SUBJECT, batch)
        return None if rows is None else f"SELECT subject_id FROM {rows}"

    def _rows_after(self, table: Table, batch: int, scan: Scan = scan_sql) -> str | None:
        """A relation with the rows of a table that batches after ``batch`` brought; None if none did."""
        directory, files = self.files[table.name]
        later = [directory / file.path for file in files if file.batches[1] > batch]
        return restricted(scan(later), [f"batch > {batch}", f"batch <= {self.known_at}"]) if later else None

    def _unless_all(self, buckets: range | None) -> range | None:
        return None if buckets == range(self.buckets) else buckets

    def files_about(self, table: Table, buckets: range) -> list[DataFile]:
        """The files of ``table`` that may have rows of subjects in ``buckets``."""
        part = _Part(buckets)
        return [file for file in self.files[table.name][1] if part.may_hold(file)]

    def may_hold(self, table: Table, subject_id: str) -> bool:
        """Whether any file of ``table`` may have rows about the subject; told without opening one."""
        part = _Part(_one(bucket_of(subject_id, self.buckets)), subject_id)
        return any(part.may_hold(file) for file in self.files[table.name][1])

    def record_index(self, connection: DuckDBPyConnection, item: str, source: str) -> str:
        """Make the view ``record_index`` (record_id, content, version, subject_id) and return its name.

        It holds the current version of every record of ``item`` from ``source``: what intake compares a file with.
        """
        query = self._query(RECORD, _Part())
        connection.execute(
            "CREATE OR REPLACE TEMP VIEW record_index AS SELECT record_id, content, version, subject_id "
            f"FROM ({query}) WHERE item = {literal(item)} AND source = {literal(source)}"
        )
        return "record_index"

    def all_rows(self, bucket: int | None = None) -> dict[str, str]:
        """For each table a relation with all rows up to :attr:`known_at`, superseded ones included."""
        part = _Part(_one(bucket))
        relations = {}
        for table in TABLES.values():
            directory, files = self.files[table.name]
            found = [file for file in files if part.may_hold(file)]
            relations[table.name] = self._rows(directory, found, part) if found else empty_sql(table)
        return relations

    def event_rows(self) -> str:
        """A relation with every event."""
        return f"({self._query(EVENT, _Part())})"

    def _query(self, table: Table, part: _Part, scan: Scan = scan_sql) -> str:
        directory, files = self.files[table.name]
        found = [file for file in files if part.may_hold(file)]
        if not found:
            return f"SELECT * FROM {empty_sql(table)}"
        rows = self._rows(directory, found, part, scan)
        revised = [file for file in found if (file.highest_version or 1) > 1]
        if not revised:
            return current_sql(table, rows)
        later = f"(SELECT * FROM {self._rows(directory, revised, part, scan)} WHERE version > 1)"
        return current_sql(table, rows, revised=later)

    def _rows(self, directory: Path, files: list[DataFile], part: _Part, scan: Scan = scan_sql) -> str:
        conditions = part.conditions()
        if any(file.batches[1] > self.known_at for file in files):
            conditions.append(f"batch <= {self.known_at}")
        return restricted(scan([directory / file.path for file in files]), conditions)


def open_snapshot(store: Store, known_at: int | None) -> Snapshot:
    """The ledger as known at batch ``known_at``. Error: ``no-such-batch``."""
    lease = store.readers.lease()
    # The batch number comes before the files: whatever the logs hold by then includes all rows of that batch.
    number = store.batches.resolve(known_at)
    files = {
        name: (log.directory, tuple(file for file in log.files().files if file.batches[0] <= number))
        for name, log in store.logs.items()
    }
    return Snapshot(known_at=number, buckets=store.workspace.buckets, files=files, lease=lease)
