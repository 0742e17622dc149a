"""The three tables of the ledger and their columns.

``subject`` says what was said of a subject's identity at a time, ``record`` one fact about one subject, ``event``
what happened to a record. The ledger adds three columns to what is handed in: ``bucket`` (see :mod:`.buckets`),
``batch``, the number of the batch that brought the row, and ``chunk``, which counts what a batch wrote from 0: of two
rows about one thing the later goes by these.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from gongxin.law.columns import COLUMNS, ColumnType

if TYPE_CHECKING:
    import pyarrow as pa


@dataclass(frozen=True, slots=True)
class Table:
    """One table: its columns (name to DuckDB type, in order) and those that may not be empty in what is handed in."""

    name: str
    columns: dict[str, str]
    required: tuple[str, ...]

    @property
    def stored(self) -> dict[str, str]:
        """Columns as stored: those handed in and those the ledger adds."""
        return {**self.columns, **ADDED}

    @property
    def statistics(self) -> tuple[str, ...]:
        """Columns whose range is kept for each file."""
        return tuple(name for name in ("subject_id", "version", "batch") if name in self.stored)


#: Columns the ledger adds to every row.
ADDED = {"bucket": "INTEGER", "batch": "BIGINT", "chunk": "INTEGER"}

_TEXT, _DATE, _FLAG = ColumnType.TEXT.value, ColumnType.DATE.value, ColumnType.FLAG.value

SUBJECT = Table(
    name="subject",
    columns={
        "subject_id": _TEXT,
        "kind": _TEXT,
        "individual_business": _FLAG,
        "name": _TEXT,
        "name_key": _TEXT,
        "former_names": "VARCHAR[]",
        "former_keys": "VARCHAR[]",
        "scheme": _TEXT,
        "region": _TEXT,
        "industry": _TEXT,
        "status": _TEXT,
        "scale": _TEXT,
        "established_on": _DATE,
        "ended_on": _DATE,
        "address": _TEXT,
        "person_in_charge": _TEXT,
        "registered": _FLAG,
        "synthetic": _FLAG,
        "source": _TEXT,
    },
    required=("subject_id",),
)

RECORD = Table(
    name="record",
    columns={
        "record_id": _TEXT,
        "version": "INTEGER",
        "content": _TEXT,
        **{column.name: column.type.value for column in COLUMNS.values()},
        "reported_on": _DATE,
        "payload": _TEXT,
    },
    required=("record_id", "version", "content", "subject_id", "item"),
)

EVENT = Table(
    name="event",
    columns={
        "event_id": _TEXT,
        "record_id": _TEXT,
        "subject_id": _TEXT,
        "kind": _TEXT,
        "effective_on": _DATE,
        "case_no": _TEXT,
        "cite_instrument": _TEXT,
        "cite_article": _TEXT,
        "detail": _TEXT,
        "source": _TEXT,
    },
    required=("event_id", "subject_id", "kind"),
)

#: The tables by name.
TABLES = {table.name: table for table in (SUBJECT, RECORD, EVENT)}


def arrow_schema(table: Table) -> pa.Schema:
    """The table's stored columns as Delta Lake is told them."""
    import pyarrow as pa

    types = {
        "VARCHAR": pa.string(),
        "VARCHAR[]": pa.list_(pa.string()),
        "DATE": pa.date32(),
        "BOOLEAN": pa.bool_(),
        "INTEGER": pa.int32(),
        "BIGINT": pa.int64(),
        "DECIMAL(18,2)": pa.decimal128(18, 2),
        "DECIMAL(18,6)": pa.decimal128(18, 6),
    }
    return pa.schema([(name, types[type_]) for name, type_ in table.stored.items()])
