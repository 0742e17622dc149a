"""The desk one starts with."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import redirect

from gongxin.accounts.actions import Action
from gongxin.pages.access import needs
from gongxin.workbench.menu import places_for
from gongxin.workbench.views.asking import account_of

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@needs(Action.SEARCH)
def home(request: HttpRequest) -> HttpResponse:
    """The first page of the account's desk; the public signs in."""
    if not request.user.is_authenticated:
        return redirect("workbench:sign-in")
    return redirect(places_for(account_of(request))[0].address)
