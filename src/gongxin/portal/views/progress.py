"""How far a case is, for anybody who has its number: no name, no reasons, no papers; the whole of it is on the desk."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from gongxin.accounts.actions import Action
from gongxin.accounts.permissions import is_own
from gongxin.errors import NotFound
from gongxin.pages import clock, conclusions
from gongxin.pages.access import needs, signed_in
from gongxin.portal.progress import case_numbered, progress_of

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@require_safe
@needs(Action.SEARCH)
def progress(request: HttpRequest) -> HttpResponse:
    """Asking by number."""
    number = request.GET.get("number", "").strip().upper()
    if not number:
        return render(request, "portal/progress.html")
    try:
        case = case_numbered(number)
    except NotFound as error:
        return render(request, "portal/progress.html", {"refused": error.message}, status=404)
    return redirect("portal:case", number=case.number)


@require_safe
@needs(Action.SEARCH)
def case(request: HttpRequest, number: str) -> HttpResponse:
    """Where one case stands and who must act by when."""
    account, found = signed_in(request), case_numbered(number)
    shown = progress_of(conclusions.casework().view(found, as_of=clock.today()))
    own = account is not None and is_own(account, found.subject_id)
    return render(request, "portal/case.html", {"case": shown, "own": own, "mine": found.subject_id if own else ""})
