"""Rows that are on file already, and rows that a file has twice.

Sending a file twice changes nothing: a row whose record and content are on file is unchanged. With other content it is
the record's next version. Within one batch the first row of a record stands; an identical one adds nothing, and one that
says something else is rejected, for nobody can tell which of the two is meant.

The tables hold digests only, 36 bytes a row, and spill to disk when they have to.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from gongxin.intake.staging import literal

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

    from gongxin.ledger.snapshot import Snapshot

#: The digests by which records and contents are compared: numbers, which join faster and take less room than text.
RECORD_KEY = "md5_number(record_id)"
CONTENT_KEY = "CAST('0x' || content AS UBIGINT)"


def prepare(connection: DuckDBPyConnection, snapshot: Snapshot, item: str, source: str) -> None:
    """Make ``on_file`` (what the ledger has of this item from this source) and the empty ``seen`` (what the batch had)."""
    index = snapshot.record_index(connection, item, source)
    connection.execute(
        f"CREATE OR REPLACE TEMP TABLE on_file AS SELECT {RECORD_KEY} AS record_key, {CONTENT_KEY} AS content_key, "
        f"version, subject_id FROM {index}"
    )
    connection.execute(
        "CREATE OR REPLACE TEMP TABLE seen (record_key UHUGEINT, content_key UBIGINT, file INTEGER, row BIGINT)"
    )


def settle(connection: DuckDBPyConnection, file: int, files: tuple[str, ...]) -> None:
    """Make ``fate`` from ``fit``: how each row of the chunk ends as far as other rows decide it.

    ``fate`` has ``row``, ``outcome``, ``version`` (of the record the row brings), ``on_file_subject`` (whose the record
    has been so far) and the remark's ``rule`` and ``detail``, NULL where there is nothing to say.
    """
    connection.execute(
        f"""
        CREATE OR REPLACE TEMP TABLE fate AS
        WITH first AS (
            SELECT record_key, min(row) AS row, arg_min(content_key, row) AS content_key FROM fit GROUP BY record_key
        ), placed AS (
            SELECT fit.row, fit.content_key, on_file.content_key AS filed, on_file.version AS filed_version,
                on_file.subject_id AS on_file_subject,
                coalesce(seen.row, CASE WHEN first.row < fit.row THEN first.row END) AS earlier_row,
                coalesce(seen.file, {file}) AS earlier_file,
                coalesce(seen.content_key, first.content_key) AS earlier
            FROM fit JOIN first USING (record_key)
            LEFT JOIN seen USING (record_key)
            LEFT JOIN on_file USING (record_key)
        )
        SELECT row,
            CASE WHEN earlier_row IS NOT NULL AND earlier <> content_key THEN 'rejected'
                WHEN earlier_row IS NOT NULL OR filed = content_key THEN 'unchanged' ELSE 'accepted' END AS outcome,
            coalesce(filed_version, 0) + 1 AS version,
            on_file_subject,
            CASE WHEN earlier_row IS NOT NULL AND earlier = content_key THEN 'repeated-row'
                WHEN earlier_row IS NOT NULL THEN 'conflicting-row'
                WHEN filed <> content_key THEN 'new-version' END AS rule,
            CASE WHEN earlier_row IS NOT NULL THEN {_place(file, files)}
                WHEN filed <> content_key THEN CAST(filed_version + 1 AS VARCHAR) END AS detail
        FROM placed
        """
    )
    connection.execute(
        f"INSERT INTO seen SELECT record_key, content_key, {file}, row FROM fit JOIN fate USING (row) "
        "WHERE rule IS NULL OR rule NOT IN ('repeated-row', 'conflicting-row')"
    )


def _place(file: int, files: tuple[str, ...]) -> str:
    """The number of the earlier row; with the file's name where it stands in another one."""
    names = ", ".join(literal(name) for name in files)
    return f"CAST(earlier_row AS VARCHAR) || CASE WHEN earlier_file <> {file} THEN ' (' || [{names}][earlier_file + 1] || ')' ELSE '' END"
