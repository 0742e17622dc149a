"""Guessing gets slow: each attempt at a password or a code counts until it succeeds.

An attempt is counted before it is judged, so that many at once gain nothing. Nobody is locked out for good, which would
let anyone lock out anyone: the wait doubles with each further failure up to an hour, and is over a day after the last.
Neither names nor addresses are kept or logged, only their keyed digests.
"""

from __future__ import annotations

import logging
from datetime import datetime, timedelta
from enum import StrEnum

from django.db import transaction
from django.db.models import F
from django.utils.crypto import salted_hmac

from gongxin.accounts.models import Failures
from gongxin.errors import NotAllowed

_LOG = logging.getLogger("gongxin.accounts")


class Scope(StrEnum):
    """What attempts are counted by."""

    ACCOUNT = "account"  # the name signed in with, whether there is such an account or not
    CODE = "code"  # codes of the second factor, by account
    ADDRESS = "address"  # the network address; many people may share one


#: Failures in a row that cost no waiting. Settings of the platform, no law.
FREE = {Scope.ACCOUNT: 5, Scope.CODE: 5, Scope.ADDRESS: 50}

FIRST_WAIT = timedelta(minutes=1)
LONGEST_WAIT = timedelta(hours=1)
FORGOTTEN_AFTER = timedelta(days=1)


class Attempt:
    """One attempt, counted. Say :meth:`succeeded` if it was right; otherwise it stays counted."""

    def __init__(self, keys: dict[str, Scope]) -> None:
        self._keys = keys

    def succeeded(self) -> None:
        """Forget the account's failures, and this one attempt of the address's."""
        for key, scope in self._keys.items():
            left = F("count") - 1 if scope is Scope.ADDRESS else 0
            Failures.objects.filter(key=key, count__gt=0).update(count=left, wait_until=None)


def attempt(names: dict[Scope, str], at: datetime) -> Attempt:
    """Count an attempt made at ``at``, under the account and from the address named; empty names count nothing.

    Error: ``wait-before-next-attempt``, which says from when the next one is heard.
    """
    keys = {_key(scope, name): scope for scope, name in names.items() if name}
    waits: list[datetime] = []
    with transaction.atomic():
        for key, scope in sorted(keys.items()):
            wait = _count(key, scope, at)
            if wait is not None:
                waits.append(wait)
    if waits:
        _LOG.warning("an attempt to sign in was made before its time")
        raise _wait(max(waits))
    _forget_old(at)
    return Attempt(keys)


def _count(key: str, scope: Scope, at: datetime) -> datetime | None:
    """Count one more under the key; or, where it has to wait, say until when and count nothing."""
    row = _locked(key, at)
    if row.wait_until is not None and at < row.wait_until:
        return row.wait_until
    row.count = 1 if row.last_at + FORGOTTEN_AFTER <= at else row.count + 1
    row.last_at = at
    over = row.count - FREE[scope]
    row.wait_until = at + _wait_after(over) if over >= 0 else None
    row.save()
    return None


def _locked(key: str, at: datetime) -> Failures:
    """The row of the key, held until the end of the transaction; made if there is none, or none any more."""
    while True:
        Failures.objects.bulk_create([Failures(key=key, last_at=at)], ignore_conflicts=True)
        row = Failures.objects.select_for_update().filter(key=key).first()
        if row is not None:
            return row


def _wait_after(over: int) -> timedelta:
    """The wait after the free failures are used up: a minute, doubled for each one more."""
    doubled = 1 << min(over, 10)  # beyond these it is the longest anyway
    return min(FIRST_WAIT * doubled, LONGEST_WAIT)


def _forget_old(at: datetime) -> None:
    Failures.objects.filter(last_at__lte=at - FORGOTTEN_AFTER).delete()


def _key(scope: Scope, name: str) -> str:
    return salted_hmac(f"gongxin.accounts.attempts.{scope}", name, algorithm="sha256").hexdigest()


def _wait(until: datetime) -> NotAllowed:
    clock = f"{until:%H:%M}" if until.second == 0 else f"{until + timedelta(minutes=1):%H:%M}"
    return NotAllowed(
        "wait-before-next-attempt",
        zh=f"尝试次数过多，请在 {clock} 之后再试；若忘记口令，请联系系统管理员。",
        en=f"Too many attempts; try again after {clock}. An administrator can help if the password is forgotten.",
    )
