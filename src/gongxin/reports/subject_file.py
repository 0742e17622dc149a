"""The file of one subject as the ledger knew it: identity, records with their standing, what happened to them."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from gongxin.errors import NotFound
from gongxin.law.columns import DAY_OF_RECORD
from gongxin.standing import (
    Standing,
    create_standing_view,
    read_standings,
    record_standing_sql,
    standings_of,
    standings_sql,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from duckdb import DuckDBPyConnection

    from gongxin.law.library import Law
    from gongxin.ledger import Snapshot


@dataclass(frozen=True, slots=True)
class FileRecord:
    """One record: its common columns, the fields handed in (id to normalised text), and its standing on the day."""

    columns: Mapping[str, Any]
    payload: Mapping[str, str]
    standing: Standing

    @property
    def record_id(self) -> str:
        """Number of the record in the ledger."""
        return str(self.columns["record_id"])

    @property
    def item(self) -> str:
        """The catalogue item it belongs to."""
        return str(self.columns["item"])

    @property
    def dated(self) -> date | None:
        """The day the record is of, by which it is ordered and headed."""
        return next((self.columns[name] for name in DAY_OF_RECORD if self.columns[name] is not None), None)


@dataclass(frozen=True, slots=True)
class SubjectFile:
    """What is on file about one subject on a day. ``subject`` has the columns of the ledger's subject row, if any."""

    subject_id: str
    subject: Mapping[str, Any]
    records: tuple[FileRecord, ...]
    events: tuple[Mapping[str, Any], ...]


def read_subject_file(
    connection: DuckDBPyConnection,
    snapshot: Snapshot,
    law: Law,
    subject_id: str,
    as_of: date,
    *,
    with_views: bool = True,
) -> SubjectFile:
    """Read the file, latest records first; records that did not exist on the day are left out.

    The views of the subject's rows stay attached to ``connection``, and those of their standing too, unless told not
    to make them (``with_views=False``): who asks one file once is answered sooner by a query over its own items.
    Raises :class:`NotFound` where the ledger knows nothing of the subject.
    """
    snapshot.attach(connection, subject_id=subject_id)
    subjects = _rows(connection, "SELECT * FROM subject")
    records = _rows(connection, "SELECT * FROM record")
    day = as_of.isoformat()
    events = _rows(
        connection, f"SELECT * FROM event WHERE effective_on <= DATE '{day}' ORDER BY effective_on, event_id"
    )
    if with_views:
        create_standing_view(connection, law, as_of)
        standings = read_standings(connection)
    else:
        eventful = any(event["record_id"] is not None for event in events)
        standings = _standings(connection, law, as_of, frozenset(row["item"] for row in records), eventful=eventful)
    return put_together(subject_id, subjects, records, events, standings)


def _standings(
    connection: DuckDBPyConnection, law: Law, as_of: date, items: frozenset[str], *, eventful: bool
) -> dict[str, Standing]:
    """The standing of a handful of records: over so few rows every plan is as good as another, and planning costs."""
    connection.execute("PRAGMA disable_optimizer")
    try:
        standing = record_standing_sql(law, as_of, items=items, kept=("record_id",), eventful=eventful)
        return standings_of(connection.execute(standings_sql(f"({standing})")).fetchall())
    finally:
        connection.execute("PRAGMA enable_optimizer")


def put_together(
    subject_id: str,
    subjects: Sequence[Mapping[str, Any]],
    records: Sequence[Mapping[str, Any]],
    events: Sequence[Mapping[str, Any]],
    standings: Mapping[str, Standing],
) -> SubjectFile:
    """The file from the rows of the ledger's tables about one subject; errors as :func:`read_subject_file`."""
    if not subjects and not records:
        raise NotFound(
            "unknown-subject",
            # The identifier is not repeated: it may be a person's number.
            zh="账本中没有该主体的任何信息；请核对标识，或先用名称查找（gongxin find）。",
            en="The ledger has nothing on that subject; check the identifier, or look the name up (gongxin find).",
        )
    on_file = [
        FileRecord(columns, json.loads(columns["payload"] or "{}"), standings[columns["record_id"]])
        for columns in records
        if standings[columns["record_id"]].on_file
    ]
    on_file.sort(key=lambda record: record.record_id)
    on_file.sort(key=lambda record: str(record.dated or ""), reverse=True)
    return SubjectFile(subject_id, subjects[0] if subjects else {}, tuple(on_file), tuple(events))


def _rows(connection: DuckDBPyConnection, query: str) -> list[dict[str, Any]]:
    result = connection.execute(query)
    names = [column[0] for column in result.description]
    return [dict(zip(names, row, strict=True)) for row in result.fetchall()]
