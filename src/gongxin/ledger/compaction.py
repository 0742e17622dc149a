"""Moving recent rows into their buckets, so that a look-up touches one file and a bucket can be read on its own.

A batch lands as a few files sorted by bucket and subject. Compaction takes from each the rows of one bucket after the
other and writes them, sorted by subject, to a file of that bucket. A bucket's smaller files are merged in on the way,
so that there are never many and a row is rewritten a few times only. Each table changes in one atomic commit.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from typing import TYPE_CHECKING

from gongxin.ledger.buckets import RECENT
from gongxin.ledger.connection import connect
from gongxin.ledger.data_files import ROW_GROUP, DataFile, scan_sql, write_file
from gongxin.ledger.progress import Steps
from gongxin.ledger.recovery import recover
from gongxin.ledger.storage_errors import storage_errors
from gongxin.ledger.vacuum import vacuum
from gongxin.workspace.durable import sync

if TYPE_CHECKING:
    from collections.abc import Sequence

    from duckdb import DuckDBPyConnection

    from gongxin.ledger.progress import Progress
    from gongxin.ledger.store import Store
    from gongxin.ledger.table_log import TableLog

#: A bucket's file is merged with the rows that come in when it is at most this many times as large as these.
_MERGE_UP_TO = 2


@dataclass(frozen=True, slots=True)
class CompactionResult:
    """What a compaction did: rows moved out of the recent area, files of all tables before and after."""

    rows_moved: int
    files_before: int
    files_after: int


def compact(store: Store, progress: Progress | None = None) -> CompactionResult:
    """Compact all tables. Takes the writer's lock. Replaced files go at once if nobody is reading, else later."""
    with store.workspace.writing("compaction"), storage_errors(store.directory):
        recover(store)
        before = [file for log in store.logs.values() for file in log.files().files]
        due = [log for log in store.logs.values() if log.files().recent]
        steps = Steps(progress, total=len(due) * store.workspace.buckets)
        with connect(store.workspace) as connection:
            for log in due:
                _compact_table(log, store.workspace.buckets, connection, steps)
        vacuum(store)
        return CompactionResult(
            rows_moved=sum(file.rows for file in before if file.bucket == RECENT),
            files_before=len(before),
            files_after=sum(len(log.files().files) for log in store.logs.values()),
        )


def _compact_table(log: TableLog, buckets: int, connection: DuckDBPyConnection, steps: Steps) -> None:
    listed = log.files()
    recent = listed.recent
    arriving = _rows_by_bucket(log, recent, connection)
    name = f"compacted-{secrets.token_hex(8)}.parquet"
    added: list[DataFile] = []
    removed = listed.recent
    for bucket in range(buckets):
        if bucket in arriving:
            merged = _to_merge([file for file in listed.files if file.bucket == bucket], arriving[bucket])
            paths = [log.directory / file.path for file in (*recent, *merged)]
            query = f"SELECT * FROM {scan_sql(paths)} WHERE bucket = {bucket}"
            written = write_file(connection, query, log.directory, name, bucket=bucket)
            assert written is not None
            sync(log.directory / written.path)
            sync(log.directory / f"bucket={bucket}")
            added.append(written)
            removed += merged
        steps.advance()
    sync(log.directory)
    log.change(added, removed, rows_change=False)


def _rows_by_bucket(log: TableLog, files: Sequence[DataFile], connection: DuckDBPyConnection) -> dict[int, int]:
    relation = scan_sql([log.directory / file.path for file in files])
    return dict(connection.execute(f"SELECT bucket, count(*) FROM {relation} GROUP BY bucket").fetchall())


def _to_merge(files: Sequence[DataFile], arriving: int) -> list[DataFile]:
    """Those of a bucket's files that are worth rewriting together with ``arriving`` rows: smallest first.

    A file is rewritten only when what it is merged with is of its own order of size, so each row is rewritten about
    as many times as the ledger doubles. Files smaller than a row group are always merged.
    """
    chosen: list[DataFile] = []
    rows = arriving
    for file in sorted(files, key=lambda file: file.rows):
        if file.rows > max(_MERGE_UP_TO * rows, ROW_GROUP):
            break
        chosen.append(file)
        rows += file.rows
    return chosen
