"""What a chunk leaves behind: rows of the ledger's tables, and held rows that wait to be decided on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gongxin.intake.candidates import RECORD_COLUMNS
from gongxin.intake.held_store import HELD_COLUMNS, Decided, Decision
from gongxin.intake.identity import SUBJECT_NAME
from gongxin.intake.known_subjects import note_subjects
from gongxin.intake.single_value import single_number
from gongxin.intake.staging import Outcome, literal

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from duckdb import DuckDBPyConnection

    from gongxin.intake.delivery import Delivery
    from gongxin.intake.held_store import HeldStore
    from gongxin.ledger.batch_writer import BatchWriter


class Keeping:
    """Writes what a batch keeps and holds, chunk by chunk; none of it exists before the batch is committed."""

    def __init__(self, connection: DuckDBPyConnection, batch: BatchWriter, delivery: Delivery) -> None:
        self._connection = connection
        self._batch = batch
        self._delivery = delivery
        self._mended: list[str] = []
        columns = ", ".join(f"{name} {type_}" for name, type_ in HELD_COLUMNS.items())
        connection.execute(f"CREATE OR REPLACE TEMP TABLE held_now ({columns})")
        self._waiting = single_number(connection, "SELECT count(*) FROM held_before WHERE decision IS NULL") > 0

    def keep(self, later: Mapping[str, str], parts: Sequence[str]) -> None:
        """Write the rows of ``kept`` to the ledger, and add those of ``suspect`` that are held to ``held_now``.

        ``later`` and ``parts`` as :func:`append_kept` has them.
        """
        append_kept(self._connection, self._batch, self._delivery, later, parts)
        self._connection.execute(self._hold_sql(later))
        if self._waiting:
            self._mended += [held_id for (held_id,) in self._connection.execute(self._mended_sql()).fetchall()]

    def finish(self, store: HeldStore) -> None:
        """Put the held rows of the batch on disk, and what it says of rows that were held before."""
        if single_number(self._connection, "SELECT count(*) FROM held_now") > 0:
            store.write_rows(self._batch.number, self._connection, "SELECT * FROM held_now")
        if self._mended:
            decided = [
                Decided(held_id, Decision.SUPERSEDED, self._delivery.source, "sent again, mended", self._delivery.as_of)
                for held_id in sorted(set(self._mended))
            ]
            store.write_decisions(self._batch.number, decided)

    def _hold_sql(self, later: Mapping[str, str]) -> str:
        columns = ", ".join(f"{later.get(name, name)} AS {name}" for name in RECORD_COLUMNS)
        number = "(SELECT count(*) FROM held_now) + row_number() OVER (ORDER BY row)"
        return f"""
            INSERT INTO held_now BY NAME
            SELECT concat({self._batch.number}, '-', {number}) AS held_id, rule, {SUBJECT_NAME} AS name, name_key,
                bearers, {literal(self._delivery.item.subject.scheme)} AS scheme,
                {self._delivery.synthetic} AS synthetic, {columns}
            FROM candidate JOIN said USING (row) JOIN suspect USING (row)
            WHERE suspect.outcome = '{Outcome.HELD}' AND waiting IS NULL"""

    def _mended_sql(self) -> str:
        """The numbers of held rows that still wait and whose record ``kept`` brings.

        It is the same record if its key is the same but for the subject, and either the subject or the name still is.
        """
        item = self._delivery.item
        about_subject = {item.subject.code, item.subject.person_id}
        parts = [_payload_text(field) for field in item.key if field not in about_subject]
        matter = f"concat_ws(chr(31), {', '.join(parts)})" if parts else "record_id"
        return f"""
            WITH waiting AS (
                SELECT held_id, {matter} AS matter, name, subject_id
                FROM held_row SEMI JOIN (FROM held_before WHERE decision IS NULL) USING (held_id)
            ), taken AS (
                SELECT {matter} AS matter, {SUBJECT_NAME} AS name, subject_id FROM kept
                WHERE subject_id IN (SELECT subject_id FROM waiting) OR {SUBJECT_NAME} IN (SELECT name FROM waiting)
            )
            SELECT DISTINCT held_id FROM waiting JOIN taken USING (matter)
            WHERE taken.name = waiting.name OR taken.subject_id = waiting.subject_id"""


def append_kept(
    connection: DuckDBPyConnection,
    batch: BatchWriter,
    delivery: Delivery,
    later: Mapping[str, str] | None = None,
    parts: Sequence[str] = (),
) -> None:
    """Write ``kept`` to the ledger: the records, which subjects they have left, and the subjects they bring.

    ``later`` has columns of the record as SQL, to be worked out once its rows are sorted; ``parts`` are columns of
    ``kept`` that only this SQL reads.
    """
    later = later or {}
    columns = ", ".join(("version", *(name for name in RECORD_COLUMNS if name not in later), *parts))
    batch.append("record", connection, f"SELECT {columns} FROM kept", later, parts)
    batch.reassign(
        connection,
        "SELECT record_id, version, on_file_subject AS from_subject, subject_id AS to_subject FROM kept "
        "WHERE on_file_subject <> subject_id",
    )
    note_subjects(connection, delivery.item, delivery.source, synthetic=delivery.synthetic)
    batch.append("subject", connection, "SELECT * FROM subject_row")


def _payload_text(field: str) -> str:
    return f"json_extract_string(payload, '$.\"{field}\"')"
