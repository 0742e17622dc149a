"""Reading standing: the views that other rooms query, and one record's standing as an object."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any

from gongxin.standing.outcome_sql import STANDING_COLUMNS
from gongxin.standing.reasons import Reason, sentence
from gongxin.standing.rules_sql import record_standing_sql

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    import duckdb

    from gongxin.errors import Message
    from gongxin.law.library import Law
    from gongxin.ledger import Ledger


@dataclass(frozen=True, slots=True)
class Standing:
    """What one record is worth on a day.

    ``on_file`` is whether the record exists on that day at all. ``displayed``, ``shared`` and ``counted`` are its
    three effects. ``objected`` marks a record under objection (it stands all the same), ``corrected`` one that was
    corrected. ``rule_set`` and ``class_`` are what governs it, if anything does. ``ends_on`` is the last day of its
    effects, empty if none is set; ``repairable_from`` the first day on which an early end may be asked for.
    ``cite_instrument`` and ``cite_article`` give the ground of ``reason``; ``verified`` whether its words were read.
    """

    record_id: str
    on_file: bool
    displayed: bool
    shared: bool
    counted: bool
    objected: bool
    corrected: bool
    rule_set: str | None
    class_: str | None
    starts_on: date | None
    repairable_from: date | None
    ends_on: date | None
    reason: Reason
    cite_instrument: str | None
    cite_article: str | None
    verified: bool | None

    @property
    def sentence(self) -> Message:
        """The reason in one sentence, in both languages."""
        return sentence(self.reason, starts_on=self.starts_on, ends_on=self.ends_on)


def create_standing_view(connection: duckdb.DuckDBPyConnection, law: Law, as_of: date) -> None:
    """Make the temporary views ``record_standing`` and ``standing`` over the views ``record`` and ``event``.

    ``record_standing`` has every column of ``record`` followed by :data:`STANDING_COLUMNS`; ``standing`` has
    ``record_id`` and those columns only. Both have one row for each record.
    """
    columns = ", ".join(f'"{column}"' for column in ("record_id", *STANDING_COLUMNS))
    connection.execute(f"CREATE OR REPLACE TEMP VIEW record_standing AS {record_standing_sql(law, as_of)}")
    connection.execute(f"CREATE OR REPLACE TEMP VIEW standing AS SELECT {columns} FROM record_standing")


def read_standings(connection: duckdb.DuckDBPyConnection) -> dict[str, Standing]:
    """The standing of every record in the view ``standing``, by record; meant for one subject's file, not a bucket."""
    return standings_of(connection.execute(standings_sql("standing")).fetchall())


def standings_sql(standing: str) -> str:
    """A query for what :func:`standings_of` reads, over a relation with a row of standing for each record."""
    columns = ", ".join(f'"{field.name.rstrip("_")}"' for field in fields(Standing))
    return f"SELECT {columns} FROM {standing}"


def standings_of(rows: Iterable[Sequence[Any]]) -> dict[str, Standing]:
    """Standings by record, from the rows of :func:`standings_sql`."""
    names = [field.name for field in fields(Standing)]
    found = (dict(zip(names, row, strict=True)) for row in rows)
    return {row["record_id"]: Standing(**{**row, "reason": Reason(row["reason"])}) for row in found}


def shared_records(ledger: Ledger, law: Law, subject_id: str, as_of: date) -> list[str]:
    """The records of a subject that may be shared on a day, in order of their number."""
    with ledger.snapshot() as snapshot, ledger.connect(threads=1) as connection:
        snapshot.attach(connection, subject_id=subject_id)
        create_standing_view(connection, law, as_of)
        found = connection.execute("SELECT record_id FROM standing WHERE shared ORDER BY record_id").fetchall()
    return [record_id for (record_id,) in found]
