"""Commitments that are published: made, taken, followed; organisations' only."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from gongxin.casework.case_rules import edition_of
from gongxin.casework.models import Case
from gongxin.law.schema.procedure import ProcedureKind
from gongxin.pages.status import Tone, tone_of
from gongxin.subjects.identifiers import person_digest

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from gongxin.law.library import Law
    from gongxin.law.schema.basics import Text


@dataclass(frozen=True, slots=True)
class Commitment:
    """One commitment as it is published."""

    number: str
    subject_id: str
    name: str
    title: Text
    matter: str
    valid_to: str
    taken_by: str
    state: Text
    tone: Tone


def published(law: Law) -> QuerySet[Case]:
    """The cases of commitments that were taken, of procedures that publish them, the latest first.

    Natural persons' are not among them: 浙江省公共信用信息管理条例 art. 19.
    """
    procedures = {procedure.id for procedure in law.procedures if procedure.published}
    return (
        Case.objects.filter(kind=ProcedureKind.COMMITMENT.value, procedure__in=procedures, steps__move="accept")
        .exclude(subject_id__startswith=person_digest.PREFIX)
        .select_related("department")
        .order_by("-opened_on", "-id")
        .distinct()
    )


def commitment(law: Law, case: Case) -> Commitment:
    """A case as it is published."""
    procedure = edition_of(law, case.procedure, case.edition)
    state = next(state for state in law.flows[procedure.flow].states if state.id == case.state)
    return Commitment(
        number=case.number,
        subject_id=case.subject_id,
        name=case.subject_name,
        title=procedure.title,
        matter=str(case.said.get("matter", "")),
        valid_to=str(case.said.get("valid_to", "")),
        taken_by=case.department.name if case.department is not None else "",
        state=state.title,
        tone=tone_of(state.outcome),
    )
