"""Reviews: which decision is looked at again, and who made it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import F

from gongxin.casework.models import Case, Step
from gongxin.law.schema.procedure import ProcedureKind

if TYPE_CHECKING:
    from datetime import date

    from django.db.models import QuerySet

#: What came of a case that somebody decided; a case that was withdrawn or lapsed nobody did.
_DECIDED = ("granted", "refused")


def decided_about(record_id: str, subject_id: str, kind: ProcedureKind, by_day: date) -> QuerySet[Case]:
    """The cases of a kind about a subject's record that were decided by a day, the latest first."""
    found = Case.objects.filter(record_id=record_id, subject_id=subject_id, kind=kind.value, outcome__in=_DECIDED)
    return found.filter(closed_on__lte=by_day).order_by("-closed_on", "-pk")


def reviewed(case: Case) -> Case | None:
    """The objection whose decision a review looks at: the last one decided before the review was asked for; None for
    any other case."""
    if case.kind != ProcedureKind.REVIEW.value:
        return None
    return decided_about(case.record_id, case.subject_id, ProcedureKind.OBJECTION, case.opened_on).first()


def first_deciders(case: Case) -> frozenset[str]:
    """Who decided what is under review: nobody reviews his own decision, whichever of several it was."""
    if case.kind != ProcedureKind.REVIEW.value:
        return frozenset()
    earlier = decided_about(case.record_id, case.subject_id, ProcedureKind.OBJECTION, case.opened_on)
    last = Step.objects.filter(case__in=earlier.order_by(), to_state=F("case__state"), by__isnull=False)
    return frozenset(last.values_list("by__username", flat=True))
