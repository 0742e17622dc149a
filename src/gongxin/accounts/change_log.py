"""Who did what to which account, and when: written with each change, in its transaction, and never changed itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gongxin.accounts.actions import Action
from gongxin.accounts.models import Account, AccountChange, Change
from gongxin.accounts.permissions import require

if TYPE_CHECKING:
    from datetime import datetime

    from django.db.models import QuerySet


def log_change(account: Account, change: Change, *, by: Account | None, at: datetime, **detail: object) -> None:
    """Note a change; call it in the transaction that makes it. ``detail`` holds what was and what is, and nothing that
    opens an account or tells of a natural person."""
    AccountChange.objects.create(account=account, change=change.value, by=by, at=at, detail=detail)


def changes_seen(by: Account | None, username: str | None = None) -> QuerySet[AccountChange]:
    """What was done to accounts, or to one of them, the latest first. Errors: ``not-allowed``, ``sign-in-first``."""
    require(by, Action.SEE_ACCOUNT_LOG)
    found = AccountChange.objects.select_related("account", "by").order_by("-at", "-pk")
    return found if not username else found.filter(account__username=username)
