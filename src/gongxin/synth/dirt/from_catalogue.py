"""Dirt that follows from the catalogue: every demand it makes on a field is broken by some row."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gongxin.law.schema.catalogue import FieldType, Nature
from gongxin.synth.dirt.kinds import Dirt

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from gongxin.law.library import Law
    from gongxin.law.schema.catalogue import CatalogueField, CatalogueItem

_NOTHING = ("''", "'— —'", "'　'", "'/'")


def dirt(item: CatalogueItem, fields: frozenset[str], law: Law, as_of: date) -> Iterator[Dirt]:
    """The ways to break what the item demands of those of its fields that a file has."""
    for number, field in enumerate(field for field in item.fields if field.id in fields):
        if field.required is True:
            yield _missing(item, field, _NOTHING[number % len(_NOTHING)])
        if field.max_length is not None and field.type in (FieldType.TEXT, FieldType.NAME):
            yield _too_long(field, field.max_length)
        if field.values is not None and field.type is FieldType.CODE:
            yield _outside_list(field) if law.code_list(field.values).open else _not_in_list(field)
        if field.type is FieldType.REGION:
            yield _no_such_region(field)
        if field.not_future:
            yield _in_future(field, as_of)
    for earlier, later in item.date_order:
        if {earlier, later} <= fields:
            yield _out_of_order(item.field(earlier), item.field(later))


def _missing(item: CatalogueItem, field: CatalogueField, nothing: str) -> Dirt:
    no_law = item.nature is Nature.ADVERSE and field.column == "legal_basis"
    return Dirt(
        id=f"missing-{field.id}",
        outcome="rejected",
        rules=("no-legal-basis" if no_law else "required",),
        sets={field.id: nothing},
        zh=f"“{field.title.zh}”必填而未填",
        en=f"'{field.title.en}' must be filled in and is not",
    )


def _too_long(field: CatalogueField, limit: int) -> Dirt:
    return Dirt(
        id=f"too-long-{field.id}",
        outcome="rejected",
        rules=("too-long",),
        sets={field.id: f"repeat('长', {limit + 1})"},
        zh=f"“{field.title.zh}”超过 {limit} 个字符",
        en=f"'{field.title.en}' has more than {limit} characters",
    )


def _not_in_list(field: CatalogueField) -> Dirt:
    return Dirt(
        id=f"not-in-list-{field.id}",
        outcome="rejected",
        rules=("not-in-list",),
        sets={field.id: "'未知类别'"},
        zh=f"“{field.title.zh}”的值不在代码表中",
        en=f"the value of '{field.title.en}' is not in its code list",
    )


def _outside_list(field: CatalogueField) -> Dirt:
    return Dirt(
        id=f"outside-list-{field.id}",
        outcome="accepted",
        rules=("outside-list",),
        sets={field.id: "'未知类别'"},
        zh=f"“{field.title.zh}”的值不在开放的代码表中",
        en=f"the value of '{field.title.en}' is not in its code list, which is open",
    )


def _no_such_region(field: CatalogueField) -> Dirt:
    return Dirt(
        id=f"no-such-region-{field.id}",
        outcome="accepted",
        rules=("region-unknown",),
        sets={field.id: "'998877'"},
        zh=f"“{field.title.zh}”不是已知的行政区划代码",
        en=f"'{field.title.en}' is no region code known",
    )


def _in_future(field: CatalogueField, as_of: date) -> Dirt:
    return Dirt(
        id=f"in-future-{field.id}",
        outcome="rejected",
        rules=("in-future",),
        sets={field.id: f"strftime(DATE '{as_of}' + 40, '%Y/%m/%d')"},
        zh=f"“{field.title.zh}”晚于报送日期",
        en=f"'{field.title.en}' lies after the day of handing in",
    )


def _out_of_order(earlier: CatalogueField, later: CatalogueField) -> Dirt:
    return Dirt(
        id=f"before-{earlier.id}-{later.id}",
        outcome="rejected",
        rules=("date-order",),
        sets={later.id: f"strftime({earlier.id} - 15, '%Y/%m/%d')"},
        when=f"{earlier.id} IS NOT NULL",
        zh=f"“{later.title.zh}”早于“{earlier.title.zh}”",
        en=f"'{later.title.en}' lies before '{earlier.title.en}'",
    )
