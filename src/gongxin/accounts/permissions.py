"""Whether this account may do this, here.

A role may or may not (:data:`gongxin.accounts.actions.MAY`); beyond that an account is bound to its own:

- a subject's account to its own subject;
- a source department to cases about its own records, a supervising department to decisions on its own cases;
- whoever looks at a natural person's file to an authorisation (:mod:`gongxin.accounts.authorisation`).

Everything above asks here, and refuses with :class:`~gongxin.errors.NotAllowed` (exit code 9).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from gongxin.accounts.actions import MAY, PUBLIC, Action, roles_that_may
from gongxin.accounts.authorisation import authorised
from gongxin.accounts.models import Account
from gongxin.accounts.roles import OVERSEEING, Role, role_of
from gongxin.errors import NotAllowed, NotFound
from gongxin.subjects.identifiers import person_digest

if TYPE_CHECKING:
    from datetime import date


class OfACase(Protocol):
    """What of a case decides whose it is."""

    subject_id: str
    source: str
    department_id: int | None


def may(account: Account | None, action: Action) -> bool:
    """Whether the account's role may do it at all, somewhere."""
    return action in MAY[role_of(account)]


def require(account: Account | None, action: Action) -> None:
    """Go on only if the account's role may do it. Error: ``not-allowed``, ``sign-in-first`` for the public."""
    if may(account, action):
        return
    roles = roles_that_may(action)
    who_zh = "、".join(role.called.zh for role in roles)
    who_en = ", ".join(role.called.en for role in roles)
    role = role_of(account)
    if role is None:
        raise NotAllowed(
            "sign-in-first",
            zh=f"“{action.called.zh}”须先登录；可办理的角色：{who_zh}。",
            en=f"To {action.called.en} you have to sign in first; these roles may: {who_en}.",
        )
    raise NotAllowed(
        "not-allowed",
        zh=f"角色“{role.called.zh}”无权“{action.called.zh}”；可办理的角色：{who_zh}。",
        en=f"The role {role.called.en} may not {action.called.en}; these roles may: {who_en}.",
    )


def require_subject(
    account: Account | None, action: Action, subject_id: str, *, authorisation: str = "", as_of: date | None = None
) -> None:
    """Go on only if the account may do it about this subject.

    A subject's account is for its own subject, save for what is public anyway. A natural person's file is nobody's but
    the person's, or theirs who have an ``authorisation`` that stands on ``as_of``; without the day none can stand.
    Errors: ``not-allowed``, ``sign-in-first``, ``another-subject``, and those of
    :func:`gongxin.accounts.authorisation.authorised`.
    """
    require(account, action)
    if account is not None and is_own(account, subject_id):
        return
    person = subject_id.startswith(person_digest.PREFIX)
    if role_of(account) is Role.SUBJECT and (person or action not in PUBLIC):
        raise NotAllowed(
            "another-subject",
            zh=f"“{action.called.zh}”只限本账户所代表的主体；请用该主体自己的账户登录。",
            en=f"This account can {action.called.en} for its own subject only; sign in with that subject's account.",
        )
    if person and action in _ON_FILES:
        require(account, Action.SEE_PERSON)
        authorised(account, subject_id, authorisation, as_of)


#: What is done with a subject's file, as opposed to a case: of a person it takes an authorisation.
_ON_FILES = frozenset({Action.SEE_PUBLIC_FILE, Action.SEE_WHOLE_FILE, Action.SEE_PERSON})


def is_own(account: Account, subject_id: str) -> bool:
    """Whether the account is that of the subject itself."""
    return role_of(account) is Role.SUBJECT and account.subject_id == subject_id != ""


def may_see_moved(account: Account | None, subject_id: str, source: str) -> bool:
    """Whether the account may see what a file showed of a record that was moved away because it never was the
    subject's own: the subject itself, the department ``source`` that made the record, and those who oversee.
    Nobody else is told that another's record ever stood there."""
    if account is None or not may(account, Action.SEE_MOVED_RECORD):
        return False
    if role_of(account) in OVERSEEING or is_own(account, subject_id):
        return True
    return account.department is not None and account.department.source == source != ""


def require_case(account: Account | None, action: Action, case: OfACase) -> None:
    """Go on only if the account may do it in this case. Errors: as :func:`require_subject`, ``another-department``."""
    require_subject(account, action, case.subject_id)
    if account is None or _of_its_department(account, action, case):
        return
    raise NotAllowed(
        "another-department",
        zh=f"本账户所属部门无权对此办件“{action.called.zh}”；由作出记录的部门或信用办办理。",
        en=f"This account's department cannot {action.called.en} here: that is for the department which made the "
        "record, or the credit office.",
    )


def _of_its_department(account: Account, action: Action, case: OfACase) -> bool:
    department = account.department
    role = role_of(account)
    if role is Role.SOURCE_DEPARTMENT:
        its_source = department is not None and department.source not in (None, "") and department.source == case.source
        return its_source or _its_case(account, case)
    if role is Role.SUPERVISING_DEPARTMENT and action is Action.DECIDE_CASE:
        return _its_case(account, case)
    return True


def _its_case(account: Account, case: OfACase) -> bool:
    return account.department is not None and account.department.pk == case.department_id


def require_consumer(account: Account | None, action: Action, consumer_code: str) -> None:
    """Go on only if the account may do it for this consumer of records: the credit office, the administrator and the
    auditor for every one, anybody else for the one the account belongs to (a department's has the department's code).
    Errors: as :func:`require`, ``another-consumer``."""
    require(account, action)
    if account is None or role_of(account) in (Role.CREDIT_OFFICE, Role.ADMINISTRATOR, Role.AUDITOR):
        return
    own = account.consumer or (account.department.code if account.department is not None else "")
    if own != consumer_code:
        raise NotAllowed(
            "another-consumer",
            zh=f"“{action.called.zh}”只限本账户所属的数据使用方；请用该使用方的账户，或由信用办办理。",
            en=f"This account can {action.called.en} for its own consumer only; use an account of that consumer, or "
            "ask the credit office.",
        )


def account_named(username: str) -> Account:
    """The account that signs in by this name, as long as it may. Errors: ``no-account``, ``account-disabled``."""
    account = any_account(username)
    if not account.is_active:
        raise NotAllowed(
            "account-disabled",
            zh="该账户已停用；由系统管理员用 gongxin account enable 恢复。",
            en="This account is disabled; an administrator can bring it back with 'gongxin account enable'.",
        )
    return account


def any_account(username: str) -> Account:
    """The account of that name, also a disabled one. Error: ``no-account``."""
    account = Account.objects.select_related("department").filter(username=username).first()
    if account is None:
        raise NotFound(
            "no-account",
            zh="没有该用户名的账户；用 gongxin account list 查看，用 gongxin account add 新建。",
            en="There is no account of that name; 'gongxin account list' shows them, 'gongxin account add' makes one.",
        )
    return account
