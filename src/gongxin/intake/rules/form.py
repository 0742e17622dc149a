"""How long a text may be, and the form it must have."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gongxin.intake.staging import Outcome, Remark, literal, raw, text, typed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gongxin.law.schema.catalogue import CatalogueField, CatalogueItem


def remarks(item: CatalogueItem) -> Iterator[Remark]:
    """Remarks on texts that are too long or of another form than the field demands."""
    for field in item.fields:
        if field.max_length is not None:
            # The length in bytes is known without reading the text, and is never the smaller one.
            longer = f"strlen({kept(field)}) > {field.max_length} AND length({kept(field)}) > {field.max_length}"
            yield _about(field, longer, "too-long")
        if field.pattern is not None:
            yield _about(field, f"NOT regexp_full_match({kept(field)}, {literal(field.pattern)})", "wrong-form")


def kept(field: CatalogueField) -> str:
    """The column with what was handed in for the field: its text or, for personal data, which keeps none, its value."""
    return text(field.id) if field.personal is None else typed(field.id)


def shown(field: CatalogueField) -> str:
    """What a remark may quote of the field: the text as received, unless it is personal."""
    return "NULL" if field.personal is not None else raw(field.id)


def _about(field: CatalogueField, condition: str, rule: str) -> Remark:
    return Remark.where(condition, rule, field.id, Outcome.REJECTED, value=shown(field))
