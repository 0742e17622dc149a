"""What is published about everybody at once: commitments, and who still shows a record that was repaired."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.paginator import Paginator
from django.shortcuts import render
from django.views.decorators.http import require_safe

from gongxin.accounts.actions import Action
from gongxin.exchange.notices import still_showing as list_of_those
from gongxin.pages import clock, conclusions
from gongxin.pages.access import needs
from gongxin.portal.commitments import commitment, published

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

_A_PAGE = 20


@require_safe
@needs(Action.SEARCH)
def commitments(request: HttpRequest) -> HttpResponse:
    """Commitments in public, and whether they were kept."""
    law = conclusions.law()
    page = Paginator(published(law), _A_PAGE).get_page(request.GET.get("page"))
    return render(
        request, "portal/commitments.html", {"page_of": page, "commitments": [commitment(law, case) for case in page]}
    )


@require_safe
@needs(Action.SEARCH)
def still_showing(request: HttpRequest) -> HttpResponse:
    """Consumers that were told of a change to a record and have not said that they follow it."""
    page = Paginator(list_of_those(clock.today()), _A_PAGE).get_page(request.GET.get("page"))
    return render(request, "portal/still_showing.html", {"page_of": page})
