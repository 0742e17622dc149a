"""Writing one batch: rows go to files as they come, and exist for readers from the moment of the commit on."""

from __future__ import annotations

import secrets
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

from gongxin.errors import LedgerError
from gongxin.ledger.batches import BatchEntry, CommittedBatch
from gongxin.ledger.buckets import RECENT, bucket_sql
from gongxin.ledger.contents import BatchContents, reckon_contents
from gongxin.ledger.data_files import DataFile, scan_sql, write_file
from gongxin.ledger.reassignment import carried_events_sql, marks_sql, note_moves
from gongxin.ledger.recovery import recover
from gongxin.ledger.snapshot import open_snapshot
from gongxin.ledger.storage_errors import storage_errors
from gongxin.ledger.tables import EVENT, RECORD, TABLES, Table
from gongxin.ledger.transparency.heads import TreeHead
from gongxin.ledger.transparency.merkle import Frontier
from gongxin.subjects.sql_text import quoted
from gongxin.workspace.durable import sync

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from datetime import date
    from types import TracebackType

    from duckdb import DuckDBPyConnection

    from gongxin.ledger.progress import Progress
    from gongxin.ledger.store import Store


@dataclass(frozen=True, slots=True)
class BatchOrigin:
    """Where a batch comes from: the item and source it is about, the day of intake, the files handed in."""

    item: str
    source: str
    as_of: date
    files: tuple[str, ...]


class BatchWriter:
    """One batch being written. Use it in a ``with`` block: without :meth:`commit` the block leaves nothing behind.

    Entering takes the lock of the one writer and clears away what a killed writer left.
    """

    def __init__(self, store: Store, origin: BatchOrigin) -> None:
        self._store = store
        self._origin = origin
        self._files: dict[str, list[DataFile]] = {name: [] for name in TABLES}
        self._token = secrets.token_hex(4)
        self._connection: DuckDBPyConnection | None = None
        self._entry: BatchEntry | None = None
        self._held = ExitStack()
        self._number = 0

    @property
    def number(self) -> int:
        """The number the batch will have once it is committed."""
        return self._number

    def __enter__(self) -> BatchWriter:
        self._held.enter_context(self._store.workspace.writing(f"batch of {self._origin.item}"))
        try:
            recover(self._store)
            self._number = self._store.batches.last() + 1
        except BaseException:
            self._held.close()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            if self._store.batches.last() < self._number:
                self._abandon()
        finally:
            self._held.close()

    def append(
        self,
        table: str,
        connection: DuckDBPyConnection,
        query: str,
        later: Mapping[str, str] | None = None,
        parts: Collection[str] = (),
    ) -> int:
        """Write the rows of ``query`` to ``table``; return how many there were.

        Columns go by name; ``later`` has further ones, as SQL that is worked out over the sorted rows: what is the same
        in every row, or is put together from ``parts``, columns of the query that are not written. A column of the
        table that neither has is empty, one too many is an error (``unknown-column``), as is an empty one that may not
        be (``empty-key-column``). ``bucket`` and ``batch`` are added here. Call it as often as there are chunks: each
        call makes one file, sorted by bucket and subject. Of two rows about one subject the later call's is the current
        one; within a call they may not meet. The connection serves once more at the commit: leave it open until then.
        """
        return self._write(TABLES[table], connection, query, TABLES[table].required, later, parts)

    def reassign(self, connection: DuckDBPyConnection, query: str) -> int:
        """Say which records of this batch belonged to another subject so far; return how many.

        ``query`` has ``record_id``, ``version`` (the one this batch brings), ``from_subject`` and ``to_subject``. The
        record ends with the old subject, and the events on it are repeated under the new one.
        """
        moved = note_moves(connection, query)
        if moved:
            self._write(RECORD, connection, marks_sql(self._origin.item, self._origin.source), ("record_id", "version"))
            with open_snapshot(self._store, self._number - 1) as before:
                self._write(EVENT, connection, carried_events_sql(before.event_rows()), EVENT.required)
        return moved

    def commit(
        self,
        counts: Mapping[str, int],
        receipt_digest: str,
        *,
        synthetic: bool,
        progress: Progress | None = None,
    ) -> BatchEntry:
        """Make the batch part of the ledger. Once this returns it is on disk whole; before, it does not exist."""
        if self._entry is not None:
            return self._entry
        with storage_errors(self._store.directory):
            self._sync_files()
            contents = self._contents(progress)
            entry = BatchEntry(
                number=self._number,
                item=self._origin.item,
                source=self._origin.source,
                as_of=self._origin.as_of,
                files=self._origin.files,
                counts=dict(counts),
                receipt_digest=receipt_digest,
                synthetic=synthetic,
                rows={name: sum(file.rows for file in files) for name, files in self._files.items()},
                subjects=contents.subjects,
                contents_root=contents.root.hex(),
            )
            self._put_in_logs()
            self._store.batches.write(CommittedBatch(entry, self._next_head(entry), contents.bucket_roots))
        self._entry = entry
        return entry

    def _write(
        self,
        table: Table,
        connection: DuckDBPyConnection,
        query: str,
        required: Sequence[str],
        later: Mapping[str, str] | None = None,
        parts: Collection[str] = (),
    ) -> int:
        directory = self._store.log(table).directory
        written = self._files[table.name]
        name = f"batch-{self._number:08}-{len(written):04}-{self._token}.parquet"
        placed = f"SELECT *, {bucket_sql('subject_id', self._store.workspace.buckets)} AS bucket FROM ({query})"
        columns = self._columns(table, connection, query, later or {}, parts)
        with storage_errors(directory):
            file = write_file(connection, placed, directory, name, bucket=RECENT, columns=columns, required=required)
        if file is None:
            return 0
        written.append(file)
        self._connection = connection
        return file.rows

    def _contents(self, progress: Progress | None) -> BatchContents:
        """The tree over what was written, reckoned from the files as they lie on disk."""
        relations = {
            name: scan_sql([self._store.log(TABLES[name]).directory / file.path for file in files])
            for name, files in self._files.items()
            if files
        }
        if self._connection is None:
            return BatchContents()
        rows = sum(file.rows for files in self._files.values() for file in files)
        buckets = self._store.workspace.buckets
        found = reckon_contents(self._connection, relations, buckets=buckets, rows=rows, progress=progress)
        return found[self._number]

    def _sync_files(self) -> None:
        for name, files in self._files.items():
            directory = self._store.log(TABLES[name]).directory
            for file in files:
                sync(directory / file.path)
            if files:
                sync(directory / f"bucket={RECENT}")
                sync(directory)

    def _put_in_logs(self) -> None:
        for name, files in self._files.items():
            if files:
                self._store.log(TABLES[name]).change(files, [], rows_change=True)

    def _next_head(self, entry: BatchEntry) -> TreeHead:
        tree = self._store.batches.read(entry.number - 1).head.tree if entry.number > 1 else Frontier()
        return TreeHead.sign(tree.append(entry.leaf()), self._store.workspace.signing_key())

    def _abandon(self) -> None:
        # Tidiness, no more: nobody sees these rows, and the next writer would clear them away.
        with suppress(LedgerError, OSError):
            for name, files in self._files.items():
                for file in files:
                    (self._store.log(TABLES[name]).directory / file.path).unlink(missing_ok=True)
            recover(self._store)

    def _columns(
        self,
        table: Table,
        connection: DuckDBPyConnection,
        query: str,
        later: Mapping[str, str],
        parts: Collection[str],
    ) -> Sequence[str]:
        """The stored columns as SQL over the rows of ``query`` and their bucket."""
        given = {column[0] for column in connection.execute(f"SELECT * FROM ({query}) LIMIT 0").description or ()}
        given.difference_update(parts)
        unknown = sorted((given | later.keys()) - set(table.columns))
        if unknown:
            raise LedgerError(
                "unknown-column",
                zh=f"表 {table.name} 没有列 {'、'.join(unknown)}。",
                en=f"Table {table.name} has no column {', '.join(unknown)}.",
                where=table.name,
            )
        values = {**dict.fromkeys(table.columns, "NULL"), **later, **{name: quoted(name) for name in given}}
        return [
            *(f"CAST({values[name]} AS {type_}) AS {quoted(name)}" for name, type_ in table.columns.items()),
            "bucket",
            f"CAST({self._number} AS BIGINT) AS batch",
            f"CAST({len(self._files[table.name])} AS INTEGER) AS chunk",
        ]
