"""One's own account: password, second factor, recovery codes, language."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from gongxin.accounts import confirmation, second_factor
from gongxin.accounts.actions import Action
from gongxin.accounts.passwords import choose_password
from gongxin.pages import clock
from gongxin.pages.access import needs
from gongxin.pages.addresses import within
from gongxin.workbench.forms.refusals import told_in
from gongxin.workbench.forms.signing_in import CodeForm, PasswordForm
from gongxin.workbench.views.asking import account_of, confirmation_form, confirmed

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@needs(Action.KEEP_OWN_ACCOUNT)
def own_account(request: HttpRequest) -> HttpResponse:
    """What there is to the account."""
    account = account_of(request)
    shown = {
        "account": account,
        "enrolled": second_factor.enrolled(account),
        "codes_left": second_factor.recovery_codes_left(account),
    }
    return render(request, "workbench/own_account.html", shown)


@needs(Action.KEEP_OWN_ACCOUNT)
def password(request: HttpRequest) -> HttpResponse:
    """Choose another password; whose password somebody else set gets no further before."""
    account = account_of(request)
    going_to = within(request, request.POST.get("next") or request.GET.get("next"), reverse("workbench:home"))
    form = PasswordForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        at = clock.real_moment()
        with told_in(form, wrong_password="old", same_password="new", weak_password="new"):  # noqa: S106
            choose_password(account, said["old"], said["new"], at=at)
        if form.is_valid():
            update_session_auth_hash(request, account)
            confirmation.note(request.session, account, at)
            messages.success(request, _("The password is changed; sessions elsewhere have ended."))
            return redirect(going_to)
    return render(request, "workbench/password.html", {"form": form, "rules": form.rules(), "next": going_to})


@needs(Action.KEEP_OWN_ACCOUNT)
def set_up_second_factor(request: HttpRequest) -> HttpResponse:
    """Show the secret of a new authenticator, and take its first code. Who one is, is confirmed before."""
    account = account_of(request)
    confirm = confirmation_form(request)
    if confirm is not None:
        if request.method == "POST" and confirmed(request, confirm):
            return redirect("workbench:second-factor")
        return render(request, "workbench/confirm_first.html", {"confirmation": confirm})
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with told_in(form, wrong_code="code"):
            codes = second_factor.finish_enrolment(account, form.cleaned_data["code"], at=clock.real_moment())
            return render(request, "workbench/recovery_codes.html", {"codes": codes})
    # After a wrong code the secret stays: the telephone has it already.
    enrolment = second_factor.begin_enrolment(account) if request.method != "POST" else second_factor.begun(account)
    return render(request, "workbench/second_factor.html", {"form": form, "enrolment": enrolment})


@needs(Action.KEEP_OWN_ACCOUNT)
def recovery_codes(request: HttpRequest) -> HttpResponse:
    """New recovery codes in place of all before."""
    account = account_of(request)
    second_factor.require_enrolled(account)
    confirm = confirmation_form(request)
    if request.method == "POST" and confirmed(request, confirm):
        codes = second_factor.new_recovery_codes(account, at=clock.real_moment())
        return render(request, "workbench/recovery_codes.html", {"codes": codes})
    return render(request, "workbench/recovery_codes.html", {"confirmation": confirm})
