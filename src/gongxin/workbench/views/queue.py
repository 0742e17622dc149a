"""The queue of a department, the credit office or the auditor, by the day by which somebody must act."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

from django.core.paginator import Paginator
from django.shortcuts import redirect, render

from gongxin.accounts.actions import Action
from gongxin.accounts.roles import OVERSEEING, Role
from gongxin.pages import clock, conclusions
from gongxin.pages.access import needs
from gongxin.pages.addresses import with_parameters
from gongxin.pages.language import said
from gongxin.workbench.forms.sieve import SieveForm
from gongxin.workbench.queue import ACTS_AS, Band, Queue, Sieve
from gongxin.workbench.titles import titles_of
from gongxin.workbench.views.asking import account_of
from gongxin.workbench.words import BANDS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.http import HttpRequest, HttpResponse

_ON_A_PAGE = 40

#: Where the session keeps the filters, so that "next case" means the next of what is being worked on.
_SIEVE = "workbench-sieve"


@needs(Action.LIST_CASES)
def queue(request: HttpRequest) -> HttpResponse:
    """One band of the queue, with the counts of all."""
    account = account_of(request)
    if account.role == Role.SUBJECT:
        return redirect("workbench:my-cases")
    today = clock.today()
    titles = titles_of(conclusions.law())
    form = SieveForm(
        request.GET,
        states=[(state, " / ".join(map(said, named))) for state, named in titles.of_waiting_states().items()],
        all_departments=account.role in OVERSEEING,
        acts=account.role in ACTS_AS,
    )
    sieve = form.sieve
    chosen = asdict(sieve)
    if request.session.get(_SIEVE) != chosen:
        request.session[_SIEVE] = chosen
    sieved = Queue(account, sieve, today)
    counts = sieved.counts()
    band = _band(request.GET.get("band"), counts)
    pages = Paginator(sieved.waiting(band), _ON_A_PAGE)
    pages.count = counts[band]  # counted already
    page = pages.get_page(request.GET.get("page"))
    shown = {
        "form": form,
        "band": band,
        "bands": [_tab(request, one, counts[one]) for one in Band],
        "leaf": page,
        "rows": [sieved.row(found) for found in page],
        "today": today,
    }
    return render(request, "workbench/queue.html", shown)


def _tab(request: HttpRequest, band: Band, count: int) -> dict[str, object]:
    return {
        "band": band,
        "title": BANDS[band],
        "count": count,
        "href": with_parameters(request.GET, band=band, page=1),
    }


def next_case(request: HttpRequest, number: str) -> str | None:
    """The number of the case to turn to after the one under ``number``, by the filters chosen last."""
    account = account_of(request)
    sieve = Sieve(**request.session.get(_SIEVE, {}))
    found = Queue(account, sieve, clock.today()).next_after(number)
    return None if found is None else found.number


def _band(asked: str | None, counts: Mapping[Band, int]) -> Band:
    """The band asked for; without one, the most urgent in which anything waits."""
    if asked in set(Band):
        return Band(asked)
    return next((band for band in Band if counts[band]), Band.TODAY)
