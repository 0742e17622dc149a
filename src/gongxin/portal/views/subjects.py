"""The credit file of a subject: what is on display, how the grade came about, what would raise it, and each record."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import render
from django.views.decorators.http import require_safe

from gongxin.accounts.actions import Action
from gongxin.pages import clock, conclusions
from gongxin.pages.access import needs, signed_in
from gongxin.portal.asking import asked_for
from gongxin.portal.cards import card, card_groups
from gongxin.portal.grades import grade_pages, way_up_shown
from gongxin.portal.looking_up import public_file

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@require_safe
@needs(Action.SEE_PUBLIC_FILE)
def file(request: HttpRequest, code: str) -> HttpResponse:
    """Identity, grades with their sum, and every record on display with its standing."""
    shown = public_file(request, code)
    law = conclusions.law()
    context = {"file": shown, "groups": card_groups(law, shown), "grades": grade_pages(shown)}
    return render(request, "portal/file.html", context)


@require_safe
@needs(Action.SEE_PUBLIC_FILE)
def way_up(request: HttpRequest, code: str, model: str) -> HttpResponse:
    """What would raise a grade: a page of its own, or the part that the file's page asks for once it is there."""
    shown = public_file(request, code, log=not request.htmx)  # type: ignore[attr-defined]  # django-htmx's
    way = way_up_shown(conclusions.law(), shown, conclusions.way_up(code, model, clock.today()))
    template = "portal/parts/way_up.html" if request.htmx else "portal/way_up.html"  # type: ignore[attr-defined]
    return render(request, template, {"file": shown, "way": way})


@require_safe
@needs(Action.SEE_PUBLIC_FILE)
def record(request: HttpRequest, code: str, record_id: str) -> HttpResponse:
    """One record, and what can be done about it."""
    shown = public_file(request, code)
    group, entry = shown.record(record_id)
    law, account = conclusions.law(), signed_in(request)
    options = conclusions.options(code, record_id, clock.today(), account)
    asked = [asked_for(one) for one in options]
    context = {
        "file": shown,
        "card": card(law, group, entry),
        "asked_for": [one for one in asked if one.by_subject],
        "by_others": [one for one in asked if not one.by_subject],
    }
    return render(request, "portal/record.html", context)
