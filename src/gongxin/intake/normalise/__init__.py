"""From the text received to typed values, by SQL over the staged table; one module a kind of field.

Every spelling that is understood without doubt is understood; an unusual one leaves a note. What could mean two things
is refused: a two-digit year, a day and month in unknown order, an amount stated twice and differently. The national
tables' own ways (sums in 万元, 2099/12/31 for "no end") are not unusual.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from gongxin.intake.normalise.fields import reading_of, value_type
from gongxin.intake.normalise.reading import prepared
from gongxin.intake.staging import REMARKS, ROW, Outcome, Remark, named_rules, raw, remarks_sql, text, typed
from gongxin.subjects.sql_text import quoted

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from gongxin.intake.normalise.reading import Reading
    from gongxin.law.library import Law
    from gongxin.law.schema.catalogue import CatalogueField, CatalogueItem

__all__ = ["normalised_sql"]


def normalised_sql(item: CatalogueItem, law: Law, staged: str = "staged", fields: Collection[str] | None = None) -> str:
    """The query of the normalised table (see :mod:`gongxin.intake.staging`) over the staged one.

    ``fields`` are those that the file has (all, if not given): nothing is worked out for the others.
    """
    present = [field for field in item.fields if fields is None or field.id in fields]
    readings = [reading_of(field, law) for field in present]
    absent = [_absent(field) for field in item.fields if field not in present]
    remarks = [remark for reading in readings for remark in _remarks(reading)]
    inner = ", ".join([ROW, *(part for reading in readings for part in _prepared(reading))])
    rules, said = named_rules(remarks, "rule")
    middle = ", ".join([ROW, *(part for reading in readings for part in _settled(reading)), *rules])
    outer = f"* EXCLUDE ({', '.join(remark.rule for remark in said)})" if said else "*"
    return (
        f"SELECT {', '.join([outer, *absent])}, {remarks_sql(said)} AS {REMARKS} "
        f"FROM (SELECT {middle} FROM (SELECT {inner} FROM {staged}))"
    )


def _prepared(reading: Reading) -> Iterator[str]:
    # DuckDB lets a select list use the names it has given already: readings speak of the raw column by its new name.
    field = reading.field
    yield f"{quoted(field.id)} AS {raw(field.id)}"
    yield f"{reading.prepared} AS {prepared(field)}"


def _settled(reading: Reading) -> Iterator[str]:
    field = reading.field
    yield raw(field.id)
    yield f"{reading.value} AS {typed(field.id)}"
    # Nothing of personal data is kept as text; the value is there for its digest.
    yield f"{'CAST(NULL AS VARCHAR)' if field.personal else reading.text} AS {text(field.id)}"


def _remarks(reading: Reading) -> Iterator[Remark]:
    field = reading.field
    value = "NULL" if field.personal else raw(field.id)
    for rule, outcome in ((reading.note, Outcome.ACCEPTED), (reading.problem, Outcome.REJECTED)):
        if rule != "NULL":
            yield Remark(field.id, rule, outcome, value)


def _absent(field: CatalogueField) -> str:
    columns = (raw(field.id), text(field.id))
    nothing = ", ".join(f"CAST(NULL AS VARCHAR) AS {column}" for column in columns)
    return f"{nothing}, CAST(NULL AS {value_type(field)}) AS {typed(field.id)}"
