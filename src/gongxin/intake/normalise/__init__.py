"""From the text received to typed values, by SQL over the staged table; one module a kind of field.

Every spelling that is understood without doubt is understood; an unusual one leaves a note. What could mean two things
is refused: a two-digit year, a day and month in unknown order, an amount stated twice and differently. The national
tables' own ways (sums in 万元, 2099/12/31 for "no end") are not unusual.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from gongxin.intake.normalise.fields import reading_of
from gongxin.intake.normalise.reading import Reading, prepared
from gongxin.intake.staging import REMARKS, ROW, Outcome, Remark, named_rules, outside, raw, remarks_sql, text, typed
from gongxin.law.readable import value_type
from gongxin.subjects.sql_text import quoted

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from gongxin.law.library import Law
    from gongxin.law.schema.catalogue import CatalogueField, CatalogueItem

__all__ = ["normalised_sql"]


def normalised_sql(
    item: CatalogueItem,
    law: Law,
    staged: str = "staged",
    fields: Collection[str] | None = None,
    by_value: Collection[str] = (),
) -> str:
    """The query of the normalised table (see :mod:`gongxin.intake.staging`) over the staged one.

    ``fields`` are those that the file has (all, if not given): nothing is worked out for the others. Of the fields
    ``by_value``, which have few different values, each value is read once instead of each cell.
    """
    present = [field for field in item.fields if fields is None or field.id in fields]
    readings = [reading_of(field, law) for field in present]
    absent = [_absent(field) for field in item.fields if field not in present]
    looked_up = [_look_up(reading, staged) for reading in readings if reading.field.id in by_value]
    readings = [_looked_up(reading) if reading.field.id in by_value else reading for reading in readings]
    remarks = [remark for reading in readings for remark in _remarks(reading)]
    inner = ", ".join([ROW, *(part for reading in readings for part in _prepared(reading))])
    rules, said = named_rules(remarks, "rule")
    middle = ", ".join([ROW, *(part for reading in readings for part in _settled(reading)), *rules])
    outer = f"* EXCLUDE ({', '.join(remark.rule for remark in said)})" if said else "*"
    return (
        f"SELECT {', '.join([outer, *absent])}, {remarks_sql(said)} AS {REMARKS} "
        f"FROM (SELECT {middle} FROM (SELECT {inner} FROM {staged}) {' '.join(looked_up)})"
    )


def _look_up(reading: Reading, staged: str) -> str:
    """The join with what each value that the field has is read as."""
    field = reading.field
    values = f"SELECT DISTINCT {quoted(field.id)} FROM {staged}"
    parts = {"text": reading.text, "value": reading.value, "note": reading.note, "problem": reading.problem}
    parts |= {"outside": reading.outside} if reading.outside is not None else {}
    columns = ", ".join(f"{sql} AS {_found(field, part)}" for part, sql in parts.items())
    key = _found(field, "key")
    return (
        f"LEFT JOIN (SELECT {raw(field.id)} AS {key}, {columns} "
        f"FROM (SELECT {', '.join(_prepared(reading))} FROM ({values}))) ON {raw(field.id)} IS NOT DISTINCT FROM {key}"
    )


def _looked_up(reading: Reading) -> Reading:
    """The reading as it is found by :func:`_look_up`."""
    field = reading.field
    return Reading(
        field,
        prepared="NULL",
        text=_found(field, "text"),
        value=_found(field, "value"),
        note=_found(field, "note") if reading.note != "NULL" else "NULL",
        problem=_found(field, "problem") if reading.problem != "NULL" else "NULL",
        outside=_found(field, "outside") if reading.outside is not None else None,
    )


def _found(field: CatalogueField, part: str) -> str:
    return quoted(f"{field.id}__found__{part}")


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
    if reading.outside is not None:
        yield f"{reading.outside} AS {outside(field.id)}"


def _remarks(reading: Reading) -> Iterator[Remark]:
    field = reading.field
    value = "NULL" if field.personal else raw(field.id)
    for rule, outcome in ((reading.note, Outcome.ACCEPTED), (reading.problem, Outcome.REJECTED)):
        if rule != "NULL":
            yield Remark(field.id, rule, outcome, value)


def _absent(field: CatalogueField) -> str:
    nothing = [f"CAST(NULL AS VARCHAR) AS {column}" for column in (raw(field.id), text(field.id))]
    if field.values is not None:
        nothing.append(f"CAST(NULL AS BOOLEAN) AS {outside(field.id)}")
    return f"{', '.join(nothing)}, CAST(NULL AS {value_type(field)}) AS {typed(field.id)}"
