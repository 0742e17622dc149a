"""The day: what is due, late, or will be; and what happened."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from django.core.paginator import Paginator
from django.shortcuts import render
from django.views.decorators.http import require_safe

from gongxin.accounts.actions import Action
from gongxin.accounts.roles import OVERSEEING
from gongxin.casework.models import Case
from gongxin.pages import clock, conclusions
from gongxin.pages.access import needs
from gongxin.pages.addresses import day_asked
from gongxin.workbench.titles import titles_of
from gongxin.workbench.views.asking import account_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.http import HttpRequest, HttpResponse

    from gongxin.casework.journal import JournalEntry

#: Working days ahead that the list reaches, as chosen on the page.
_WITHIN = (3, 5, 10)

#: Rows of a part that are shown; the queue has them all.
_SHOWN = 50

#: Entries of the journal on a page.
_ON_A_PAGE = 50


@require_safe
@needs(Action.SEE_DUE)
def due(request: HttpRequest) -> HttpResponse:
    """The due list of the day: of one's own department, or of all for the credit office and the auditor."""
    account = account_of(request)
    asked = request.GET.get("within", "")
    within = int(asked) if asked in {str(days) for days in _WITHIN} else _WITHIN[0]
    own = None if account.role in OVERSEEING else account.department
    today = clock.today()
    found = conclusions.casework().due(today, within=within, department=None if own is None else own.code)
    shown = {
        "parts": [
            {"id": "late", "count": len(found.late), "rows": found.late[:_SHOWN]},
            {"id": "today", "count": len(found.today), "rows": found.today[:_SHOWN]},
            {"id": "soon", "count": len(found.soon), "rows": found.soon[:_SHOWN]},
        ],
        "horizon": found.horizon,
        "within": within,
        "choices": _WITHIN,
        "department": own,
        "today": today,
    }
    return render(request, "workbench/due.html", shown)


@require_safe
@needs(Action.SEE_JOURNAL)
def journal(request: HttpRequest) -> HttpResponse:
    """The journal of a day."""
    today = clock.today()
    day = min(day_asked(request.GET, "day", today), today)
    found = conclusions.casework().journal(day)
    leaf = Paginator(found.entries, _ON_A_PAGE).get_page(request.GET.get("page"))
    shown = {
        "journal": found,
        "leaf": leaf,
        "entries": _titled(leaf),
        "day": day,
        "before": day - timedelta(days=1) if day > date.min else None,
        "after": day + timedelta(days=1) if day < today else None,
    }
    return render(request, "workbench/journal.html", shown)


def _titled(entries: Sequence[JournalEntry]) -> list[dict[str, object]]:
    """The entries with what the law calls their moves."""
    titles = titles_of(conclusions.law())
    numbers = {entry.number for entry in entries}
    procedures = dict(Case.objects.filter(number__in=numbers).values_list("number", "procedure"))
    return [
        {"of": entry, "title": titles.of_move(procedures.get(entry.number, ""), entry.from_state, entry.what)}
        for entry in entries
    ]
