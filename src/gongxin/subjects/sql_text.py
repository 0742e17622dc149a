"""Text as an SQL literal."""

from __future__ import annotations


def literal(text: str) -> str:
    """The text between single quotes, safe to stand in a statement."""
    return "'" + text.replace("'", "''") + "'"
