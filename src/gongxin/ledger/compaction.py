"""Moving recent rows into their buckets, so that a look-up touches one file and a bucket can be read on its own.

A batch lands as a few files sorted by bucket and subject. Compaction takes from each the rows of one bucket after the
other and writes them, sorted by subject, to a file of that bucket. A bucket's smaller files are merged in on the way,
so that there are never many and a row is rewritten a few times only. Each table changes in one atomic commit.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from gongxin.ledger.buckets import RECENT
from gongxin.ledger.connection import connect
from gongxin.ledger.data_files import DataFile, scan_sql, write_file
from gongxin.ledger.recovery import recover
from gongxin.ledger.storage_errors import storage_errors
from gongxin.ledger.vacuum import vacuum
from gongxin.workspace.durable import sync

if TYPE_CHECKING:
    from collections.abc import Sequence

    from duckdb import DuckDBPyConnection

    from gongxin.ledger.store import Store
    from gongxin.ledger.table_log import TableLog

#: Told how many steps are done, and of how many.
Progress = Callable[[int, int | None], None]

#: A bucket's file is merged with those that come in when it is at most this many times their size.
_MERGE_UP_TO = 2


@dataclass(frozen=True, slots=True)
class CompactionResult:
    """What a compaction did: rows moved out of the recent area, files before and after, files deleted from disk."""

    rows_moved: int
    files_before: int
    files_after: int
    files_deleted: int


def compact(store: Store, progress: Progress | None = None) -> CompactionResult:
    """Compact all tables. Takes the writer's lock."""
    with store.workspace.writing("compaction"), storage_errors(store.directory):
        recover(store)
        before = {name: log.files().files for name, log in store.logs.items()}
        due = [log for log in store.logs.values() if any(file.bucket == RECENT for file in log.files().files)]
        steps = _Steps(progress, total=len(due) * store.workspace.buckets)
        with connect(store.workspace) as connection:
            for log in due:
                _compact_table(log, store.workspace.buckets, connection, steps)
        after = [log.files().files for log in store.logs.values()]
        return CompactionResult(
            rows_moved=sum(file.rows for files in before.values() for file in files if file.bucket == RECENT),
            files_before=sum(len(files) for files in before.values()),
            files_after=sum(len(files) for files in after),
            files_deleted=vacuum(store),
        )


def _compact_table(log: TableLog, buckets: int, connection: DuckDBPyConnection, steps: _Steps) -> None:
    files = log.files().files
    recent = [file for file in files if file.bucket == RECENT]
    name = f"compacted-{secrets.token_hex(8)}.parquet"
    added: list[DataFile] = []
    removed = list(recent)
    for bucket in range(buckets):
        arriving = sum(file.rows for file in recent) // buckets
        merged = _to_merge([file for file in files if file.bucket == bucket], arriving)
        paths = [log.directory / file.path for file in (*recent, *merged)]
        query = f"SELECT * FROM {scan_sql(paths)} WHERE bucket = {bucket}"
        written = write_file(connection, log.table, query, log.directory, name, bucket)
        if written is not None:
            sync(log.directory / written.path)
            sync(log.directory / f"bucket={bucket}")
            added.append(written)
            removed += merged
        steps.advance()
    sync(log.directory)
    log.change(added, removed, rows_change=False)


def _to_merge(files: Sequence[DataFile], arriving: int) -> list[DataFile]:
    """Those of a bucket's files that are worth rewriting together with ``arriving`` rows: smallest first."""
    chosen: list[DataFile] = []
    rows = arriving
    for file in sorted(files, key=lambda file: file.rows):
        if file.rows > _MERGE_UP_TO * rows:
            break
        chosen.append(file)
        rows += file.rows
    return chosen


class _Steps:
    """Counts steps and tells the caller."""

    def __init__(self, progress: Progress | None, total: int) -> None:
        self._progress = progress
        self._total = total
        self._done = 0

    def advance(self) -> None:
        self._done += 1
        if self._progress is not None:
            self._progress(self._done, self._total)
