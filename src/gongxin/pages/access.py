"""Who may have a page: each view says which action it is, and asks before it does anything.

>>> @needs(Action.SEE_DUE)
... def due(request): ...

A view that declares nothing fails the suite. What the account may do *here* (its own subject, its own department's
case), the view asks of :mod:`gongxin.accounts.permissions` itself.
"""

from __future__ import annotations

from functools import wraps
from typing import TYPE_CHECKING, Any, Protocol, TypeVar, cast

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.shortcuts import resolve_url

from gongxin.accounts.actions import PUBLIC, Action
from gongxin.accounts.models import Account
from gongxin.accounts.permissions import require

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest
    from django.http.response import HttpResponseBase

_View = TypeVar("_View", bound="Callable[..., HttpResponseBase]")


class Guarded(Protocol):
    """A view that says what it takes to have it."""

    needs: frozenset[Action]


def signed_in(request: HttpRequest) -> Account | None:
    """The account that is signed in; None for the public."""
    user = getattr(request, "user", None)
    return user if isinstance(user, Account) and user.is_authenticated else None


def address_of(request: HttpRequest) -> str:
    """The network address a request comes from, by which attempts to sign in are counted.

    Behind a proxy (``GONGXIN_SECURE=1``) that is the last one of ``X-Forwarded-For``, which the proxy itself has seen;
    what stands before it, a client may have made up.
    """
    if settings.BEHIND_PROXY:
        seen = str(request.META.get("HTTP_X_FORWARDED_FOR", "")).rsplit(",", 1)[-1].strip()
        if seen:
            return seen
    return str(request.META.get("REMOTE_ADDR", ""))


def needs(*actions: Action) -> Callable[[_View], _View]:
    """Declare a view's actions. The account must be allowed all of them.

    The public is sent to sign in, and comes back to the page afterwards; an account whose password somebody else set is
    sent to change it first; one that may not is refused by :class:`~gongxin.errors.NotAllowed`, which
    :class:`gongxin.pages.errors.Refusals` shows as a page (403) in the reader's language.
    """

    def guard(view: _View) -> _View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            account = signed_in(request)
            if account is None and not PUBLIC.issuperset(actions):
                return redirect_to_login(request.get_full_path())
            for action in actions:
                require(account, action)
            if account is not None and account.password_given and Action.KEEP_OWN_ACCOUNT not in actions:
                return redirect_to_login(request.get_full_path(), resolve_url(settings.CHOOSE_ANOTHER_URL))
            return view(request, *args, **kwargs)

        cast("Guarded", guarded).needs = frozenset(actions)
        return cast("_View", guarded)

    return guard
