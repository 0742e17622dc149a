"""Roles: in which capacity somebody uses the platform."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from gongxin.errors import Message

if TYPE_CHECKING:
    from gongxin.accounts.models import Account


class Role(StrEnum):
    """One account has one role; who has two posts has two accounts, so that two pairs of eyes stay two."""

    CREDIT_OFFICE = "credit-office"
    SOURCE_DEPARTMENT = "source-department"
    SUPERVISING_DEPARTMENT = "supervising-department"
    SUBJECT = "subject"  # an enterprise's agent, or a citizen, for the one subject of the account
    AUTHORISED_USER = "authorised-user"  # a bank or another user with authorisation
    RATING_AGENCY = "rating-agency"
    AUDITOR = "auditor"
    ADMINISTRATOR = "administrator"  # keeps accounts and departments; decides nothing

    @property
    def called(self) -> Message:
        """What the role is called."""
        return _TITLES[self]


def role_of(account: Account | None) -> Role | None:
    """The role somebody acts in; ``None`` is the public, and so is whoever's account is disabled."""
    if account is None or not account.is_active:
        return None
    return Role(account.role)


#: Roles whose accounts belong to a department.
OF_DEPARTMENTS = frozenset({Role.CREDIT_OFFICE, Role.SOURCE_DEPARTMENT, Role.SUPERVISING_DEPARTMENT})

#: Roles that see what concerns everybody, whichever department or subject it belongs to.
OVERSEEING = frozenset({Role.CREDIT_OFFICE, Role.AUDITOR})

_TITLES = {
    Role.CREDIT_OFFICE: Message(zh="信用办", en="credit office"),
    Role.SOURCE_DEPARTMENT: Message(zh="数据来源部门", en="source department"),
    Role.SUPERVISING_DEPARTMENT: Message(zh="监管部门", en="supervising department"),
    Role.SUBJECT: Message(zh="信用主体", en="subject"),
    Role.AUTHORISED_USER: Message(zh="授权用户", en="authorised user"),
    Role.RATING_AGENCY: Message(zh="信用服务机构", en="rating agency"),
    Role.AUDITOR: Message(zh="审计员", en="auditor"),
    Role.ADMINISTRATOR: Message(zh="系统管理员", en="administrator"),
}
