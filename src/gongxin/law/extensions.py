"""What a narrower pack adds to an item or a code list of a wider one, without copying it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from gongxin.law.problems import Problems
    from gongxin.law.schema.catalogue import (
        CatalogueItem,
        CodeList,
        CodeListExtension,
        ItemExtension,
    )
    from gongxin.law.tree import Placed


def extend_item(item: CatalogueItem, extension: Placed[ItemExtension], problems: Problems) -> CatalogueItem:
    """The item with the further names, fields and headings to leave out."""
    fields = {field.id: field for field in item.fields}
    for position, names in enumerate(extension.value.names):
        if names.field not in fields:
            problems.add_unknown(
                "unknown-field",
                names.field,
                fields,
                zh=f"事项 {item.id} 没有字段 {names.field!r}",
                en=f"the item {item.id} has no field {names.field!r}",
                where=extension.where("names", position, "field"),
            )
            continue
        field = fields[names.field]
        fields[field.id] = field.model_copy(
            update={"codes": field.codes + names.codes, "headings": field.headings + names.headings}
        )
    for position, added in enumerate(extension.value.fields):
        if added.id in fields:
            problems.add(
                "field-twice",
                zh=f"事项 {item.id} 已有字段 {added.id!r}；补充名称请用 'names'",
                en=f"the item {item.id} has a field {added.id!r} already; to give it more names use 'names'",
                where=extension.where("fields", position, "id"),
            )
        fields.setdefault(added.id, added)
    return item.model_copy(update={"fields": tuple(fields.values()), "ignore": item.ignore + extension.value.ignore})


def extend_code_list(code_list: CodeList, extension: Placed[CodeListExtension], problems: Problems) -> CodeList:
    """The code list with the further spellings and values."""
    values = {value.code: value for value in code_list.values}
    for position, names in enumerate(extension.value.names):
        if names.code not in values:
            problems.add_unknown(
                "unknown-code",
                names.code,
                values,
                zh=f"代码表 {code_list.id} 没有代码 {names.code!r}",
                en=f"the code list {code_list.id} has no code {names.code!r}",
                where=extension.where("names", position, "code"),
            )
            continue
        value = values[names.code]
        values[value.code] = value.model_copy(update={"aliases": value.aliases + names.aliases})
    for position, added in enumerate(extension.value.values):
        if added.code in values:
            problems.add(
                "code-twice",
                zh=f"代码表 {code_list.id} 已有代码 {added.code!r}；补充写法请用 'names'",
                en=f"the code list {code_list.id} has the code {added.code!r} already; for more spellings use 'names'",
                where=extension.where("values", position, "code"),
            )
        values.setdefault(added.code, added)
    return code_list.model_copy(update={"values": tuple(values.values())})
