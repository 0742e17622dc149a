"""Values of code lists: a closed list allows its values only, an open one keeps others with a note."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gongxin.intake.rules.form import shown
from gongxin.intake.staging import Outcome, Remark, literal, outside

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gongxin.law.library import Law
    from gongxin.law.schema.catalogue import CatalogueField, CatalogueItem, CodeList


def remarks(item: CatalogueItem, law: Law) -> Iterator[Remark]:
    """Remarks on values that stand in no code list."""
    for field in item.fields:
        if field.values is not None:
            yield _outside(field, law.code_list(field.values))


def _outside(field: CatalogueField, code_list: CodeList) -> Remark:
    rule, outcome = ("outside-list", Outcome.ACCEPTED) if code_list.open else ("not-in-list", Outcome.REJECTED)
    return Remark.where(
        outside(field.id), rule, field.id, outcome, value=shown(field), detail=literal(code_list.title.zh)
    )
