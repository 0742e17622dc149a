"""What must be filled in: always, or where a condition holds; and the law behind every adverse record."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gongxin.intake.conditions import condition_sql
from gongxin.intake.rules.form import kept
from gongxin.intake.staging import Outcome, Remark
from gongxin.law.schema.catalogue import Nature, When

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gongxin.law.library import Law
    from gongxin.law.schema.catalogue import CatalogueField, CatalogueItem


def remarks(item: CatalogueItem, law: Law) -> Iterator[Remark]:
    """Remarks on fields left empty."""
    for field in item.fields:
        if _is_missing_law(item, field):
            yield Remark.where(empty_sql(field), "no-legal-basis", field.id, Outcome.REJECTED)
        elif isinstance(field.required, When):
            here = condition_sql(field.required.when, item, law)
            yield Remark.where(f"{empty_sql(field)} AND {here}", "required-here", field.id, Outcome.REJECTED)
        elif field.required:
            yield Remark.where(empty_sql(field), "required", field.id, Outcome.REJECTED)


def empty_sql(field: CatalogueField) -> str:
    """Whether nothing was handed in for the field. A value that cannot be read is not empty: it has its own remark."""
    return f"{kept(field)} IS NULL"


def _is_missing_law(item: CatalogueItem, field: CatalogueField) -> bool:
    """No one is judged without law: an adverse record names its basis, whether the catalogue says so again or not."""
    return item.nature is Nature.ADVERSE and field.column == "legal_basis"
