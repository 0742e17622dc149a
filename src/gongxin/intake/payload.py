"""The row as JSON: what the ledger keeps of it beside the common columns.

An object of field id to normalised text, in the order of the item's fields, without blanks; empty fields and personal
data are left out. Two rows say the same if their payloads are the same text. It is by far the longest text of a record:
so it is put together in one go, and searched for what JSON escapes only where its column holds any of that.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from gongxin.intake.column_bytes import byte_span, column_bytes
from gongxin.intake.normalise.spelling import is_given
from gongxin.intake.staging import literal, text
from gongxin.law.schema.catalogue import FieldType

if TYPE_CHECKING:
    from collections.abc import Container, Iterator, Mapping

    from gongxin.intake.constant_columns import Staged
    from gongxin.law.schema.catalogue import CatalogueField, CatalogueItem

    #: Whether it is the same in every row, and its SQL.
    _Piece = tuple[bool, str]

#: Types whose normalised text cannot hold a character that JSON would have to escape.
_PLAIN = frozenset(
    {FieldType.DATE, FieldType.AMOUNT, FieldType.NUMBER, FieldType.INTEGER, FieldType.USCC, FieldType.ORG_CODE}
)

#: Types whose normalised text is the text received, where anything was.
_AS_RECEIVED = frozenset({FieldType.TEXT, FieldType.NAME})

#: What JSON escapes: quotes, backslashes, and whatever comes before the first character that is printed.
_MARKS = (b'"', b"\\")
_FIRST_PRINTED = 0x20


@dataclass(frozen=True, slots=True)
class Payload:
    """How the payloads of a chunk are put together: from parts, one after the other.

    ``parts`` are columns with the SQL of each over the normalised table; none is ever NULL. Every other part, or so, is
    ``constant``: text that is the same in every row, and is kept out of the candidates table. What is left of a payload
    there is a fraction of it, where authority, basis and the names of all fields are half of what a row says.
    """

    parts: Mapping[str, str]
    constant: frozenset[str]

    def whole(self, instead: Mapping[str, str] | None = None) -> str:
        """The payload over the parts. ``instead`` has the SQL of those that are not in the table."""
        given = instead or {}
        return f"concat({', '.join(given.get(part, part) for part in self.parts)})"


def payload_in_parts(
    item: CatalogueItem, constants: Mapping[str, str | None], unescaped: Container[str] = ()
) -> Payload:
    """The payload of each row of the normalised table.

    ``constants`` are fields that are the same in every row, with the cell received. ``unescaped`` are fields whose
    texts hold nothing to be escaped (:func:`unescaped_fields`).
    """
    runs = [(constant, list(run)) for constant, run in groupby(_pieces(item, constants, unescaped), key=_is_constant)]
    parts = {f"payload__{place}": f"concat({', '.join(sql for _, sql in run)})" for place, (_, run) in enumerate(runs)}
    return Payload(parts, frozenset(part for part, (constant, _) in zip(parts, runs, strict=True) if constant))


def unescaped_fields(item: CatalogueItem, staged: Staged) -> frozenset[str]:
    """The fields of a chunk that are kept as received and have no character in any cell that JSON would escape."""
    return frozenset(
        field.id
        for field in item.fields
        if _is_kept_as_received(field)
        and field.id not in staged.constants
        and not any(_needs_escaping(column_bytes(cells)) for cells in staged.table.column(field.id).chunks)
    )


class _Member:
    """One member of the object: ``"field":"text"``, or nothing where the text is NULL."""

    def __init__(self, field: CatalogueField, *, plain: bool) -> None:
        self.field = field
        self._text = text(field.id)
        quote = '"' if plain else ""
        self._opening, self._closing = f'"{field.id}":{quote}', quote
        self._value = self._text if plain else f"CAST(to_json({self._text}) AS VARCHAR)"

    def whole(self) -> str:
        """The member as one expression."""
        closing = f" || {literal(self._closing)}" if self._closing else ""
        return f"{literal(self._opening)} || {self._value}{closing}"

    def pieces(self, before: str = "", after: str = "") -> list[str]:
        """The member as arguments of ``concat``, which leaves out a NULL: nothing is put together twice."""
        ends = [f"{before}{self._opening}", f"{self._closing}{after}"]
        opening, closing = (f"CASE WHEN {self._text} IS NOT NULL THEN {literal(end)} END" for end in ends)
        return [opening, self._value, closing] if ends[1] else [opening, self._value]


def _pieces(item: CatalogueItem, constants: Mapping[str, str | None], unescaped: Container[str]) -> Iterator[_Piece]:
    """The payload piece by piece. A NULL among them is nothing."""
    members = [_Member(field, plain=_is_plain(field, unescaped)) for field in item.fields if field.personal is None]
    # A member that every row has tells the others on which side they need a comma.
    always = next((place for place, member in enumerate(members) if _is_always_there(member.field, constants)), None)
    yield True, "'{'"
    if always is None:
        yield False, f"concat_ws(',', {', '.join(member.whole() for member in members)})"
    else:
        for place, member in enumerate(members):
            before, after = ("," if place > always else ""), ("," if place < always else "")
            constant = member.field.id in constants
            yield from ((constant, sql) for sql in member.pieces(before, after))
    yield True, "'}'"


def _is_constant(piece: _Piece) -> bool:
    return piece[0]


def _is_always_there(field: CatalogueField, constants: Mapping[str, str | None]) -> bool:
    return _is_kept_as_received(field) and is_given(constants.get(field.id))


def _is_plain(field: CatalogueField, unescaped: Container[str]) -> bool:
    return field.type in _PLAIN or field.id in unescaped


def _is_kept_as_received(field: CatalogueField) -> bool:
    return field.type in _AS_RECEIVED and field.values is None and field.personal is None


def _needs_escaping(cells: bytes) -> bool:
    return any(mark in cells for mark in _MARKS) or (bool(cells) and byte_span(cells)[0] < _FIRST_PRINTED)
