"""A case on one page; making a move in it; its papers."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import FileResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from gongxin.accounts import second_factor
from gongxin.accounts.actions import Action
from gongxin.accounts.permissions import is_own, may, require_case
from gongxin.accounts.query_log import log_query
from gongxin.casework.letters import letter_lines
from gongxin.casework.models import Paper
from gongxin.errors import NotAllowed
from gongxin.pages import clock, conclusions
from gongxin.pages.access import needs
from gongxin.subjects.identifiers import person_digest
from gongxin.workbench.case_page import CasePage
from gongxin.workbench.deciding import make_move
from gongxin.workbench.forms.papers import PaperForm
from gongxin.workbench.forms.refusals import told_in
from gongxin.workbench.views.asking import account_of, confirmation_form, confirmed
from gongxin.workbench.views.queue import next_case

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse
    from django.http.response import HttpResponseBase

    from gongxin.casework.models import Case
    from gongxin.workbench.case_page import MoveOnPage


@require_safe
@needs(Action.SEE_CASE)
def case(request: HttpRequest, number: str) -> HttpResponse:
    """The whole case."""
    found = _case(request, number)
    sees = _sees_record(request, found)
    return _page(request, CasePage(found, account_of(request), clock.today(), sees_record=sees))


@require_POST
@needs(Action.MOVE_CASE)
def move(request: HttpRequest, number: str, move_id: str) -> HttpResponse:
    """Make a move. A decision is shown once more, with who one is confirmed, before it is made; what was filled in goes
    from page to page in the form itself, so that nothing is lost and nothing is kept aside."""
    found = _case(request, number)
    sees = _sees_record(request, found)
    goes_on = not {"find", "edit"} & set(request.POST)
    page = CasePage(found, account_of(request), clock.today(), request.POST, move_id, checked=goes_on, sees_record=sees)
    chosen = page.move(move_id)
    if chosen is None:
        messages.warning(request, _("This can no longer be done here: the case has gone on meanwhile."))
        return redirect("workbench:case", number=number)
    if not goes_on:
        return _page(request, page)
    if not chosen.form.is_valid():
        return _page(request, page, status=422)
    if chosen.possible.decides:
        with told_in(chosen.form):
            second_factor.require_enrolled(account_of(request))
        if not chosen.form.is_valid():
            return _page(request, page, status=403)
        confirm = confirmation_form(request)
        if "decide" not in request.POST or not confirmed(request, confirm):
            return _decide(request, page, chosen, confirm)
    return _make(request, page, chosen)


@require_POST
@needs(Action.HAND_IN_PAPER)
def hand_in(request: HttpRequest, number: str, paper_id: str) -> HttpResponse:
    """Hand a paper in."""
    found = _case(request, number)
    form = PaperForm(paper_id, request.POST, request.FILES)
    if form.is_valid():
        file = form.cleaned_data["file"]
        with told_in(form, paper_form="file", paper_size="file"):
            conclusions.casework().hand_in(
                found, paper_id, file.name, file.read(), by=account_of(request), as_of=clock.today()
            )
            messages.success(request, _("The paper is handed in."))
            return redirect("workbench:case", number=number)
    page = CasePage(found, account_of(request), clock.today(), sees_record=_sees_record(request, found))
    return _page(request, page, paper_form=form, status=422)


@needs(Action.HAND_IN_PAPER)
def letter(request: HttpRequest, number: str, paper_id: str) -> HttpResponse:
    """A letter that the platform fills in: read it, and sign it by pressing the button."""
    found, account, today = _case(request, number), account_of(request), clock.today()
    law = conclusions.law()
    procedure = law.procedure(found.procedure, found.edition)
    rule = next((rule for rule in procedure.papers if rule.id == paper_id and rule.filled_in), None)
    if rule is None:
        return redirect("workbench:case", number=number)
    if request.method == "POST":
        conclusions.casework().fill_in(found, paper_id, by=account, as_of=today)
        messages.success(request, _("The letter is signed and handed in."))
        return redirect("workbench:case", number=number)
    lines = letter_lines(law, procedure, rule, found, by=account, on=today)
    return render(request, "workbench/letter.html", {"number": number, "rule": rule, "lines": lines})


@require_safe
@needs(Action.SEE_CASE)
def paper(request: HttpRequest, number: str, paper: int) -> HttpResponseBase:
    """A paper, always as a file to be kept and never as a page: what strangers hand in is not shown in our name."""
    found = get_object_or_404(Paper.objects.select_related("case"), pk=paper, case__number=number)
    content = conclusions.casework().read(found, by=account_of(request))
    answer = FileResponse(
        BytesIO(content), as_attachment=True, filename=found.name, content_type="application/octet-stream"
    )
    answer.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return answer


def _case(request: HttpRequest, number: str) -> Case:
    """The case, for whoever may see it."""
    found = conclusions.casework().find(number)
    require_case(account_of(request), Action.SEE_CASE, found)
    return found


def _sees_record(request: HttpRequest, case: Case) -> bool:
    """Whether the record of the case may be shown. That a natural person's is looked at is noted, with the article and
    the number by which it is; who has no such right sees the case without it."""
    account = account_of(request)
    if not case.subject_id.startswith(person_digest.PREFIX) or is_own(account, case.subject_id):
        return True
    cite = conclusions.law().procedure(case.procedure, case.edition).cite
    right = f"statute:{cite.instrument}:{cite.article or '-'}:{case.number}"
    try:
        log_query(account, case.subject_id, purpose=case.number, authorisation=right, on=clock.today(), at=clock.now())
    except NotAllowed:
        return False
    return True


def _page(
    request: HttpRequest, page: CasePage, *, paper_form: PaperForm | None = None, status: int = 200
) -> HttpResponse:
    number = page.view.number
    shown = {
        "case": page,
        "view": page.view,
        "today": page.as_of,
        "paper_form": paper_form,
        "may_hand_in": may(account_of(request), Action.HAND_IN_PAPER),
        "next_case": next_case(request, number),
    }
    return render(request, "workbench/case.html", shown, status=status)


def _decide(request: HttpRequest, page: CasePage, chosen: MoveOnPage, confirm: object) -> HttpResponse:
    """The decision once more, before it is made."""
    kept = [
        (name, value)
        for name, values in request.POST.lists()
        if name not in ("csrfmiddlewaretoken", "decide") and not name.startswith("confirm-")
        for value in values
    ]
    shown = {"case": page, "view": page.view, "chosen": chosen, "kept": kept, "confirmation": confirm}
    return render(request, "workbench/decide.html", {**shown, "today": page.as_of})


def _make(request: HttpRequest, page: CasePage, chosen: MoveOnPage) -> HttpResponse:
    form, number = chosen.form, page.view.number
    with told_in(form, reason_missing="reason", unknown_subject="to_subject", same_subject="to_subject"):
        done = make_move(
            page.case,
            chosen.possible.move,
            by=account_of(request),
            reason=form.why,
            said=form.said,
            as_of=clock.today(),
            at=clock.now(),
        )
        if done.step.late_by:
            messages.warning(request, _("Done, after its term; the case shows it as late."))
        elif done.in_ledger:
            messages.success(request, _("Done."))
        if not done.in_ledger:
            messages.warning(
                request,
                _("Decided. The ledger is being written to by somebody else; this decision follows by itself."),
            )
        return redirect("workbench:case", number=number)
    return _page(request, page, status=422)
