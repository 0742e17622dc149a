"""Whether the tables hold what the batches brought, once each, and nothing else."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gongxin.ledger.buckets import bucket_sql
from gongxin.ledger.connection import connect
from gongxin.ledger.contents import BatchContents, reckon_contents
from gongxin.ledger.findings import Fault, Finding
from gongxin.ledger.tables import RECORD

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from duckdb import DuckDBPyConnection

    from gongxin.ledger.batches import CommittedBatch
    from gongxin.ledger.progress import Progress
    from gongxin.ledger.snapshot import Snapshot
    from gongxin.workspace import Workspace

#: How many of the same kind of finding are listed: enough to see what is going on.
_MOST_LISTED = 20


def check_files(snapshot: Snapshot) -> list[Finding]:
    """Whether every file the tables consist of is there, whole."""
    findings = []
    for name, (directory, files) in snapshot.files.items():
        for file in files:
            try:
                size = (directory / file.path).stat().st_size
            except FileNotFoundError:
                findings.append(Finding(Fault.FILE_MISSING, f"{name}/{file.path}"))
                continue
            if size != file.size:
                findings.append(Finding(Fault.FILE_SIZE, f"{name}/{file.path}"))
    return findings


def check_rows(
    workspace: Workspace, snapshot: Snapshot, batches: Sequence[CommittedBatch], progress: Progress | None
) -> list[Finding]:
    """Whether the rows are those the batches vouch for, each in its place and once."""
    import duckdb

    rows = snapshot.all_rows()
    with connect(workspace) as connection:
        try:
            return [
                *_check_buckets(connection, rows, snapshot.buckets),
                *_check_counts(connection, rows, batches),
                *_check_contents(connection, rows, batches, snapshot.buckets, progress),
                *_check_versions(connection, rows[RECORD.name]),
                *_check_owners(connection, rows[RECORD.name]),
            ]
        except duckdb.Error as error:
            return [Finding(Fault.FILE_DAMAGED, str(error).splitlines()[0])]


def _check_buckets(connection: DuckDBPyConnection, rows: Mapping[str, str], buckets: int) -> list[Finding]:
    findings = []
    for name, relation in rows.items():
        misplaced = f"SELECT count(*) FROM {relation} WHERE bucket <> {bucket_sql('subject_id', buckets)}"
        if connection.execute(misplaced).fetchall()[0][0]:
            findings.append(Finding(Fault.WRONG_BUCKET, name))
    return findings


def _check_counts(
    connection: DuckDBPyConnection, rows: Mapping[str, str], batches: Sequence[CommittedBatch]
) -> list[Finding]:
    findings = []
    for name, relation in rows.items():
        counted = dict(connection.execute(f"SELECT batch, count(*) FROM {relation} GROUP BY batch").fetchall())
        findings += [
            Finding(Fault.ROW_COUNT, f"batch {batch.entry.number}, {name}")
            for batch in batches
            if counted.get(batch.entry.number, 0) != batch.entry.rows[name]
        ]
    return findings


def _check_contents(
    connection: DuckDBPyConnection,
    rows: Mapping[str, str],
    batches: Sequence[CommittedBatch],
    buckets: int,
    progress: Progress | None,
) -> list[Finding]:
    total = sum(count for batch in batches for count in batch.entry.rows.values())
    found = reckon_contents(connection, rows, buckets=buckets, rows=total, progress=progress)
    return [
        Finding(Fault.CONTENTS, f"batch {batch.entry.number}")
        for batch in batches
        if found.get(batch.entry.number, BatchContents()).root.hex() != batch.entry.contents_root
    ]


def _check_versions(connection: DuckDBPyConnection, records: str) -> list[Finding]:
    doubled = connection.execute(
        f"SELECT record_id, version FROM {records} WHERE content IS NOT NULL "
        f"GROUP BY record_id, version HAVING count(*) > 1 ORDER BY ALL LIMIT {_MOST_LISTED}"
    ).fetchall()
    return [Finding(Fault.DOUBLED, f"record {record_id}, version {version}") for record_id, version in doubled]


def _check_owners(connection: DuckDBPyConnection, records: str) -> list[Finding]:
    """A record is current with a subject if its last row there has content; that may be so with one subject only."""
    owned_twice = connection.execute(
        f"""
        SELECT record_id FROM (
            SELECT record_id, subject_id, arg_max(content IS NOT NULL, version) AS is_current FROM {records}
            WHERE record_id IN (SELECT record_id FROM {records} WHERE version > 1)
            GROUP BY record_id, subject_id
        ) WHERE is_current GROUP BY record_id HAVING count(*) > 1 ORDER BY record_id LIMIT {_MOST_LISTED}
        """
    ).fetchall()
    return [Finding(Fault.TWO_OWNERS, f"record {record_id}") for (record_id,) in owned_twice]
