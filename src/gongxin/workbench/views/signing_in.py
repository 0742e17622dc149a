"""Signing in and out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth import logout
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from gongxin.accounts import second_factor, sign_in
from gongxin.accounts.actions import Action
from gongxin.pages import clock
from gongxin.pages.access import address_of, needs, signed_in
from gongxin.pages.addresses import within
from gongxin.workbench.forms.refusals import told_in
from gongxin.workbench.forms.signing_in import CodeForm, SignInForm

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

#: Where the session keeps the page that was asked for while the code is awaited.
_GOING_TO = "workbench-going-to"


@needs(Action.SEARCH)
def by_password(request: HttpRequest) -> HttpResponse:
    """The first step: name and password."""
    going_to = within(request, request.POST.get("next") or request.GET.get("next"), reverse("workbench:home"))
    if signed_in(request) is not None:
        return redirect(going_to)
    form = SignInForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with told_in(form):
            said = form.cleaned_data
            at = clock.real_moment()
            account = sign_in.by_password(said["username"], said["password"], address=address_of(request), at=at)
            if second_factor.enrolled(account):
                sign_in.begin(request.session, account, at)
                request.session[_GOING_TO] = going_to
                return redirect("workbench:second-step")
            sign_in.finish(request, account, None, at=at)
            return redirect(going_to)
    return render(request, "workbench/sign_in.html", {"form": form, "next": going_to})


@needs(Action.SEARCH)
def by_code(request: HttpRequest) -> HttpResponse:
    """The second step: a code of the authenticator, or a recovery code."""
    at = clock.real_moment()
    account = sign_in.waiting(request.session, at)
    if account is None:
        return redirect("workbench:sign-in")
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with told_in(form, wrong_code="code"):
            device = second_factor.verify(account, form.cleaned_data["code"], at=at, address=address_of(request))
            going_to = request.session.pop(_GOING_TO, None)
            sign_in.finish(request, account, device, at=at)
            return redirect(within(request, going_to, reverse("workbench:home")))
    return render(request, "workbench/second_step.html", {"form": form})


@needs(Action.KEEP_OWN_ACCOUNT)
@require_POST
def out(request: HttpRequest) -> HttpResponse:
    """The session ends."""
    logout(request)
    return redirect("portal:home")
