"""The language that somebody has chosen: kept with the account of who signs in, in a cookie for everybody else.

An account's own language goes before what the cookie or the browser says: whoever signs in at another machine finds the
desk as it was left.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.utils import translation
from django.views.decorators.http import require_POST
from django.views.i18n import LANGUAGE_QUERY_PARAMETER, set_language

from gongxin.accounts.actions import Action
from gongxin.pages.access import needs, signed_in

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest
    from django.http.response import HttpResponseBase


class LanguageOfAccount:
    """Middleware: pages speak the language of the account. It stands after the one that tells who has signed in."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer in the account's language, if it has chosen one."""
        account = signed_in(request)
        if account is not None and account.language:
            translation.activate(account.language)
            request.LANGUAGE_CODE = translation.get_language()
        return self._get_response(request)


@require_POST
@needs(Action.SEARCH)
def choose(request: HttpRequest) -> HttpResponseBase:
    """Speak another language from now on, and go back to the page that was open."""
    chosen = request.POST.get(LANGUAGE_QUERY_PARAMETER, "")
    account = signed_in(request)
    if account is not None and chosen in dict(settings.LANGUAGES):
        account.language = chosen
        account.save(update_fields=["language"])
    return set_language(request)
