"""Who is who in a case: as whom an account acts, which department decides, who handed the record in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from gongxin.accounts.roles import Role
from gongxin.casework.engine import Person
from gongxin.casework.models import HandIn
from gongxin.errors import NotFound
from gongxin.law.schema.procedure import Actor, ProcedureKind
from gongxin.office.models import Department

if TYPE_CHECKING:
    from gongxin.accounts.models import Account
    from gongxin.casework.models import Case


class WhoseCase(Protocol):
    """What of a case tells who somebody is to it."""

    subject_id: str
    source: str
    department_id: int | None


#: The move that takes a case past a department which is late, by the name it has in every flow.
ESCALATE = "escalate"

_DEPARTMENTS = (Role.SOURCE_DEPARTMENT, Role.SUPERVISING_DEPARTMENT)


def person_in(case: WhoseCase, account: Account) -> Person:
    """An account as one who acts in a case: possibly as several, possibly as nobody."""
    return Person(account.username, frozenset(_actors(case, account)))


def _actors(case: WhoseCase, account: Account) -> set[Actor]:
    if account.role == Role.SUBJECT:
        return {Actor.SUBJECT} if account.subject_id == case.subject_id != "" else set()
    if account.role == Role.CREDIT_OFFICE:
        return {Actor.CREDIT_OFFICE}
    if account.role not in _DEPARTMENTS or account.department is None:
        return set()
    actors = set()
    if case.source and account.department.source == case.source:
        actors.add(Actor.SOURCE)
    if account.department.pk == case.department_id:
        # The department that decides is the source of its own records, and supervises where nobody handed one in.
        actors.add(Actor.SUPERVISOR)
        if not case.source:
            actors.add(Actor.SOURCE)
    return actors


def takes(case: Case, account: Account) -> bool:
    """Whether an account takes the case over for its department by acting in it: a case without a record that no
    department has yet; a review, which the department above decides unless the credit office does; or a case that was
    escalated to the department above and has not been taken since."""
    if account.department is None:
        return False
    if case.kind == ProcedureKind.REVIEW.value:
        return case.department is None and account.role == Role.SUPERVISING_DEPARTMENT
    if case.department is None:
        return not case.source and account.role in (Role.SUPERVISING_DEPARTMENT, Role.CREDIT_OFFICE)
    if account.role != Role.SUPERVISING_DEPARTMENT:
        return False
    return case.department.source == case.source != "" and case.steps.filter(move=ESCALATE).exists()


def deciding_department(account: Account, source: str, asked: str) -> Department | None:
    """The department that decides a new case: the source of the record; else the one that was asked for by its code;
    else that of the account which opens it. None where there is none yet: the credit office then sees to it.

    Error ``unknown-department`` for a code that no department has.
    """
    if source:
        return Department.objects.filter(source=source).first()
    if asked:
        found = Department.objects.filter(code=asked).first()
        if found is None:
            raise NotFound(
                "unknown-department",
                zh=f"没有代码为 {asked!r} 的部门；用 gongxin department list 查看。",
                en=f"No department has the code {asked!r}; 'gongxin department list' shows them.",
                where="department",
            )
        return found
    return account.department


def who_handed_in(batch: int | None) -> Account | None:
    """The account that handed a batch in, where that was said."""
    found = HandIn.objects.select_related("by").filter(batch=batch).first() if batch is not None else None
    return found.by if found is not None else None
