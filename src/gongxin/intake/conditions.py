"""Conditions that the catalogue sets on a row, compiled against the columns of intake's own tables.

The law reads a record by its common columns and payload; here the record does not exist yet. The same names stand
for the same values, read from the normalised table.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from gongxin.intake.identity import SUBJECT_KIND
from gongxin.intake.staging import text, typed
from gongxin.law.columns import COLUMNS
from gongxin.law.expressions import compile_expression
from gongxin.law.readable import readable_names
from gongxin.law.schema.catalogue import FieldType

if TYPE_CHECKING:
    from gongxin.law.library import Law
    from gongxin.law.readable import Readable
    from gongxin.law.schema.catalogue import CatalogueField, CatalogueItem


def condition_sql(expression: str, item: CatalogueItem, law: Law) -> str:
    """SQL of a condition of ``item`` over its normalised rows; never NULL, for what is not known does not hold."""
    return f"coalesce({compile_expression(expression, _names(item, law), item.id)}, false)"


def column_sql(item: CatalogueItem, column: str) -> str:
    """The common column of a row of ``item``: the field that feeds it, or the first filled one of several."""
    kind = COLUMNS[column].type
    feeding = [f"CAST({typed(field.id)} AS {kind})" for field in item.fields if field.column == column]
    if not feeding:
        return f"CAST(NULL AS {kind})"
    return feeding[0] if len(feeding) == 1 else f"coalesce({', '.join(feeding)})"


def _names(item: CatalogueItem, law: Law) -> dict[str, Readable]:
    lists = {field.values: law.code_list(field.values) for field in item.fields if field.values is not None}
    names = readable_names([item], lists)
    fields = {field.id: field for field in item.fields}
    for name, readable in names.items():
        if name in COLUMNS:
            names[name] = replace(readable, sql=column_sql(item, name))
        else:
            names[name] = replace(readable, sql=_payload_sql(fields[name]))
    names["subject_kind"] = replace(names["subject_kind"], sql=SUBJECT_KIND)
    # What intake itself finds out about the row is not there yet when its conditions are asked.
    for name in ("subject_id", "item", "source", "late", "no_penalty"):
        del names[name]
    return names


def _payload_sql(field: CatalogueField) -> str:
    if field.type is FieldType.TEXT:
        return text(field.id)
    if field.type is FieldType.AMOUNT:
        # The payload keeps the sum as handed in; the common column has it in yuan.
        return f"TRY_CAST({text(field.id)} AS DECIMAL(18,2))"
    return typed(field.id)
