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
