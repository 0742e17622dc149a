"""Codes made of letters and digits: width, capitals and separators put right; whether they are valid is a rule's."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gongxin.intake.normalise.reading import Reading, prepared
from gongxin.intake.normalise.spelling import given_sql, marker_note
from gongxin.intake.staging import raw
from gongxin.law.schema.catalogue import FieldType
from gongxin.subjects.identifiers.spelling import compact_sql

if TYPE_CHECKING:
    from gongxin.law.schema.catalogue import CatalogueField

#: What needs nothing done to it. A word of letters alone may be a marker for nothing.
_PLAIN = "[A-Z]*[0-9][0-9A-Z]*"

#: The spelling of an organisation code in its own standard (GB 11714) has a hyphen before the check character.
_HYPHENED_ORG_CODE = "[0-9A-Z]{8}-[0-9A-Z]"


def reading(field: CatalogueField) -> Reading:
    """An identifier, in capitals and without separators."""
    received, read = raw(field.id), prepared(field)
    compact = f"nullif({compact_sql(f'({given_sql(received)})')}, '')"
    usual = f"{read} = {received}"
    if field.type is FieldType.ORG_CODE:
        usual += f" OR regexp_full_match({received}, '{_HYPHENED_ORG_CODE}')"
    return Reading(
        field,
        f"CASE WHEN regexp_full_match({received}, '{_PLAIN}') THEN {received} ELSE {compact} END",
        text=read,
        value=read,
        note=f"CASE WHEN {read} IS NULL THEN {marker_note(received)} WHEN {usual} THEN NULL ELSE 'code-spelling' END",
    )
