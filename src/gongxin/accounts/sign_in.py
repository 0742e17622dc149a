"""Signing in: the password, then the second factor if the account has one, then the session.

The view asks :func:`by_password`, keeps the half-way state with :func:`begin` and, once the code of the second factor
was right (or none is enrolled), opens the session with :func:`finish`.
"""

from __future__ import annotations

import logging
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

import django_otp
from django.contrib.auth import login
from django.contrib.auth.hashers import make_password

from gongxin.accounts import confirmation
from gongxin.accounts.attempts import Scope, attempt
from gongxin.accounts.models import Account
from gongxin.errors import NotAllowed

if TYPE_CHECKING:
    from collections.abc import MutableMapping

    from django.http import HttpRequest
    from django_otp.models import Device

_LOG = logging.getLogger("gongxin.accounts")
_BACKEND = "django.contrib.auth.backends.ModelBackend"

#: How long somebody who gave the password may take to give the code.
PATIENCE = timedelta(minutes=5)

_WAITING = "gongxin.waiting"


def by_password(username: str, password: str, *, address: str, at: datetime) -> Account:
    """The account of that name, if the password is right and it may sign in.

    ``address`` is the network address the attempt comes from. Errors: ``wrong-password``, which does not tell whether
    there is such an account, and ``wait-before-next-attempt``.
    """
    tried = attempt({Scope.ACCOUNT: username.casefold(), Scope.ADDRESS: address}, at)
    account = Account.objects.select_related("department").filter(username=username).first()
    if account is None:
        # As much work as for an account that exists: the time an answer takes must not tell either.
        make_password(password)
    elif account.check_password(password) and account.is_active:
        tried.succeeded()
        return account
    _LOG.warning("a sign-in was refused")
    raise NotAllowed(
        "wrong-password",
        zh="用户名或口令不正确，或账户已停用。",
        en="The user name or the password is not right, or the account is disabled.",
    )


def begin(session: MutableMapping[str, Any], account: Account, at: datetime) -> None:
    """Note in the session that this account's password was right, and its code is awaited."""
    session[_WAITING] = {"account": account.pk, "at": at.timestamp()}


def waiting(session: MutableMapping[str, Any], at: datetime) -> Account | None:
    """The account whose code is awaited; None where nobody's is, or it took too long."""
    note = session.get(_WAITING)
    if note is None or not 0 <= at.timestamp() - note["at"] <= PATIENCE.total_seconds():
        return None
    return Account.objects.select_related("department").filter(pk=note["account"], is_active=True).first()


def finish(request: HttpRequest, account: Account, device: Device | None, *, at: datetime) -> None:
    """Open the session, under a new key; ``device`` is what gave the code. Who just signed in has just confirmed."""
    request.session.pop(_WAITING, None)
    login(request, account, backend=_BACKEND)
    if device is not None:
        django_otp.login(request, device)
    confirmation.note(request.session, account, at)
