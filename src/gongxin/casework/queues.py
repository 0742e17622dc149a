"""Which cases an account sees and works with, and how queues of them are narrowed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Exists, F, OuterRef, Q

from gongxin.accounts.actions import Action
from gongxin.accounts.permissions import require
from gongxin.accounts.roles import OVERSEEING, Role
from gongxin.casework.models import Case, Step
from gongxin.casework.people import ESCALATE

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from gongxin.accounts.models import Account

#: Who sees every case.
_SEES_ALL = OVERSEEING | {Role.SUPERVISING_DEPARTMENT}


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
        found = found.filter(in_sight(by))
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


def open_about(kind: str, procedure: str, record_id: str, subject_id: str) -> QuerySet[Case]:
    """The open cases about the same thing: of the kind about the record; or, where it is about none, of the procedure
    about the subject as such, one a topic."""
    waiting = Case.objects.filter(closed_on__isnull=True, kind=kind, record_id=record_id)
    return waiting if record_id else waiting.filter(procedure=procedure, subject_id=subject_id)


def in_sight(account: Account, case: str = "") -> Q:
    """The condition under which ``account`` sees a case; ``case`` is the path to it from the model asked (``case__``).

    A subject sees its own, a source department those that it decides or whose record it handed in; the credit office,
    the auditor and a supervising department see every case. It is as :func:`gongxin.accounts.permissions.require_case`
    has it for seeing one.
    """
    if account.role in _SEES_ALL:
        return Q()
    if account.role == Role.SUBJECT:
        return Q(**{f"{case}subject_id": account.subject_id})
    return _of_department(account, case)


def in_hand(account: Account, case: str = "") -> Q:
    """The condition under which a case that ``account`` sees can be its work: of a supervising department, which sees
    every case, those that it decides or whose record it handed in, and those that it could take over
    (:func:`gongxin.casework.people.takes`): that nobody decides yet, or that were taken past a late source."""
    if account.role != Role.SUPERVISING_DEPARTMENT:
        return in_sight(account, case)
    its = _of_department(account, case)
    if account.department is None:
        return its
    escalated = Q(Exists(Step.objects.filter(case=OuterRef(f"{case}pk"), move=ESCALATE)))
    with_its_source = Q(**{f"{case}department__source": F(f"{case}source")}) & ~Q(**{f"{case}source": ""})
    return its | Q(**{f"{case}department__isnull": True}) | (with_its_source & escalated)


def open_in_hand(account: Account) -> QuerySet[Case]:
    """The open cases that can be the account's work, as :func:`in_hand` has it.

    Each way to be among a department's is asked of an index of its own: asked as one condition with "or" in it, the
    database looks at every open case there is.
    """
    waiting = Case.objects.filter(closed_on__isnull=True)
    office = account.department
    if office is None or account.role in OVERSEEING or account.role == Role.SUBJECT:
        return waiting.filter(in_hand(account))
    ways = [waiting.filter(department=office)]
    if office.source:
        ways.append(waiting.filter(source=office.source))
    if account.role == Role.SUPERVISING_DEPARTMENT:
        escalated = waiting.filter(pk__in=Step.objects.filter(move=ESCALATE).values("case")).exclude(source="")
        ways += [waiting.filter(department__isnull=True), escalated.filter(department__source=F("source"))]
    first, *others = (way.order_by().values("pk") for way in ways)
    return Case.objects.filter(pk__in=first.union(*others))


def _of_department(account: Account, case: str) -> Q:
    """The condition for cases that the account's department decides, or whose record it handed in."""
    if account.department is None:
        return Q(pk__in=[])
    its = Q(**{f"{case}department": account.department})
    return its | Q(**{f"{case}source": account.department.source}) if account.department.source else its
