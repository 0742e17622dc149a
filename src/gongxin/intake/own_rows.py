"""Rows that the platform makes itself: of a decision, not of a file. The catalogue's rules hold for them, too."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from gongxin.intake import rules
from gongxin.intake.candidates import RECORD_COLUMNS, candidates_sql
from gongxin.intake.constant_columns import stage
from gongxin.intake.normalise import normalised_sql
from gongxin.intake.payload import payload_in_parts
from gongxin.intake.personal import cover_numbers, rows_with_numbers
from gongxin.intake.row_content import content_sql
from gongxin.intake.staging import REMARKS, ROW, Outcome

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from duckdb import DuckDBPyConnection

    from gongxin.law.library import Law
    from gongxin.law.schema.catalogue import CatalogueItem


@dataclass(frozen=True, slots=True)
class OwnRow:
    """A row as the ledger would keep it: its columns, and what the catalogue has against it (field, rule)."""

    columns: Mapping[str, Any]
    refused: tuple[tuple[str | None, str], ...]


def judged(
    connection: DuckDBPyConnection,
    law: Law,
    item: CatalogueItem,
    source: str,
    rows: Sequence[Mapping[str, str]],
    *,
    as_of: date,
    key: bytes,
) -> list[OwnRow]:
    """Each of ``rows`` (field to text) as a record of ``item`` from ``source``, made on ``as_of``.

    Whose record it is, is for the caller to say: nothing is refused for the fields that name the subject. Nor for those
    with personal data, which the platform does not keep, and cannot hand in again. ``key`` is that of the digests.
    """
    import pyarrow as pa

    rules.prepare(connection, item, law)
    fields = [field.id for field in item.fields]
    cells = {name: pa.array([(row.get(name) or "").strip() or None for row in rows], pa.string()) for name in fields}
    staged = stage(connection, pa.table({ROW: pa.array(range(len(rows)), pa.int64()), **cells}))
    readable = cover_numbers(connection, item, rows_with_numbers(connection, item, staged))
    normalised = f"({normalised_sql(item, law, readable, staged.filled)})"
    payload = payload_in_parts(item, staged.constants)
    candidates = candidates_sql(item, law, source, as_of, key, normalised, payload)
    candidates = (
        f"SELECT *, {content_sql()} AS content FROM (SELECT *, {payload.whole()} AS payload FROM ({candidates}))"
    )
    columns = ", ".join(f'"{column}"' for column in RECORD_COLUMNS)
    found = connection.execute(f"SELECT {columns}, {REMARKS} FROM ({candidates}) ORDER BY {ROW}").fetchall()
    not_asked = {field.id for field in item.fields if field.personal is not None}
    not_asked |= {name for name in (item.subject.code, item.subject.name, item.subject.category) if name is not None}
    return [OwnRow(dict(zip(RECORD_COLUMNS, row, strict=False)), _refused(row[-1], not_asked)) for row in found]


def _refused(remarks: Sequence[Mapping[str, Any]], not_asked: set[str]) -> tuple[tuple[str | None, str], ...]:
    return tuple(
        (remark["field"], remark["rule"])
        for remark in remarks
        if remark["outcome"] == Outcome.REJECTED and remark["field"] not in not_asked
    )
