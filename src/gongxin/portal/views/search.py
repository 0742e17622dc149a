"""Searching by name or code."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_http_methods

from gongxin.accounts.actions import Action
from gongxin.intake.personal import covered
from gongxin.pages import conclusions
from gongxin.pages.access import needs

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

#: Characters of a question that are read; no name or code is longer.
_LONGEST = 200


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Action.SEARCH)
def search(request: HttpRequest) -> HttpResponse:
    """The subjects that a name or a code may mean, the likeliest first.

    A question is posted, and only then put into the address: one that holds an identity number never gets there.
    """
    asked = request.POST if request.method == "POST" else request.GET
    sought = asked.get("q", "").strip()[:_LONGEST]
    answer = conclusions.search(sought) if sought else None
    if answer is not None and not answer.found and covered(sought) != sought:
        return render(request, "portal/search.html", {"person": True}, status=400)
    if request.method == "POST":
        if answer is not None and len(answer.found) == 1 and answer.found[0].likeness == "same-code":
            return redirect("portal:file", code=answer.found[0].subject_id)
        return redirect(f"{reverse('portal:search')}?{urlencode({'q': sought})}")
    return render(request, "portal/search.html", {"sought": sought, "answer": answer})
