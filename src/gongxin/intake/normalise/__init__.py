"""From the text received to typed values, by SQL over the staged table; one module a kind of field.

Every spelling that is understood without doubt is understood; an unusual one leaves a note. What could mean two things
is refused: a two-digit year, a day and month in unknown order, an amount stated twice and differently. The national
tables' own ways (sums in 万元, 2099/12/31 for "no end") are not unusual.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from gongxin.intake.normalise.fields import reading_of
from gongxin.intake.normalise.reading import prepared
from gongxin.intake.staging import REMARKS, ROW, Outcome, Remark, quoted, raw, remarks_sql, text, typed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gongxin.intake.normalise.reading import Reading
    from gongxin.law.library import Law
    from gongxin.law.schema.catalogue import CatalogueItem

__all__ = ["normalised_sql"]


def normalised_sql(item: CatalogueItem, law: Law, staged: str = "staged") -> str:
    """The query of the normalised table (see :mod:`gongxin.intake.staging`) over the staged one."""
    readings = [reading_of(field, law) for field in item.fields]
    inner = ", ".join(part for reading in readings for part in _prepared(reading))
    outer = ", ".join(part for reading in readings for part in _settled(reading))
    remarks = remarks_sql([remark for reading in readings for remark in _remarks(reading)])
    return f"SELECT {ROW}, {outer}, {remarks} AS {REMARKS} FROM (SELECT {ROW}, {inner} FROM {staged})"


def _prepared(reading: Reading) -> Iterator[str]:
    # The inner query names the raw columns, and the readings speak of them by those names: DuckDB lets a select list
    # use the names it has given already.
    field = reading.field
    yield f"{quoted(field.id)} AS {raw(field.id)}"
    yield f"{reading.prepared} AS {prepared(field)}"


def _settled(reading: Reading) -> Iterator[str]:
    field = reading.field
    yield f"{raw(field.id)}"
    yield f"{reading.value} AS {typed(field.id)}"
    # Nothing of personal data is kept as text; the value is there for its digest.
    yield f"{'CAST(NULL AS VARCHAR)' if field.personal else reading.text} AS {text(field.id)}"


def _remarks(reading: Reading) -> Iterator[Remark]:
    field = reading.field
    value = "NULL" if field.personal else raw(field.id)
    if reading.note != "NULL":
        yield Remark(field.id, reading.note, Outcome.ACCEPTED, value)
    if reading.problem != "NULL":
        yield Remark(field.id, reading.problem, Outcome.REJECTED, value)
