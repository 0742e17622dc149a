"""Applying on one page, for the subject's own account."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from gongxin.accounts.actions import Action
from gongxin.pages import clock, conclusions
from gongxin.pages.access import needs, signed_in
from gongxin.portal.applications import apply as apply_for
from gongxin.portal.applications import asked_by, option_for
from gongxin.portal.asking import asked_for
from gongxin.portal.cards import card
from gongxin.portal.commitment_letter import About, letter
from gongxin.portal.forms import ApplicationForm

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from gongxin.portal.cards import Card

#: Stands in an address for the subject of the account: a person's digest never does.
_OWN = "own"


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Action.OPEN_CASE, Action.HAND_IN_PAPER, Action.MOVE_CASE)
def apply(request: HttpRequest, code: str, procedure: str, record_id: str | None = None) -> HttpResponse:
    """The form, and what comes of handing it in."""
    account = signed_in(request)
    assert account is not None, "the actions are nobody's who has not signed in"
    code = account.subject_id if code == _OWN else code
    option = option_for(account, code, record_id, procedure)
    file = conclusions.credit_file(code, clock.today(), whole=True)
    about_record = None if record_id is None else card(conclusions.law(), *file.record(record_id))
    about = About(code, file.identity.name or code, _words_for(about_record))
    posted = (request.POST, request.FILES) if request.method == "POST" else ()
    form = ApplicationForm(asked_by(option), account.name, *posted)
    asked = asked_for(option)
    if asked.may_apply and posted and form.is_valid():
        case = apply_for(account, about, record_id, form)
        messages.success(request, _("Handed in. Keep the number: %(number)s") % {"number": case.number})
        return redirect("portal:case", number=case.number)
    context = {
        "file": file,
        "card": about_record,
        "asked": asked,
        "form": form,
        "letters": [
            letter(one.title.zh, about, option, form.declarations, account.name, clock.today()) for one in form.letters
        ],
    }
    return render(request, "portal/apply.html", context, status=422 if posted else 200)


def _words_for(about: Card | None) -> str:
    """The record in words: its item, its number or heading, its day."""
    if about is None:
        return ""
    of = about.entry
    parts = [about.item.zh, of.title or "", f"（{of.dated}）" if of.dated else ""]
    return "".join(parts)
