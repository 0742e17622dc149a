"""Results as plain data, for JSON."""

from __future__ import annotations

from dataclasses import fields, is_dataclass
from typing import TYPE_CHECKING, Any

from gongxin.law.schema.basics import Text

if TYPE_CHECKING:
    from collections.abc import Collection


def plain(value: Any, worked_out: Collection[str]) -> Any:
    """Dataclasses as dictionaries, all the way down, with those of their properties that ``worked_out`` names.

    A field whose metadata say ``"plain": False`` is for readers in Python alone and left out.
    """
    if isinstance(value, Text):
        return value.model_dump()
    if is_dataclass(value) and not isinstance(value, type):
        stored = {
            field.name.rstrip("_"): plain(getattr(value, field.name), worked_out)
            for field in fields(value)
            if field.metadata.get("plain", True)
        }
        more = {name: plain(getattr(value, name), worked_out) for name in worked_out if hasattr(type(value), name)}
        return stored | more
    if isinstance(value, dict):
        return {key: plain(item, worked_out) for key, item in value.items()}
    return [plain(item, worked_out) for item in value] if isinstance(value, (list, tuple)) else value
