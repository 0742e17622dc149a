"""Confirming who one is before a decision: the password once more, and the code if a second factor is enrolled.

A confirmation holds for five minutes, for one account in one session, and ends with the password it was given by.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from gongxin.accounts import second_factor
from gongxin.accounts.attempts import Scope, attempt
from gongxin.errors import NotAllowed

if TYPE_CHECKING:
    from collections.abc import MutableMapping

    from gongxin.accounts.models import Account

#: How long a confirmation holds. A setting of the platform, no law.
HOLDS = timedelta(minutes=5)

_CONFIRMED = "gongxin.confirmed"


def confirm(
    session: MutableMapping[str, Any], account: Account, password: str, code: str, *, address: str, at: datetime
) -> None:
    """Confirm the account in this session. Errors: ``wrong-password``, ``wrong-code``, ``wait-before-next-attempt``."""
    tried = attempt({Scope.ACCOUNT: account.username.casefold(), Scope.ADDRESS: address}, at)
    if not account.check_password(password):
        raise NotAllowed(
            "wrong-password",
            zh="口令不正确，尚未确认，决定未作出。",
            en="The password is not right; nothing was confirmed and nothing decided.",
        )
    tried.succeeded()
    if second_factor.enrolled(account):
        second_factor.verify(account, code, at=at)
    note(session, account, at)


def note(session: MutableMapping[str, Any], account: Account, at: datetime) -> None:
    """Note in the session that the account has just shown who it is."""
    session[_CONFIRMED] = {"by": account.get_session_auth_hash(), "at": at.timestamp()}


def standing(session: MutableMapping[str, Any], account: Account, at: datetime) -> bool:
    """Whether the account's confirmation in this session holds at ``at``."""
    noted = session.get(_CONFIRMED)
    if noted is None or noted["by"] != account.get_session_auth_hash():
        return False
    return bool(0 <= at.timestamp() - noted["at"] <= HOLDS.total_seconds())
