"""What is asked of records here: of which items they are, on which day they were made, what a field says."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gongxin.law.columns import DAY_OF_RECORD
from gongxin.subjects.sql_text import literal

if TYPE_CHECKING:
    from collections.abc import Iterable


def made_on_sql() -> str:
    """The day from which a record exists (docs/time.md)."""
    return f"coalesce({', '.join(DAY_OF_RECORD)})"


def in_items(items: Iterable[str]) -> str:
    """Whether a record is of one of these items."""
    return f"item IN ({', '.join(map(literal, items))})"


def field_sql(field: str) -> str:
    """What a record says in a field, as text; NULL where it says nothing."""
    path = literal(f'$."{field}"')
    return f"nullif(json_extract_string(payload, {path}), '')"
