"""What an expression may read of a record: the common columns, and the payload fields of the items in scope."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from gongxin.errors import Message
from gongxin.law.columns import COLUMNS, ColumnType
from gongxin.law.schema.catalogue import FieldType

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from gongxin.law.schema.catalogue import CatalogueField, CatalogueItem, CodeList

#: Between several values of one payload field; intake writes it, expressions split on it.
PAYLOAD_JOINER = ";"

_TYPE_OF_FIELD = {
    FieldType.DATE: ColumnType.DATE,
    FieldType.AMOUNT: ColumnType.MONEY,
    FieldType.NUMBER: ColumnType.NUMBER,
    FieldType.INTEGER: ColumnType.INTEGER,
    FieldType.CODES: ColumnType.TEXTS,
    FieldType.NUMBERS: ColumnType.TEXTS,
}


def value_type(field: CatalogueField) -> ColumnType:
    """The type that a field's text is read as."""
    return _TYPE_OF_FIELD.get(field.type, ColumnType.TEXT)


@dataclass(frozen=True, slots=True)
class Readable:
    """One name an expression may use.

    ``sql`` reads it from a row, ``type`` is what comes out. ``values`` are the only values it can have, where a closed
    code list says so. ``unusable`` tells why the name stands for nothing definite, where that is so.
    """

    sql: str
    type: ColumnType
    values: frozenset[str] | None = None
    unusable: Message | None = None


def readable_names(
    items: Iterable[CatalogueItem], code_lists: Mapping[str, CodeList], alias: str = ""
) -> dict[str, Readable]:
    """All names an expression over records of ``items`` may use.

    A common column hides a payload field of the same name. ``alias`` (such as ``r``) goes before every column.
    A column that no field of these items feeds is always empty, a field that two items hold with different types has
    no one type, and who the official was may decide nothing: all three are listed as unusable, so that naming them is
    refused with the reason.
    """
    prefix = f'"{alias}".' if alias else ""
    scope = tuple(items)
    names = {
        name: Readable(f'{prefix}"{name}"', column.type)
        if not column.from_field
        else _fed_column(name, column.type, prefix, scope, code_lists)
        for name, column in COLUMNS.items()
    }
    for item in scope:
        for field in item.fields:
            if field.id in COLUMNS or field.personal is not None:
                continue
            read = _payload_read(field, prefix, code_lists)
            known = names.setdefault(field.id, read)
            if known.unusable is not None:
                continue
            if read.unusable is not None:
                names[field.id] = read
            elif known.type is not read.type:
                names[field.id] = Readable(read.sql, read.type, unusable=_clash(field.id, scope))
            elif known.values != read.values:
                names[field.id] = Readable(known.sql, known.type, _union(known.values, read.values))
    return names


def _fed_column(
    name: str, type_: ColumnType, prefix: str, items: tuple[CatalogueItem, ...], code_lists: Mapping[str, CodeList]
) -> Readable:
    feeding = [field for item in items for field in item.fields if field.column == name]
    sql = f'{prefix}"{name}"'
    if not feeding:
        return Readable(sql, type_, unusable=_unfed(name, items))
    values: frozenset[str] | None = frozenset()
    for field in feeding:
        values = _union(values, _closed_values(field, code_lists))
    return Readable(sql, type_, values)


def _unfed(name: str, items: tuple[CatalogueItem, ...]) -> Message:
    listed = ", ".join(item.id for item in items)
    return Message(
        zh=f"所读事项（{listed}）没有字段填入列 {name!r}，该列恒为空；请在目录字段中写 'column: {name}'，或改用其他列",
        en=f"no field of the items read ({listed}) feeds the column {name!r}, so it is always empty; "
        f"say 'column: {name}' on a field of theirs, or use another column",
    )


def _clash(name: str, items: tuple[CatalogueItem, ...]) -> Message:
    holders = ", ".join(f"{item.id} ({field.type})" for item in items for field in item.fields if field.id == name)
    return Message(
        zh=f"字段 {name!r} 在各事项中的类型不同：{holders}；请改名，或分别写规则",
        en=f"the field {name!r} has different types in the items read: {holders}; rename one, or write one rule each",
    )


def _payload_read(field: CatalogueField, prefix: str, code_lists: Mapping[str, CodeList]) -> Readable:
    text = f'json_extract_string({prefix}"payload", \'$."{field.id}"\')'
    type_ = value_type(field)
    if type_ is ColumnType.TEXT:
        sql = text
    elif type_ is ColumnType.TEXTS:
        sql = f"string_split({text}, '{PAYLOAD_JOINER}')"
    else:
        sql = f"TRY_CAST({text} AS {type_})"
    unusable = _names_an_official(field.id) if field.official else None
    return Readable(sql, type_, _closed_values(field, code_lists), unusable)


def _names_an_official(name: str) -> Message:
    return Message(
        zh=f"字段 {name!r} 说明经办人员是谁；记录的轻重不得取决于由谁查办，规则和模型不能读取该字段，请改用其他字段",
        en=f"the field {name!r} tells who the official was; what a record is worth may not depend on who made it, so "
        "no rule or model may read it: use another field",
    )


def _closed_values(field: CatalogueField, code_lists: Mapping[str, CodeList]) -> frozenset[str] | None:
    if field.values is None or field.values not in code_lists or code_lists[field.values].open:
        return None
    return frozenset(value.code for value in code_lists[field.values].values)


def _union(left: frozenset[str] | None, right: frozenset[str] | None) -> frozenset[str] | None:
    return None if left is None or right is None else left | right
