"""SQL of what is current: of all rows a table holds, those that answer for the day of a snapshot.

- ``record``: the highest version of each record. A row without content is a mark that the record has moved to another
  subject: it ends the record here.
- ``subject``: one row a subject, of a registration if there is one, the latest of these.
- ``event``: every event once.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from gongxin.ledger.tables import EVENT, RECORD, SUBJECT, Table

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


def current_sql(table: Table, rows: str, *, revised: str | None = None, columns: Iterable[str] | None = None) -> str:
    """A query for the current rows among ``rows``, a relation with the table's stored columns, or with ``columns``.

    ``revised`` is a relation holding at least all rows of a version above 1; None where there is none.
    """
    names = ", ".join(f'"{name}"' for name in columns or table.stored)
    if table is RECORD:
        return _current_records(names, rows, revised)
    key, order = _FIRST_BY[table.name]
    return f"SELECT {names} FROM {rows} QUALIFY row_number() OVER (PARTITION BY {key} ORDER BY {order}) = 1"


def _current_records(columns: str, rows: str, revised: str | None) -> str:
    if revised is None:
        return f"SELECT {columns} FROM {rows}"
    return (
        f"SELECT {columns} FROM {rows} AS this WHERE content IS NOT NULL AND NOT EXISTS ("
        f"SELECT 1 FROM {revised} AS later WHERE later.record_id = this.record_id AND later.version > this.version)"
    )


#: What tells the versions of a record apart.
VERSIONED = ("record_id", "version", "content")

#: Partition and order by which the first row is the current one.
_FIRST_BY = {
    SUBJECT.name: ("subject_id", "registered DESC NULLS LAST, batch DESC, chunk DESC"),
    EVENT.name: ("event_id, subject_id", "batch, chunk"),
}


def empty_sql(table: Table) -> str:
    """A relation with the table's stored columns and no rows."""
    columns = ", ".join(f'CAST(NULL AS {type_}) AS "{name}"' for name, type_ in table.stored.items())
    return f"(SELECT {columns} WHERE false)"


def restricted(rows: str, conditions: Sequence[str]) -> str:
    """``rows`` with all ``conditions``."""
    return f"(SELECT * FROM {rows} WHERE {' AND '.join(conditions)})" if conditions else rows
