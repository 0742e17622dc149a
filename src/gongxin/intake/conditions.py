"""Conditions that the catalogue sets on a row, compiled against the columns of intake's own tables.

The law reads a record by its common columns and its payload. Here the record is still in the making: its common columns
are the struct :data:`RECORD` of the identified table, and its payload is still spread over the fields.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from gongxin.intake.staging import text, typed
from gongxin.law.columns import COLUMNS
from gongxin.law.expressions import compile_expression
from gongxin.law.schema.catalogue import FieldType

if TYPE_CHECKING:
    from gongxin.law.library import Law
    from gongxin.law.schema.catalogue import CatalogueField, CatalogueItem

#: The common columns of the record that a row will be, as one struct.
RECORD = "record__"


def condition_sql(expression: str, item: CatalogueItem, law: Law) -> str:
    """SQL of a condition of ``item`` over its identified rows; never NULL, for what is not known does not hold."""
    names = law.fields_readable([item.id], RECORD)
    for field in item.fields:
        if field.id in names and field.id not in COLUMNS:
            names[field.id] = replace(names[field.id], sql=_payload_sql(field))
    return f"coalesce({compile_expression(expression, names, item.id)}, false)"


def record_sql(item: CatalogueItem, set_by_intake: dict[str, str]) -> str:
    """The struct of common columns: those that fields feed, and those that intake sets, by their SQL."""
    members = (f"'{name}': {set_by_intake.get(name) or _fed_sql(item, name)}" for name in COLUMNS)
    return f"{{{', '.join(members)}}}"


def _fed_sql(item: CatalogueItem, column: str) -> str:
    """The field that feeds a column or, of several, the first one filled in."""
    kind = COLUMNS[column].type
    feeding = [f"CAST({typed(field.id)} AS {kind})" for field in item.fields if field.column == column]
    if not feeding:
        return f"CAST(NULL AS {kind})"
    return feeding[0] if len(feeding) == 1 else f"coalesce({', '.join(feeding)})"


def _payload_sql(field: CatalogueField) -> str:
    if field.type is FieldType.TEXT:
        return text(field.id)
    if field.type is FieldType.AMOUNT:
        # The payload keeps the sum as handed in; the common column has it in yuan.
        return f"TRY_CAST({text(field.id)} AS DECIMAL(18,2))"
    return typed(field.id)
