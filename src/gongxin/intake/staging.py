"""The tables a chunk goes through, and what their columns are called.

staged
    ``row`` BIGINT and one VARCHAR column a field of the item, named by the field's id; a field the file does not have
    is all NULL.
normalised
    ``row``; for each field ``<id>`` (the typed value), ``<id>__text`` (the normalised text: what the payload keeps) and
    ``<id>__raw`` (as received); and ``remarks``, a list of what there is to say about the row.
    ``<id>__text`` is NULL where nothing was handed in (an empty cell, spaces, a marker such as ``— —`` or ``无``), and
    nowhere else: a value that cannot be read keeps its text, has a typed value of NULL and a remark saying so.
    Personal fields are the exception: nothing of them is kept, their text is always NULL, and the typed value (widths
    and case put right) is there for making the digest.
candidate_row (while it is judged, and waits to be settled: ``judged_<number>``), candidate
    The record that each row would be (:mod:`gongxin.intake.candidates`), with ``row`` and with ``remarks``, now also
    those of the catalogue's rules. It is the one wide table that is written out; the others of a chunk are narrow. What
    is the same in every row is not in it, and the payload in parts only: ``candidate`` is the view that has it whole.
said
    ``row`` and ``content``, the digest of what the row says (:mod:`gongxin.intake.row_content`).
fit, fate, suspect
    The rows that break no rule; how each ends as far as other rows decide (:mod:`gongxin.intake.duplicates`); those
    whose name is not known to belong to their code (:mod:`gongxin.intake.attribution`).
ending
    ``row``, ``outcome`` (an :class:`Outcome`) and all ``remarks``, for every row: what the receipt is made from.
kept
    The candidates that go into the ledger.

Field ids never hold two underscores in a row, so the suffixes cannot collide with a field.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING

from gongxin.intake.chunk import ROW
from gongxin.subjects import sql_text
from gongxin.subjects.sql_text import quoted

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = [
    "OUTCOME",
    "REMARKS",
    "REMARK_TYPE",
    "ROW",
    "Outcome",
    "Remark",
    "literal",
    "named_rules",
    "outside",
    "raw",
    "remarks_sql",
    "text",
    "typed",
]

REMARKS = "remarks"
OUTCOME = "outcome"

#: One remark on a row. ``detail`` is put into the rule's sentence where it says ``{detail}``.
REMARK_TYPE = "STRUCT(field VARCHAR, rule VARCHAR, outcome VARCHAR, value VARCHAR, detail VARCHAR)"


class Outcome(StrEnum):
    """How a row ends."""

    ACCEPTED = "accepted"
    UNCHANGED = "unchanged"
    HELD = "held"
    REJECTED = "rejected"


def literal(value: str | None) -> str:
    """``value`` as an SQL string, or ``NULL``."""
    return "NULL" if value is None else sql_text.literal(value)


def typed(field: str) -> str:
    """Column of the typed value of a field; in the staged table: of the text received."""
    return quoted(field)


def text(field: str) -> str:
    """Column of a field's normalised text."""
    return quoted(f"{field}__text")


def raw(field: str) -> str:
    """Column of a field's text as received."""
    return quoted(f"{field}__raw")


def outside(field: str) -> str:
    """Column that tells whether a field with a code list has a value that the list does not have."""
    return quoted(f"{field}__outside")


@dataclass(frozen=True, slots=True)
class Remark:
    """A remark as SQL over a row: made where ``rule`` is not NULL.

    ``rule`` gives the rule's id, or NULL where there is nothing to say; ``value`` the text as received that the remark
    is about (leave it out for personal data); ``detail`` what the rule's sentence has to say of this row alone.
    """

    field: str | None
    rule: str
    outcome: Outcome
    value: str = "NULL"
    detail: str = "NULL"

    @classmethod
    def where(cls, condition: str, rule: str, field: str | None, outcome: Outcome, **more: str) -> Remark:
        """A remark by the fixed ``rule`` on the rows where ``condition`` holds."""
        return cls(field, f"CASE WHEN {condition} THEN {literal(rule)} END", outcome, **more)


def named_rules(remarks: Sequence[Remark], prefix: str) -> tuple[tuple[str, ...], tuple[Remark, ...]]:
    """Each remark's rule as a column ``<prefix>__<place>``, and the remarks that read it from there.

    So a rule is bound and worked out once, and not again where the list of remarks is built.
    """
    names = [f"{prefix}__{place}" for place in range(len(remarks))]
    columns = tuple(f"{remark.rule} AS {name}" for name, remark in zip(names, remarks, strict=True))
    return columns, tuple(replace(remark, rule=name) for name, remark in zip(names, remarks, strict=True))


def remarks_sql(remarks: Sequence[Remark]) -> str:
    """SQL expression: the list of those remarks that are made on the row, of type ``REMARK_TYPE[]``; empty for none.

    Nearly all rows have none: the list is only built for a row where some rule is not NULL.
    """
    empty = f"[]::{REMARK_TYPE}[]"
    if not remarks:
        return empty
    any_rule = ", ".join(remark.rule for remark in remarks)
    structs = ", ".join(
        f"{{'field': {literal(r.field)}, 'rule': {r.rule}, 'outcome': {literal(r.outcome)}, "
        f"'value': {r.value}, 'detail': {r.detail}}}::{REMARK_TYPE}"
        for r in remarks
    )
    return (
        f"CASE WHEN coalesce({any_rule}) IS NULL THEN {empty} "
        f"ELSE list_filter([{structs}], lambda remark: remark.rule IS NOT NULL) END"
    )
