"""What a decision says of a record, put into the fields of the record's catalogue item."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any

from gongxin.errors import UsageError
from gongxin.law.schema.catalogue import Unit

if TYPE_CHECKING:
    from collections.abc import Mapping

    from gongxin.law.schema.catalogue import CatalogueField, CatalogueItem

_YUAN_IN_TEN_THOUSAND = 10_000  # 1 万元: what the unit's name says


def cells_of(item: CatalogueItem, said: Mapping[str, Any], filled: Mapping[str, str] | None = None) -> dict[str, str]:
    """``said`` (by field or by common column) as text by field.

    A column that several fields feed goes to the one that ``filled`` has a value for, or to the first. A sum said of a
    column is in yuan, as the column is; said of a field, in the unit of the field. Errors: ``no-such-field``;
    ``not-by-decision`` for whom the record is about, and for personal data; ``not-a-sum``.
    """
    cells = {}
    for name, value in said.items():
        field = _field(item, name, filled or {})
        in_yuan = field.id != name and field.unit is Unit.WAN_YUAN
        cells[field.id] = _in_ten_thousands(name, value) if in_yuan else _text(value)
    return cells


def payload_text(cells: Mapping[str, str | None]) -> str:
    """Cells as the ledger keeps what was handed in, letter by letter as intake writes it: without the empty ones."""
    return json.dumps(
        {name: value for name, value in cells.items() if value}, ensure_ascii=False, separators=(",", ":")
    )


def _in_ten_thousands(name: str, value: Any) -> str:
    try:
        return f"{(Decimal(_text(value)) / _YUAN_IN_TEN_THOUSAND).normalize():f}"
    except InvalidOperation:
        raise UsageError(
            "not-a-sum",
            zh=f"“{name}”须为以元计的金额。",
            en=f"{name!r} is a sum of money in yuan.",
            where=name,
        ) from None


def _field(item: CatalogueItem, name: str, filled: Mapping[str, str]) -> CatalogueField:
    found = [field for field in item.fields if field.id == name] or [
        field for field in item.fields if field.column == name
    ]
    if not found:
        known = ", ".join(field.id for field in item.fields if field.personal is None)
        raise UsageError(
            "no-such-field",
            zh=f"目录事项 {item.id} 没有字段或列“{name}”；字段有：{known}。",
            en=f"The item {item.id} has no field or column {name!r}; its fields are {known}.",
            where=item.id,
        )
    field = next((field for field in found if filled.get(field.id)), found[0])
    if field.personal is not None or field.id in {item.subject.code, item.subject.person_id, item.subject.category}:
        raise UsageError(
            "not-by-decision",
            zh=f"字段“{field.title.zh}”说明记录属于谁，不能更正；记录属于他人的，请办理“移至正确主体”。",
            en=f"The field '{field.title.en}' says whose record it is and is not corrected; a record of somebody "
            "else is reassigned.",
            where=item.id,
        )
    return field


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, list | tuple):
        return ";".join(map(str, value))
    return str(value)
