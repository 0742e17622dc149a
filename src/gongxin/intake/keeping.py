"""What a chunk leaves behind: rows of the ledger's tables, and held rows that wait to be decided on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gongxin.intake.candidates import RECORD_COLUMNS
from gongxin.intake.held_store import HELD_COLUMNS
from gongxin.intake.identity import SUBJECT_NAME
from gongxin.intake.known_subjects import note_subjects
from gongxin.intake.staging import Outcome, literal

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

    from gongxin.law.schema.catalogue import CatalogueItem
    from gongxin.ledger.batch_writer import BatchWriter

_RECORD = ", ".join(("version", *RECORD_COLUMNS))


def keep(
    connection: DuckDBPyConnection, batch: BatchWriter, item: CatalogueItem, source: str, *, synthetic: bool
) -> None:
    """Write ``kept`` to the ledger: the records, the subjects they bring, and which subjects they have left."""
    batch.append("record", connection, f"SELECT {_RECORD} FROM kept")
    batch.reassign(
        connection,
        "SELECT record_id, version, on_file_subject AS from_subject, subject_id AS to_subject FROM kept "
        "WHERE on_file_subject IS NOT NULL",
    )
    note_subjects(connection, item, source, synthetic=synthetic)
    batch.append("subject", connection, "SELECT * FROM subject_row")


def prepare_held(connection: DuckDBPyConnection) -> None:
    """Make the empty ``held_now``: the rows that the batch holds."""
    columns = ", ".join(f"{name} {type_}" for name, type_ in HELD_COLUMNS.items())
    connection.execute(f"CREATE OR REPLACE TEMP TABLE held_now ({columns})")


def hold(connection: DuckDBPyConnection, batch: int, item: CatalogueItem, *, synthetic: bool) -> None:
    """Add the rows of ``candidate`` that are held for the first time to ``held_now``, numbered within the batch."""
    connection.execute(
        f"""
        INSERT INTO held_now BY NAME
        SELECT concat({batch}, '-', (SELECT count(*) FROM held_now) + row_number() OVER (ORDER BY row)) AS held_id,
            rule, {SUBJECT_NAME} AS name, name_key, bearers, {literal(item.subject.scheme)} AS scheme,
            {synthetic} AS synthetic, {", ".join(RECORD_COLUMNS)}
        FROM candidate JOIN suspect USING (row)
        WHERE suspect.outcome = '{Outcome.HELD}' AND waiting IS NULL
        """
    )


def superseded(connection: DuckDBPyConnection, item: CatalogueItem) -> list[str]:
    """The numbers of held rows that still wait and whose record ``kept`` brings: the department has mended the row.

    It is the same record if its key is the same but for the subject, and either the subject or the name still is.
    """
    about_subject = {item.subject.code, item.subject.person_id}
    parts = [f"payload ->> '$.\"{field}\"'" for field in item.key if field not in about_subject]
    matter = f"concat_ws(chr(31), {', '.join(parts)})" if parts else "record_id"
    found = connection.execute(
        f"""
        WITH waiting AS (
            SELECT held_id, {matter} AS matter, name, subject_id
            FROM held_row SEMI JOIN (FROM held_before WHERE decision IS NULL) USING (held_id)
        ), taken AS (
            SELECT {matter} AS matter, {SUBJECT_NAME} AS name, subject_id FROM kept
            WHERE subject_id IN (SELECT subject_id FROM waiting) OR {SUBJECT_NAME} IN (SELECT name FROM waiting)
        )
        SELECT DISTINCT held_id FROM waiting JOIN taken USING (matter)
        WHERE taken.name = waiting.name OR taken.subject_id = waiting.subject_id
        ORDER BY held_id
        """
    ).fetchall()
    return [held_id for (held_id,) in found]
