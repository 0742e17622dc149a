"""Where the site begins, and how what it shows can be checked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import render
from django.views.decorators.http import require_safe

from gongxin.accounts.actions import Action
from gongxin.pages.access import needs

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@require_safe
@needs(Action.SEARCH)
def home(request: HttpRequest) -> HttpResponse:
    """The search, and what else there is."""
    return render(request, "portal/home.html")


@require_safe
@needs(Action.SEARCH)
def about(request: HttpRequest) -> HttpResponse:
    """How to check what is shown."""
    return render(request, "portal/home.html")
