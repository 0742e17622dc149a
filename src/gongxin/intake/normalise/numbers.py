"""Plain numbers and whole numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gongxin.intake.normalise.reading import Reading, prepared
from gongxin.intake.normalise.spelling import given_sql, half_width_sql, is_full_width_sql, marker_note, matches_sql
from gongxin.intake.staging import raw
from gongxin.law.columns import ColumnType
from gongxin.law.schema.catalogue import FieldType

if TYPE_CHECKING:
    from gongxin.law.schema.catalogue import CatalogueField

_PLAIN = "-?[0-9]+(?:[.][0-9]+)?"
_SPELLED = "[+-]?(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+|)(?:[.][0-9]*)?"
_EXACT = "DECIMAL(38,12)"


def reading(field: CatalogueField) -> Reading:
    """A number with up to six decimals, or a whole one."""
    received, read, given = raw(field.id), prepared(field), given_sql(raw(field.id))
    whole = field.type is FieldType.INTEGER
    kind = ColumnType.INTEGER if whole else ColumnType.NUMBER
    # Decimals of a whole number would be rounded off in silence by the cast: they make it none.
    value = (
        f"CASE WHEN {read} = trunc({read}) THEN TRY_CAST({read} AS {kind}) END"
        if whole
        else f"TRY_CAST({read} AS {kind})"
    )
    rounded = f"WHEN {value} <> {read} THEN 'rounded'"
    half = half_width_sql(received)
    plain = matches_sql(received, _PLAIN)
    spelled = matches_sql(half, _SPELLED)
    return Reading(
        field,
        f"CASE WHEN {plain} THEN TRY_CAST({received} AS {_EXACT}) "
        f"WHEN {spelled} THEN TRY_CAST(replace({half}, ',', '') AS {_EXACT}) END",
        text=f"CASE WHEN {read} IS NOT NULL THEN {trimmed_zeros(read)} ELSE {given} END",
        value=value,
        note=f"CASE WHEN {read} IS NULL THEN {marker_note(received)} {rounded} WHEN {plain} THEN NULL "
        f"WHEN {is_full_width_sql(received)} THEN 'full-width' ELSE 'number-spelling' END",
        problem=f"CASE WHEN {value} IS NULL AND {given} IS NOT NULL THEN "
        f"'{'not-a-whole-number' if whole else 'not-a-number'}' END",
    )


def trimmed_zeros(number: str) -> str:
    """A DECIMAL, or the text of one with a point, as text without zeros at the end: equal numbers are equal texts."""
    return f"rtrim(rtrim(CAST({number} AS VARCHAR), '0'), '.')"
