"""Rows that are on file already, and rows that a batch has twice.

Sending a file twice changes nothing: a row whose record and content are on file is unchanged. With other content it is
the record's next version, unless it is the content that a decision has corrected since: a department that goes on
sending what was found wrong does not undo the decision. Within one batch the first row of a record stands; an identical
one adds nothing, and one that says something else is rejected, for nobody can tell which of the two is meant.

The tables hold digests, some forty bytes a row, and spill to disk when they have to.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from gongxin.intake.staging import Outcome, Remark, literal
from gongxin.ledger.tables import EVENT, RECORD

if TYPE_CHECKING:
    from collections.abc import Sequence

    from duckdb import DuckDBPyConnection

    from gongxin.ledger.snapshot import Snapshot

#: The digests by which records and contents are compared, as numbers: they join faster and take less room than text.
RECORD_KEY = "md5_number(record_id)"
CONTENT_KEY = "CAST('0x' || left(content, 16) AS UBIGINT)"

#: What is said of a row because of another one; over ``fate``.
REMARKS_ON_FATE = (
    Remark.where("fate.rule = 'repeated-row'", "repeated-row", None, Outcome.UNCHANGED, detail="fate.detail"),
    Remark.where("fate.rule = 'conflicting-row'", "conflicting-row", None, Outcome.REJECTED, detail="fate.detail"),
    Remark.where("fate.rule = 'corrected-since'", "corrected-since", None, Outcome.UNCHANGED),
    Remark.where("fate.rule = 'new-version'", "new-version", None, Outcome.ACCEPTED, detail="fate.detail"),
)


def prepare(connection: DuckDBPyConnection, snapshot: Snapshot, item: str, source: str) -> None:
    """Make ``on_file``, what the ledger has of this item from this source, ``corrected_since``, the contents that
    decisions have corrected, and ``seen``, what the batch had so far."""
    index = snapshot.record_index(connection, item, source)
    connection.execute(
        f"CREATE OR REPLACE TEMP TABLE on_file AS SELECT {RECORD_KEY} AS record_key, {CONTENT_KEY} AS content_key, "
        f"version, subject_id FROM {index}"
    )
    connection.execute(f"CREATE OR REPLACE TEMP TABLE corrected_since AS {_corrected_sql(snapshot)}")
    connection.execute(
        "CREATE OR REPLACE TEMP TABLE seen (record_key UHUGEINT, content_key UBIGINT, file INTEGER, row BIGINT)"
    )


def _corrected_sql(snapshot: Snapshot) -> str:
    """The digests of contents that were on file when a decision corrected the record."""
    rows = snapshot.all_rows()
    return f"""
        SELECT DISTINCT {RECORD_KEY} AS record_key, {CONTENT_KEY} AS content_key
        FROM {rows[RECORD.name]} AS record
        JOIN (
            -- An event is repeated where the record goes to another subject; it is of the first batch that has it.
            SELECT event_id, any_value(record_id) AS record_id, min(batch) AS batch FROM {rows[EVENT.name]}
            WHERE kind = 'corrected' GROUP BY event_id
        ) AS correction USING (record_id)
        WHERE record.content IS NOT NULL AND record.batch < correction.batch"""


def settle(connection: DuckDBPyConnection, file: int, names: Sequence[str]) -> None:
    """Make ``fate`` from ``fit``: how each row of the chunk ends as far as other rows decide it.

    ``file`` is the place of the chunk's file in ``names``. ``fate`` has ``row``, ``outcome``, ``version`` (of the
    record that the row brings), ``on_file_subject`` (whose it was so far), ``rule`` and ``detail`` for the remark.
    """
    connection.execute(
        f"""
        CREATE OR REPLACE TEMP TABLE fate AS
        WITH first AS (
            SELECT record_key, min(row) AS row, arg_min(content_key, row) AS content_key FROM fit GROUP BY record_key
        ), placed AS (
            SELECT fit.row, fit.content_key, on_file.content_key AS filed,
                corrected_since.record_key IS NOT NULL AS wrong, coalesce(on_file.version, 0) + 1 AS version,
                on_file.subject_id AS on_file_subject,
                coalesce(seen.row, CASE WHEN first.row < fit.row THEN first.row END) AS earlier_row,
                coalesce(seen.file, {file}) AS earlier_file,
                coalesce(seen.content_key, first.content_key) AS earlier
            FROM fit JOIN first USING (record_key)
            LEFT JOIN seen USING (record_key)
            LEFT JOIN on_file USING (record_key)
            LEFT JOIN corrected_since
                ON corrected_since.record_key = fit.record_key AND corrected_since.content_key = fit.content_key
        ), ruled AS (
            SELECT *, CASE WHEN earlier_row IS NOT NULL AND earlier = content_key THEN 'repeated-row'
                WHEN earlier_row IS NOT NULL THEN 'conflicting-row'
                WHEN filed <> content_key AND wrong THEN 'corrected-since'
                WHEN filed <> content_key THEN 'new-version' END AS rule
            FROM placed
        )
        SELECT row, version, on_file_subject, rule,
            CASE WHEN rule = 'conflicting-row' THEN '{Outcome.REJECTED}'
                WHEN rule IN ('repeated-row', 'corrected-since') OR filed = content_key THEN '{Outcome.UNCHANGED}'
                ELSE '{Outcome.ACCEPTED}' END AS outcome,
            CASE WHEN earlier_row IS NOT NULL THEN {_place_sql(file, names)}
                WHEN rule IS NOT NULL THEN CAST(version AS VARCHAR) END AS detail
        FROM ruled
        """
    )
    connection.execute(
        f"INSERT INTO seen SELECT record_key, content_key, {file}, row FROM fit JOIN fate USING (row) "
        "WHERE rule IS NULL OR rule IN ('new-version', 'corrected-since')"
    )


def _place_sql(file: int, names: Sequence[str]) -> str:
    """The number of the earlier row, with the name of its file where that is another one."""
    listed = ", ".join(literal(name) for name in names)
    other = f"CASE WHEN earlier_file <> {file} THEN concat(' (', [{listed}][earlier_file + 1], ')') ELSE '' END"
    return f"concat(earlier_row, {other})"
