"""Which cases an account works with, and how queues of them are narrowed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q

from gongxin.accounts.actions import Action
from gongxin.accounts.permissions import require
from gongxin.accounts.roles import Role
from gongxin.casework.models import Case

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from gongxin.accounts.models import Account


def cases_of(
    by: Account | None = None,
    *,
    kind: str | None = None,
    state: str | None = None,
    department: str | None = None,
    subject_id: str | None = None,
    record_id: str | None = None,
    topic: str | None = None,
    open_only: bool = False,
) -> QuerySet[Case]:
    """The cases that ``by`` may list (all of them where nobody is named), narrowed, the latest first."""
    found = Case.objects.select_related("department", "opened_by")
    if by is not None:
        require(by, Action.LIST_CASES)
        found = found.filter(_own(by))
    wanted = {
        "kind": kind,
        "state": state,
        "department__code": department,
        "subject_id": subject_id,
        "record_id": record_id,
        "topic": topic,
    }
    found = found.filter(**{name: value for name, value in wanted.items() if value is not None})
    if open_only:
        found = found.filter(closed_on__isnull=True)
    return found.order_by("-opened_on", "-pk")


def _own(by: Account) -> Q:
    """A subject's own cases; those about a source department's records, and those it decides; everybody else's all."""
    if by.role == Role.SUBJECT:
        return Q(subject_id=by.subject_id)
    if by.role == Role.SOURCE_DEPARTMENT and by.department is not None:
        its = Q(department=by.department)
        return its | Q(source=by.department.source) if by.department.source else its
    return Q()
