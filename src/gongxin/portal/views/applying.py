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
from gongxin.pages.addresses import OWN
from gongxin.portal.applications import apply as apply_for
from gongxin.portal.applications import asked_by, letters, option_for
from gongxin.portal.asking import asked_for
from gongxin.portal.cards import card
from gongxin.portal.forms import ApplicationForm

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Action.OPEN_CASE, Action.HAND_IN_PAPER, Action.MOVE_CASE)
def apply(request: HttpRequest, code: str, procedure: str, record_id: str | None = None) -> HttpResponse:
    """The form, and what comes of handing it in."""
    account = signed_in(request)
    assert account is not None, "the actions are nobody's who has not signed in"
    code = account.subject_id if code == OWN else code
    option = option_for(account, code, record_id, procedure)
    file = conclusions.credit_file(code, clock.today(), whole=True)
    group, entry = (None, None) if record_id is None else file.record(record_id)
    posted = (request.POST, request.FILES) if request.method == "POST" else ()
    form = ApplicationForm(asked_by(option), *posted)
    asked = asked_for(option)
    if asked.may_apply and posted and form.is_valid():
        case = apply_for(account, code, record_id, form)
        messages.success(request, _("Handed in. Keep the number: %(number)s") % {"number": case.number})
        return redirect("portal:case", number=case.number)
    context = {
        "file": file,
        "card": None if group is None or entry is None else card(conclusions.law(), group, entry),
        "asked": asked,
        "form": form,
        "letters": letters(account, file, entry, "" if group is None else group.item, form.asked),
    }
    return render(request, "portal/apply.html", context, status=422 if posted else 200)
