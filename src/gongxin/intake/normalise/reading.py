"""How one field is read, as SQL."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from gongxin.subjects.sql_text import quoted

if TYPE_CHECKING:
    from gongxin.law.schema.catalogue import CatalogueField


@dataclass(frozen=True, slots=True)
class Reading:
    """SQL expressions that make a field's columns of the normalised table.

    ``prepared`` is over the raw column and is worked out once a row, under the name :func:`prepared`; the others are
    over both. ``text`` and ``value`` are the normalised text and the typed value. ``note`` and ``problem`` are a rule's
    id or NULL: a note tells of an unusual spelling, a problem of a value that cannot be read. ``outside`` is of a field
    with a code list, and tells whether it has a value that the list does not have.
    """

    field: CatalogueField
    prepared: str
    text: str
    value: str
    note: str = "NULL"
    problem: str = "NULL"
    outside: str | None = None


def prepared(field: CatalogueField) -> str:
    """Column of what is worked out once a row of a field."""
    return quoted(f"{field.id}__prepared")
