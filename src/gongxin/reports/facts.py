"""The fields of a record in words: codes by their titles, sums with their unit, places by their names."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from functools import lru_cache
from typing import TYPE_CHECKING

from gongxin.intake.normalise.dates import NO_END
from gongxin.law.readable import PAYLOAD_JOINER
from gongxin.law.schema.basics import Text
from gongxin.law.schema.catalogue import DateSpelling, FieldType, Unit
from gongxin.reports.report import Fact, plain_number
from gongxin.reports.wording import WORDS
from gongxin.subjects.regions import Region, Regions

if TYPE_CHECKING:
    from collections.abc import Mapping

    from gongxin.law.library import Law
    from gongxin.law.schema.catalogue import CatalogueField, CatalogueItem

_YUAN_IN_TEN_THOUSAND = 10_000  # 1 万元: what the unit's name says


def facts(law: Law, item: CatalogueItem, payload: Mapping[str, str]) -> tuple[Fact, ...]:
    """The fields that were filled in, in the order of the catalogue; personal ones are not among them."""
    return tuple(
        Fact(field=field.id, title=field.title, value=payload[field.id], shown=_shown(law, field, payload[field.id]))
        for field in item.fields
        if field.personal is None and payload.get(field.id)
    )


def _shown(law: Law, field: CatalogueField, value: str) -> Text | None:
    """The value in words, if they differ from the value."""
    if field.values is not None:
        return coded(law, field.values, value)
    match field.type:
        case FieldType.AMOUNT:
            return _money(field, value)
        case FieldType.NUMBERS:
            return _listed(sorted(value.split(PAYLOAD_JOINER), key=lambda number: (len(number), number)))
        case FieldType.REGION:
            return place_name(law, value)
        case FieldType.DATE if field.date_spelling is DateSpelling.YEAR:
            return Text(zh=f"{value[:4]} 年", en=value[:4])
        case FieldType.DATE if value >= NO_END:
            return WORDS["no-end"]
        case _:
            return None


def coded(law: Law, list_id: str, value: str) -> Text:
    """A code of the list by its title, several joined ones by theirs; one that is not listed stands as written."""
    titles = {listed.code: listed.title for listed in law.code_list(list_id).values}
    parts = [titles.get(code, Text(zh=code, en=code)) for code in value.split(PAYLOAD_JOINER)]
    return Text(zh="、".join(part.zh for part in parts), en=", ".join(part.en for part in parts))


def _listed(parts: list[str]) -> Text:
    return Text(zh="、".join(parts), en=", ".join(parts))


def _money(field: CatalogueField, value: str) -> Text | None:
    """A sum, which the payload keeps in the unit of its field, in that unit and in yuan."""
    try:
        number = Decimal(value)
    except InvalidOperation:
        return None
    if field.unit is not Unit.WAN_YUAN:
        return Text(zh=f"{number:,.2f} 元", en=f"CNY {number:,.2f}")
    yuan = f"{number * _YUAN_IN_TEN_THOUSAND:,.2f}"
    return Text(zh=f"{plain_number(number)} 万元（{yuan} 元）", en=f"CNY {yuan}")


def place_name(law: Law, code: str) -> Text | None:
    """A region's code with its full name; None for a code that nobody knows."""
    name = _regions(law).full_name(code)
    return None if name is None else Text(zh=f"{name}（{code}）", en=f"{code} {name}")


@lru_cache(maxsize=4)
def _regions(law: Law) -> Regions:
    brought = (Region(of.code, of.title.zh, of.title.en, parent=of.parent) for of in law.regions)
    return Regions.standard(brought)
