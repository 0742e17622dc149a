"""How each row of a chunk ends: accepted, unchanged, held or rejected, and all that is to be said of it.

The catalogue's rules come first. What passes them is compared with the rows before it and with the ledger, and what
would be taken is put before the misattribution guard.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from gongxin.intake.attribution import REMARKS_ON_SUSPECTS, guard
from gongxin.intake.duplicates import CONTENT_KEY, RECORD_KEY, REMARKS_ON_FATE, settle
from gongxin.intake.identity import SUBJECT_NAME, SUBJECT_ORG_CODE, SUBJECT_PERSON
from gongxin.intake.known_subjects import resolve_org_codes
from gongxin.intake.staging import REMARKS, Outcome, Remark, remarks_sql

if TYPE_CHECKING:
    from collections.abc import Sequence

    from duckdb import DuckDBPyConnection

#: Whether the catalogue's rules reject a row of ``candidate``.
_BROKEN = (
    f"(len(candidate.{REMARKS}) > 0 AND "
    f"len(list_filter(candidate.{REMARKS}, lambda remark: remark.outcome = '{Outcome.REJECTED}')) > 0)"
)

_NOBODY = f"candidate.subject_id IS NULL AND NOT {_BROKEN}"

#: What is said of a row because of its codes; over ``candidate`` and ``resolved``.
_REMARKS_ON_CODES = (
    Remark.where(f"{_NOBODY} AND {SUBJECT_ORG_CODE} IS NULL", "no-subject", None, Outcome.REJECTED),
    Remark.where(
        f"{_NOBODY} AND {SUBJECT_ORG_CODE} IS NOT NULL",
        "org-code-unknown",
        None,
        Outcome.REJECTED,
        detail=SUBJECT_ORG_CODE,
    ),
    Remark.where("resolved.row IS NOT NULL", "org-code-resolved", None, Outcome.ACCEPTED, detail="resolved.subject_id"),
)


def end_rows(connection: DuckDBPyConnection, file: int, names: Sequence[str], *, guarded: bool) -> None:
    """Make ``ending`` from ``candidate`` and ``said``, a row each, and ``kept``, what goes into the ledger.

    ``ending`` has ``row``, ``outcome``, ``remarks``, and of the record: ``content``, ``version``, ``subject_id``,
    ``subject_kind`` and ``on_file_subject``, whose it was so far. ``file`` is the place of the chunk's file in
    ``names``; ``guarded`` is whether there are names to compare with.
    """
    resolve_org_codes(connection)
    connection.execute(_FIT)
    settle(connection, file, names)
    if guarded:
        guard(connection)
    connection.execute(_ENDING)
    connection.execute(_KEPT)


_FIT = f"""
    CREATE OR REPLACE TEMP TABLE fit AS
    SELECT row, subject_id, {SUBJECT_PERSON}, {SUBJECT_NAME},
        {RECORD_KEY} AS record_key, {CONTENT_KEY} AS content_key
    FROM candidate JOIN said USING (row) WHERE subject_id IS NOT NULL AND NOT {_BROKEN}"""

_NUMBER_COVERED = Remark.where("number_covered.row IS NOT NULL", "number-covered", None, Outcome.ACCEPTED)

_SAID = remarks_sql([_NUMBER_COVERED, *_REMARKS_ON_CODES, *REMARKS_ON_FATE, *REMARKS_ON_SUSPECTS])

_ENDING = f"""
    CREATE OR REPLACE TEMP TABLE ending AS
    SELECT * EXCLUDE (said) REPLACE (
        CASE WHEN len({REMARKS}) + len(said) = 0 THEN {REMARKS}
            ELSE list_concat({REMARKS}, said) END AS {REMARKS}
    )
    FROM (
        SELECT candidate.row, candidate.{REMARKS}, {_SAID} AS said,
            coalesce(suspect.outcome, fate.outcome, '{Outcome.REJECTED}') AS outcome,
            said.content, fate.version, fate.on_file_subject,
            coalesce(suspect.to_subject, candidate.subject_id) AS subject_id,
            coalesce(suspect.to_kind, candidate.subject_kind) AS subject_kind
        FROM candidate JOIN said USING (row)
        LEFT JOIN fate USING (row) LEFT JOIN suspect USING (row) LEFT JOIN resolved USING (row)
        LEFT JOIN number_covered USING (row)
    )"""

_KEPT = f"""
    CREATE OR REPLACE TEMP VIEW kept AS
    SELECT candidate.* EXCLUDE ({REMARKS}) REPLACE (
        ending.subject_id AS subject_id, ending.subject_kind AS subject_kind
    ), ending.content, ending.version, ending.on_file_subject
    FROM candidate JOIN ending USING (row) WHERE ending.outcome = '{Outcome.ACCEPTED}'"""
