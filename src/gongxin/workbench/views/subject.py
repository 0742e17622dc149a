"""The subject's own desk: its file, its cases, who looked it up, what it consented to."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from gongxin.accounts import consents
from gongxin.accounts.actions import Action
from gongxin.accounts.authorisation import QUERY
from gongxin.accounts.consent_text import consent_text, purposes
from gongxin.accounts.permissions import require_subject
from gongxin.accounts.personal_score import ended
from gongxin.accounts.query_log import queries_of
from gongxin.casework.models import Deadline
from gongxin.errors import NotAllowed, NotFound
from gongxin.exchange.models import Consumer
from gongxin.law.schema.procedure import Actor, ProcedureKind
from gongxin.pages import clock, conclusions
from gongxin.pages.access import needs
from gongxin.pages.addresses import named_in_address
from gongxin.subjects.identifiers import person_digest
from gongxin.workbench.forms.consents import ConsentForm
from gongxin.workbench.forms.refusals import told_in
from gongxin.workbench.kept_under import kept_under
from gongxin.workbench.views.asking import account_of

if TYPE_CHECKING:
    from datetime import date

    from django.db.models import QuerySet
    from django.http import HttpRequest, HttpResponse

    from gongxin.accounts.models import Account, Consent
    from gongxin.casework.models import Case
    from gongxin.pages.conclusions import CreditFile
    from gongxin.workbench.kept_under import KeptUnder

_ON_A_PAGE = 50

#: Parts of a section that say by which model they are.
_BY_MODEL = ("gradings", "ways")


@require_safe
@needs(Action.SEE_WHOLE_FILE)
def my_file(request: HttpRequest) -> HttpResponse:
    """Everything on file about the account's subject, also what is not displayed, and what is due from it."""
    account = account_of(request)
    waiting = Deadline.objects.filter(
        case__subject_id=account.subject_id,
        case__closed_on__isnull=True,
        who=Actor.SUBJECT.value,
        met_on__isnull=True,
        dropped_on__isnull=True,
    )
    today = clock.today()
    file = _own_file_if_any(account)
    left = conclusions.left_without_file(today, account) if file is None else conclusions.left_records(file, account)
    shown = {
        "file": file,
        "name": account.name,
        "left": left,
        "code": named_in_address(account.subject_id),
        "invitations": [case for case in _interviews(account) if "talk_on" in case.said],
        "waiting": waiting.select_related("case").order_by("due_on"),
        "today": today,
    }
    return render(request, "workbench/my_file.html", shown)


@require_safe
@needs(Action.SEE_WHOLE_FILE, Action.OPEN_CASE)
def my_record(request: HttpRequest, record_id: str) -> HttpResponse:
    """One record of one's own, displayed or not, and what can be asked for about it."""
    account = account_of(request)
    group, entry = _own_file(account).record(record_id)
    options = conclusions.options(account.subject_id, record_id, clock.today(), account)
    shown = {
        "group": group,
        "entry": entry,
        "options": [option for option in options if Actor.SUBJECT.value in option.opens],
        "code": named_in_address(account.subject_id),
        "today": clock.today(),
    }
    return render(request, "workbench/my_record.html", shown)


@require_safe
@needs(Action.LIST_CASES)
def my_cases(request: HttpRequest) -> HttpResponse:
    """What was asked for, what was asked of the subject, and what can be asked for beside its records."""
    account = account_of(request)
    cases = conclusions.casework().cases(account)
    leaf = Paginator(cases, _ON_A_PAGE).get_page(request.GET.get("page"))
    shown = {
        "leaf": leaf,
        "options": _as_such(account),
        "code": named_in_address(account.subject_id),
        "today": clock.today(),
    }
    return render(request, "workbench/my_cases.html", shown)


@require_safe
@needs(Action.SEE_QUERIES)
def my_queries(request: HttpRequest) -> HttpResponse:
    """Who looked the subject up."""
    account = account_of(request)
    leaf = Paginator(queries_of(account, account.subject_id), _ON_A_PAGE).get_page(request.GET.get("page"))
    return render(request, "workbench/my_queries.html", {"leaf": leaf})


@needs(Action.GIVE_CONSENT)
def my_consents(request: HttpRequest) -> HttpResponse:
    """What the person consented to, and the texts that can be consented to. An organisation is told why it has none."""
    account = account_of(request)
    if not account.subject_id.startswith(person_digest.PREFIX):
        return render(request, "workbench/my_consents.html", {"person": False})
    today = clock.today()
    form = ConsentForm(request.POST or None, purposes=_purposes())
    if request.method == "POST" and form.is_valid():
        with told_in(form):
            text = consent_text(conclusions.law(), form.cleaned_data["purpose"], today)
            given = consents.give(conclusions.workspace(), text, by=account, as_of=today, at=clock.now())
            messages.success(request, _("The consent is given; its receipt is %(number)s.") % {"number": given.number})
            return redirect("workbench:my-consents")
    shown = {"person": True, "form": form, "offers": _offers(account), "receipts": _receipts(account)}
    return render(request, "workbench/my_consents.html", shown)


@needs(Action.GIVE_CONSENT)
def withdraw_consent(request: HttpRequest, number: str) -> HttpResponse:
    """Withdraw a consent, once it was said what goes with it."""
    account = account_of(request)
    held = next((held for held in _receipts(account) if held.number == number), None)
    if held is None or held.withdrawn_on is not None:
        return redirect("workbench:my-consents")
    if request.method == "POST":
        consents.withdraw(conclusions.workspace(), number, by=account, as_of=clock.today(), at=clock.now())
        messages.success(request, _("The consent is withdrawn; what was kept under it is gone with its key."))
        return redirect("workbench:my-consents")
    return render(request, "workbench/withdraw_consent.html", {"held": held, "kept": kept_under(held)})


@require_safe
@needs(Action.SEE_CONSENTS)
def consent_receipt(request: HttpRequest, number: str) -> HttpResponse:
    """A receipt of consent with what shows that its key is there, or gone."""
    proof = consents.prove(conclusions.workspace(), number, by=account_of(request))
    return render(request, "workbench/consent_receipt.html", {"proof": proof})


@dataclass(frozen=True)
class _Offer:
    """A purpose with its text; if it was consented to, the receipt and what is kept under it."""

    purpose: str
    text: object
    standing: Consent | None
    kept: KeptUnder | None


def _offers(account: Account) -> list[_Offer]:
    return [_offer(account, purpose, clock.today()) for purpose in _purposes()]


def _offer(account: Account, purpose: str, today: date) -> _Offer:
    standing = consents.in_force(account.subject_id, purpose, today)
    words = consent_text(conclusions.law(), purpose, today).words
    return _Offer(purpose, words, standing, kept_under(standing) if standing is not None else None)


def _purposes() -> list[str]:
    """The purposes of the law's models, and look-up by each of those who use records one by one."""
    users = Consumer.objects.filter(active=True, kind__in=("bank", "third-party")).order_by("code")
    return [*purposes(conclusions.law(), clock.today()), *(f"{QUERY}.{user.code}" for user in users)]


def _receipts(account: Account) -> list[Consent]:
    return consents.of_subject(account, account.subject_id)


def _as_such(account: Account) -> list[object]:
    """What the subject can ask for that is about no single record."""
    try:
        options = conclusions.options(account.subject_id, None, clock.today(), account)
    except NotFound:
        return []
    return [option for option in options if option.yours]


def _interviews(account: Account) -> QuerySet[Case]:
    return conclusions.casework().cases(account, kind=ProcedureKind.INTERVIEW.value, open_only=True)


def _own_file_if_any(account: Account) -> CreditFile | None:
    """The account's own file; None where nothing is on file about its subject, which is as it should be for most."""
    try:
        return _own_file(account)
    except NotFound as nothing:
        if nothing.rule != "unknown-subject":
            raise
        return None


def _own_file(account: Account) -> CreditFile:
    if not account.subject_id:
        raise NotAllowed(
            "no-subject-of-its-own",
            zh="本账户不代表任何主体，没有自己的档案；查看他人档案请用“查询主体”。",
            en="This account acts for no subject and has no file of its own; look others up under 'Look up'.",
        )
    require_subject(account, Action.SEE_WHOLE_FILE, account.subject_id)
    today = clock.today()
    file = conclusions.credit_file(account.subject_id, today, whole=True)
    return _without(file, ended(conclusions.law(), account.subject_id, today))


def _without(file: CreditFile, models: frozenset[str]) -> CreditFile:
    """The file without the scores by these models: of consents withdrawn a moment ago the ledger may not know yet."""
    if not models:
        return file
    sections = []
    for section in file.sections:
        kept = {name: tuple(of for of in getattr(section, name) if of.model not in models) for name in _BY_MODEL}
        # Results beside one another do not say by which model they are.
        sections.append(section.model_copy(update={**kept, "beside": ()}))
    return replace(file, sections=tuple(sections))
