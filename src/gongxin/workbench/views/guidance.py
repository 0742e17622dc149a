"""What the credit office starts by itself: interviews, special campaigns, the summary of opinions."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from gongxin.accounts.actions import Action
from gongxin.accounts.permissions import require
from gongxin.casework.campaigns import campaigns as all_campaigns
from gongxin.casework.campaigns import figures, target
from gongxin.law.schema.procedure import ProcedureKind
from gongxin.pages import clock, conclusions
from gongxin.pages.access import needs
from gongxin.pages.addresses import day_asked
from gongxin.pages.language import said
from gongxin.workbench.forms.guidance import InviteForm, TargetsForm
from gongxin.workbench.forms.refusals import told_in
from gongxin.workbench.views.asking import account_of

if TYPE_CHECKING:
    from django.http import HttpRequest

#: Subjects that could not be put on a campaign's list of which the page tells why.
_TOLD = 20
_ON_A_PAGE = 50
#: Fewer than of other things: the targets of each are counted.
_CAMPAIGNS_ON_A_PAGE = 10


@needs(Action.LIST_CASES, Action.DECIDE_CASE)
def interviews(request: HttpRequest) -> HttpResponse:
    """Whom the results call to an interview, and the interviews that go on. Planning one opens its case, where the
    invitation, the minutes and the outcome are recorded."""
    account = account_of(request)
    casework, today = conclusions.casework(), clock.today()
    form = InviteForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        require(account, Action.OPEN_CASE)
        with told_in(form):
            case = casework.open(
                ProcedureKind.INTERVIEW,
                by=account,
                as_of=today,
                at=clock.now(),
                subject_id=form.cleaned_data["subject"],
                procedure=form.cleaned_data["procedure"],
            )
            return redirect("workbench:case", number=case.number)
    going_on = casework.cases(account, kind=ProcedureKind.INTERVIEW.value, open_only=True)
    shown = {
        "form": form,
        "leaf": Paginator(casework.to_invite(today), _ON_A_PAGE).get_page(request.GET.get("page")),
        "cases": going_on[:_ON_A_PAGE],
        "count": going_on.count(),
        "today": today,
    }
    return render(request, "workbench/interviews.html", shown)


@needs(Action.LIST_CASES, Action.DECIDE_CASE)
def campaigns(request: HttpRequest) -> HttpResponse:
    """All campaigns, and the form that puts subjects on the list of one, new or old."""
    account = account_of(request)
    form = TargetsForm(request.POST or None, initial={"campaign": request.GET.get("campaign", "")})
    if request.method == "POST" and form.is_valid():
        require(account, Action.OPEN_CASE)
        name = form.cleaned_data["campaign"]
        found = target(
            conclusions.casework(),
            name,
            form.cleaned_data["subjects"],
            goal=form.cleaned_data["goal"],
            by=account,
            as_of=clock.today(),
            at=clock.now(),
        )
        count = len(found.cases)
        told = ngettext("%(count)d subject is on the list.", "%(count)d subjects are on the list.", count)
        messages.success(request, told % {"count": count})
        for refused in found.refused[:_TOLD]:
            messages.warning(request, f"{refused.subject_id}: {said(dict(refused.message))}")
        return redirect("workbench:campaigns")
    casework, today = conclusions.casework(), clock.today()
    leaf = Paginator(all_campaigns(), _CAMPAIGNS_ON_A_PAGE).get_page(request.GET.get("page"))
    shown = {
        "form": form,
        "leaf": leaf,
        "campaigns": [figures(casework, name, today) for name in leaf],
        "today": today,
    }
    return render(request, "workbench/campaigns.html", shown)


@require_safe
@needs(Action.LIST_CASES, Action.DECIDE_CASE)
def campaign(request: HttpRequest) -> HttpResponse:
    """One campaign: its figures, and its targets one by one."""
    name = request.GET.get("campaign", "")
    if name not in all_campaigns():
        return redirect("workbench:campaigns")
    casework, account = conclusions.casework(), account_of(request)
    targets = casework.cases(account, kind=ProcedureKind.CAMPAIGN.value, topic=name)
    shown = {
        "figures": figures(casework, name, clock.today()),
        "leaf": Paginator(targets, _ON_A_PAGE).get_page(request.GET.get("page")),
        "today": clock.today(),
    }
    return render(request, "workbench/campaign.html", shown)


@require_safe
@needs(Action.LIST_CASES, Action.SEE_JOURNAL)
def opinions(request: HttpRequest) -> HttpResponse:
    """Opinions on the evaluation within a period, by heading; as a table for the province with ``?table``."""
    today = clock.today()
    first = day_asked(request.GET, "from", date(today.year, 1, 1))
    last = day_asked(request.GET, "to", today)
    summary = conclusions.casework().opinions(first, last)
    if "table" in request.GET:
        # The mark in front tells spreadsheets that the text is UTF-8.
        answer = HttpResponse("\ufeff" + summary.as_table(), content_type="text/csv; charset=utf-8")
        answer.headers["Content-Disposition"] = f'attachment; filename="opinions-{first}-{last}.csv"'
        return answer
    leaf = Paginator(summary.rows, _ON_A_PAGE).get_page(request.GET.get("page"))
    shown = {"summary": summary, "leaf": leaf, "heading": _("Opinions on the evaluation")}
    return render(request, "workbench/opinions.html", shown)
