"""For those who use records: their notices, and looking a subject up."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from gongxin.accounts.actions import Action
from gongxin.accounts.permissions import may, require_subject
from gongxin.accounts.roles import OVERSEEING
from gongxin.casework.models import Case
from gongxin.errors import NotFound
from gongxin.exchange.models import Consumer, Notice
from gongxin.exchange.notices import acknowledge
from gongxin.pages import clock, conclusions
from gongxin.pages.access import needs
from gongxin.workbench.forms.looking_up import LookUpForm
from gongxin.workbench.forms.refusals import told_in
from gongxin.workbench.looking_up import consumer_of, groups_for, look_up, meant_by
from gongxin.workbench.views.asking import account_of

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django.http import HttpRequest, HttpResponse

    from gongxin.accounts.models import Account

_ON_A_PAGE = 50

#: Digits of a number that every database can take; no notice has one as long.
_LONGEST_NUMBER = 18

#: Where the session keeps whose file is open: it stands in no address.
_OPEN_FILE = "workbench-open-file"


@require_safe
@needs(Action.SEE_NOTICES)
def notices(request: HttpRequest) -> HttpResponse:
    """What those who received records were told of them, the unanswered first."""
    account = account_of(request)
    found = _notices(account, request.GET.get("consumer", ""))
    leaf = Paginator(found, _ON_A_PAGE).get_page(request.GET.get("page"))
    today = clock.today()
    shown = {
        "leaf": leaf,
        "rows": _with_cases(list(leaf)),
        "today": today,
        "oversees": account.role in OVERSEEING,
        "own": consumer_of(account),
        "may_acknowledge": may(account, Action.ACKNOWLEDGE_NOTICE),
        "consumers": Consumer.objects.order_by("name") if account.role in OVERSEEING else (),
        "chosen": request.GET.get("consumer", ""),
        "overdue": found.filter(due_on__lt=today, acknowledged_on__isnull=True).count(),
        "unanswered": found.filter(acknowledged_on__isnull=True).count(),
    }
    return render(request, "workbench/notices.html", shown)


@require_POST
@needs(Action.ACKNOWLEDGE_NOTICE)
def acknowledge_notices(request: HttpRequest) -> HttpResponse:
    """Note that notices were acted on: one's own, or for a consumer that told the credit office so."""
    account = account_of(request)
    numbers = (one for one in request.POST.getlist("notice") if one.isascii() and one.isdigit())
    ticked = [int(one) for one in numbers if len(one) <= _LONGEST_NUMBER]
    within_sight = _notices(account, "").filter(pk__in=ticked)
    count = 0
    for code in set(within_sight.values_list("consumer__code", flat=True)):
        own = within_sight.filter(consumer__code=code).values_list("pk", flat=True)
        count += acknowledge(code, list(own), by=account.username, on=clock.today())
    told = ngettext("%(count)d notice is acknowledged.", "%(count)d notices are acknowledged.", count)
    messages.success(request, told % {"count": count})
    return redirect("workbench:notices")


@needs(Action.SEE_WHOLE_FILE)
def find(request: HttpRequest) -> HttpResponse:
    """Look a subject up: whom, what for, by what right. The file follows on a page whose address names nobody."""
    account = account_of(request)
    form = LookUpForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        filled = form.cleaned_data
        meant = meant_by(filled["sought"].strip(), filled["authorisation"].strip())
        chosen = request.POST.get("subject") or (meant[0].subject_id if len(meant) == 1 else "")
        if chosen in {one.subject_id for one in meant}:
            with told_in(form, query_without_purpose="purpose", person_without_authorisation="authorisation"):
                noted = {"purpose": filled["purpose"], "authorisation": filled["authorisation"].strip()}
                look_up(account, chosen, **noted, as_of=clock.today(), at=clock.now())
                request.session[_OPEN_FILE] = {"subject": chosen, **noted}
                return redirect("workbench:looked-up")
        elif meant:
            form.choose_among(meant)
        else:
            form.add_error("sought", _("Nobody is on file under that code or name."))
    return render(request, "workbench/look_up.html", {"form": form})


@require_safe
@needs(Action.SEE_WHOLE_FILE)
def looked_up(request: HttpRequest) -> HttpResponse:
    """The file that was looked up last; reading it again is the same look-up."""
    account = account_of(request)
    noted = request.session.get(_OPEN_FILE)
    if noted is None:
        return redirect("workbench:look-up")
    subject_id, today = noted["subject"], clock.today()
    # A consent may have been withdrawn since.
    require_subject(account, Action.SEE_WHOLE_FILE, subject_id, authorisation=noted["authorisation"], as_of=today)
    try:
        file = conclusions.credit_file(subject_id, today, whole=True)
    except NotFound:
        return redirect("workbench:look-up")
    groups, left = groups_for(account, file), conclusions.left_records(file, account)
    shown = {"file": file, "groups": groups, "left": left, "noted": noted, "subject_id": subject_id}
    return render(request, "workbench/looked_up.html", shown)


def _with_cases(notices: list[Notice]) -> list[tuple[Notice, Case | None]]:
    """Each notice with the case that it came of, which says in words what the record is; asked for once a page."""
    numbers = {str(notice.detail.get("case_no", "")) for notice in notices} - {""}
    cases = {case.number: case for case in Case.objects.filter(number__in=numbers)}
    return [(notice, cases.get(str(notice.detail.get("case_no", "")))) for notice in notices]


def _notices(account: Account, consumer: str) -> QuerySet[Notice]:
    """The notices in sight of the account: all for those who oversee, else those of its own consumer."""
    found = Notice.objects.select_related("consumer").order_by("acknowledged_on", "due_on", "pk")
    if account.role not in OVERSEEING:
        own = consumer_of(account)
        return found.filter(consumer__code=own) if own else found.none()
    return found.filter(consumer__code=consumer) if consumer else found
