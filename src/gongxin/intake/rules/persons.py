"""Whom an item may be about: natural persons only by statute or consent, other kinds only where the item names them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gongxin.intake.identity import SUBJECT_KIND, SUBJECT_PERSON
from gongxin.intake.staging import Outcome, Remark, literal
from gongxin.subjects.kinds import SubjectKind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gongxin.law.schema.catalogue import CatalogueItem


def remarks(item: CatalogueItem) -> Iterator[Remark]:
    """Remarks on rows about subjects of a kind that the item does not admit."""
    field = item.subject.category or item.subject.code
    if SubjectKind.NATURAL_PERSON not in item.kinds:
        yield Remark.where(SUBJECT_PERSON, "persons-not-admitted", field, Outcome.REJECTED)
    organisations = [kind for kind in item.kinds if kind is not SubjectKind.NATURAL_PERSON]
    if len(organisations) < len(SubjectKind) - 1:
        admitted = ", ".join(literal(kind) for kind in organisations) or "NULL"
        other = f"NOT {SUBJECT_PERSON} AND {SUBJECT_KIND} IS NOT NULL AND {SUBJECT_KIND} NOT IN ({admitted})"
        yield Remark.where(other, "kind-not-admitted", item.subject.code, Outcome.REJECTED, detail=_titles())


def _titles() -> str:
    """The kind of the row's subject, in both languages."""
    cases = " ".join(f"WHEN {literal(kind)} THEN {literal(f'{kind.zh} {kind.en}')}" for kind in SubjectKind)
    return f"CASE {SUBJECT_KIND} {cases} END"
