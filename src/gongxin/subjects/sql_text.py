"""Text and names as they may stand in a SQL statement."""

from __future__ import annotations


def literal(text: str) -> str:
    """The text between single quotes, safe to stand in a statement."""
    return "'" + text.replace("'", "''") + "'"


def quoted(name: str) -> str:
    """The name of a column or table between double quotes, safe to stand in a statement."""
    return '"' + name.replace('"', '""') + '"'
