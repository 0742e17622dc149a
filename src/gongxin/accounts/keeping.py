"""Keeping accounts and departments: the administrator's work.

Every call says ``by`` whom; the very first account is made by nobody, has to be an administrator's, and there is no
second without one.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.core.validators import validate_slug
from django.db import IntegrityError, transaction

from gongxin.accounts import second_factor
from gongxin.accounts.actions import Action
from gongxin.accounts.change_log import log_change
from gongxin.accounts.models import Account, Change
from gongxin.accounts.passwords import set_password
from gongxin.accounts.permissions import require
from gongxin.accounts.roles import OF_DEPARTMENTS, Role
from gongxin.errors import NotFound, UsageError
from gongxin.office.models import Department

if TYPE_CHECKING:
    from datetime import datetime


#: Roles that one account can have after another: posts in the offices.
POSTS = OF_DEPARTMENTS | {Role.AUDITOR, Role.ADMINISTRATOR}


@dataclass(frozen=True, slots=True)
class NewAccount:
    """What an account is made of. A department's role names the ``department`` (its code), a subject's the
    ``subject_id``, an authorised user's and a rating agency's the ``consumer`` (its code)."""

    username: str
    name: str
    role: Role
    department: str = ""
    subject_id: str = ""
    consumer: str = ""


def add_account(new: NewAccount, password: str, *, by: Account | None, at: datetime) -> Account:
    """Make an account; its owner has to choose another password at the first sign-in.

    Errors: ``not-allowed``, ``first-an-administrator``, ``account-exists``, ``account-name``, ``account-of-nobody``
    where the role asks for a department, subject or consumer and none is named, ``no-department``, ``weak-password``.
    """
    if by is not None or Account.objects.exists():
        require(by, Action.KEEP_ACCOUNTS)
    elif new.role is not Role.ADMINISTRATOR:
        raise UsageError(
            "first-an-administrator",
            zh="第一个账户须为系统管理员（administrator）；其他账户由管理员添加。",
            en="The first account has to be an administrator's; an administrator adds the others.",
        )
    _check_name(new.username)
    _check_whose(new)
    account = Account(
        username=new.username,
        name=new.name,
        role=new.role,
        subject_id=new.subject_id,
        consumer=new.consumer,
        department=department_coded(new.department) if new.department else None,
    )
    try:
        with transaction.atomic():
            account.set_unusable_password()
            account.save()
            set_password(account, password, at=at, given=True)
            log_change(account, Change.ADDED, by=by, at=at, role=new.role.value, department=new.department or None)
    except IntegrityError:
        raise UsageError(
            "account-exists",
            zh=f"用户名 {new.username!r} 已有账户；请另选一个。",
            en=f"There is an account named {new.username!r} already; choose another name.",
        ) from None
    return account


def give_password(account: Account, password: str, *, by: Account, at: datetime) -> None:
    """Give somebody's account another password, which its owner has to change. Error: ``weak-password``."""
    require(by, Action.KEEP_ACCOUNTS)
    with transaction.atomic():
        set_password(account, password, at=at, given=True)
        log_change(account, Change.PASSWORD_GIVEN, by=by, at=at)


def set_active(account: Account, active: bool, *, by: Account, at: datetime) -> None:
    """Disable an account, which ends its sessions, or bring it back. Error: ``last-administrator``."""
    require(by, Action.KEEP_ACCOUNTS)
    with transaction.atomic():
        if not active:
            _not_the_last_administrator(account)
        account.is_active = active
        account.save(update_fields=["is_active"])
        log_change(account, Change.ENABLED if active else Change.DISABLED, by=by, at=at)


def change_post(account: Account, role: Role, department: str = "", *, by: Account, at: datetime) -> None:
    """Give an account of the offices another role or department; what it may do changes at once.

    An account of a subject or of a user of records stays what it is: whose it is, others have relied on. Errors:
    ``account-stays``, ``account-of-nobody``, ``no-department``, ``last-administrator``.
    """
    require(by, Action.KEEP_ACCOUNTS)
    if Role(account.role) not in POSTS or role not in POSTS:
        raise UsageError(
            "account-stays",
            zh="信用主体、授权用户和信用服务机构的账户不能改任其他角色；请停用后另建账户。",
            en="An account of a subject or of a user of records cannot take another role: disable it, add another.",
        )
    _check_whose(NewAccount(account.username, account.name, role, department=department))
    with transaction.atomic():
        if role is not Role.ADMINISTRATOR:
            _not_the_last_administrator(account)
        before = account.role, account.department.code if account.department is not None else None
        account.role = role.value
        account.department = department_coded(department) if department else None
        account.save(update_fields=["role", "department"])
        now = account.role, department or None
        log_change(account, Change.POST_CHANGED, by=by, at=at, role=[before[0], now[0]], department=[before[1], now[1]])


def remove_second_factor(account: Account, *, by: Account, at: datetime) -> None:
    """Take a lost second factor away, so that its owner can enrol another."""
    require(by, Action.KEEP_ACCOUNTS)
    with transaction.atomic():
        second_factor.remove(account)
        log_change(account, Change.SECOND_FACTOR_REMOVED, by=by, at=at)


def _not_the_last_administrator(account: Account) -> None:
    """Hold the administrators' rows, and refuse what would leave none. Error: ``last-administrator``."""
    administrators = Account.objects.select_for_update().filter(role=Role.ADMINISTRATOR, is_active=True)
    if [row.pk for row in administrators] == [account.pk]:
        raise UsageError(
            "last-administrator",
            zh="这是唯一可用的系统管理员账户，停用或改任后无人能管理账户；请先添加另一个。",
            en="This is the only administrator; without one nobody could keep accounts. Add another first.",
        )


def add_department(
    code: str, name: str, *, by: Account, name_en: str = "", source: str = "", region: str = ""
) -> Department:
    """Make a department. ``source`` is the name it hands in records under. Errors: ``department-exists``,
    ``account-name``."""
    require(by, Action.KEEP_ACCOUNTS)
    _check_name(code)
    try:
        with transaction.atomic():
            return Department.objects.create(
                code=code, name=name, name_en=name_en, source=source or None, region=region
            )
    except IntegrityError:
        raise UsageError(
            "department-exists",
            zh=f"代码 {code!r} 或该数据来源名称已属于另一部门；请核对。",
            en=f"The code {code!r} or that source belongs to another department already; check both.",
        ) from None


def department_coded(code: str) -> Department:
    """The department of that code. Error: ``no-department``."""
    department = Department.objects.filter(code=code).first()
    if department is None:
        known = "、".join(Department.objects.order_by("code").values_list("code", flat=True)[:20]) or "–"
        raise NotFound(
            "no-department",
            zh=f"没有代码为 {code!r} 的部门；已有：{known}。用 gongxin department add 新建。",
            en=f"There is no department {code!r}; there are: {known}. 'gongxin department add' makes one.",
        )
    return department


def _check_whose(new: NewAccount) -> None:
    """An account belongs to what its role says, and to nothing else."""
    asked = {
        "department": new.role in OF_DEPARTMENTS,
        "subject_id": new.role is Role.SUBJECT,
        "consumer": new.role in (Role.AUTHORISED_USER, Role.RATING_AGENCY),
    }
    wrong = [name for name, needed in asked.items() if bool(getattr(new, name)) != needed]
    if wrong:
        needed = next((name for name, is_needed in asked.items() if is_needed), None)
        belongs_zh, belongs_en = _BELONGS[needed]
        raise UsageError(
            "account-of-nobody",
            zh=f"角色“{new.role.called.zh}”的账户{belongs_zh}。",
            en=f"An account in the role {new.role.called.en} {belongs_en}.",
        )


_BELONGS = {
    "department": (
        "须用 --department 指明部门，且只属于该部门",
        "names its department with --department, and nothing else",
    ),
    "subject_id": ("须用 --subject 指明主体，且只属于该主体", "names its subject with --subject, and nothing else"),
    "consumer": ("须用 --consumer 指明数据使用方，且只属于它", "names its consumer with --consumer, and nothing else"),
    None: ("不属于任何部门、主体或使用方", "belongs to no department, subject or consumer"),
}


def _check_name(name: str) -> None:
    try:
        validate_slug(name)
    except ValidationError:
        raise UsageError(
            "account-name",
            zh=f"名称 {name!r} 只能由字母、数字、连字符和下划线组成。",
            en=f"The name {name!r} may hold letters, digits, hyphens and underscores only.",
        ) from None
