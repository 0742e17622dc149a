"""A title in both languages, for an answer on the terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from gongxin.errors import Message
    from gongxin.law.schema.basics import Text


def both(title: Text | Message | None) -> str:
    """In a line; nothing of nothing."""
    return "" if title is None else f"{title.zh} {title.en}"


def over(title: Text | Message) -> str:
    """In a cell of a table, one over the other."""
    return f"{title.zh}\n{title.en}"
