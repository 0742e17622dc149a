"""The administrator's pages: accounts, departments, who receives records."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from gongxin.accounts import keeping, second_factor
from gongxin.accounts.actions import Action
from gongxin.accounts.change_log import changes_seen
from gongxin.accounts.keeping import POSTS
from gongxin.accounts.models import Account
from gongxin.accounts.passwords import new_password
from gongxin.accounts.permissions import any_account
from gongxin.accounts.roles import Role
from gongxin.exchange.consumers import add_consumer
from gongxin.exchange.models import Consumer
from gongxin.office.models import Department
from gongxin.pages import clock
from gongxin.pages.access import needs
from gongxin.workbench.forms.refusals import told_in
from gongxin.workbench.forms.staff import NewAccountForm, NewConsumerForm, NewDepartmentForm, PostForm
from gongxin.workbench.views.asking import account_of, confirmation_form, confirmed

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse

_ON_A_PAGE = 50


@needs(Action.KEEP_ACCOUNTS)
def accounts(request: HttpRequest) -> HttpResponse:
    """All accounts, and the form for a new one. Its first password is shown once, to be handed over."""
    by = account_of(request)
    form = NewAccountForm(request.POST or None)
    confirm = confirmation_form(request)
    if request.method == "POST" and form.is_valid() and confirmed(request, confirm):
        with told_in(form, account_exists="username", account_name="username"):
            second_factor.require_enrolled(by)
            password = new_password()
            made = keeping.add_account(form.new, password, by=by, at=clock.real_moment())
            return render(request, "workbench/account.html", {"kept": made, "password": password})
    listed = Account.objects.select_related("department").order_by("username")
    page = Paginator(listed, _ON_A_PAGE).get_page(request.GET.get("page"))
    return render(request, "workbench/accounts.html", {"form": form, "confirmation": confirm, "leaf": page})


@needs(Action.KEEP_ACCOUNTS)
def account(request: HttpRequest, username: str) -> HttpResponse:
    """One account: give it another password, disable it or bring it back, take a lost second factor away."""
    by = account_of(request)
    kept = any_account(username)
    confirm = confirmation_form(request)
    changes = request.POST.get("do") == "post"
    post = PostForm(request.POST if changes else None, account=kept) if Role(kept.role) in POSTS else None
    shown: dict[str, object] = {
        "kept": kept,
        "confirmation": confirm,
        "enrolled": second_factor.enrolled(kept),
        "post": post,
    }
    if request.method == "POST" and confirmed(request, confirm):
        second_factor.require_enrolled(by)
        if post is not None and changes:
            return _change_post(request, post, kept, by) or render(request, "workbench/account.html", shown)
        if request.POST.get("do") == "password":
            password = new_password()
            keeping.give_password(kept, password, by=by, at=clock.real_moment())
            return render(request, "workbench/account.html", {"kept": kept, "password": password})
        done = _CHANGES.get(request.POST.get("do", ""))
        if done is not None:
            messages.success(request, done(kept, by))
        return redirect("workbench:account", username=username)
    return render(request, "workbench/account.html", shown)


def _change_post(request: HttpRequest, form: PostForm, kept: Account, by: Account) -> HttpResponse | None:
    """Give the account the post that was filled in; None where that cannot be, which the form says."""
    if form.is_valid():
        filled = form.cleaned_data
        with told_in(form, account_of_nobody="department", last_administrator="role"):
            keeping.change_post(kept, Role(filled["role"]), filled["department"], by=by, at=clock.real_moment())
            messages.success(request, _("The account has another role or department from now on."))
            return redirect("workbench:account", username=kept.username)
    return None


def _disable(kept: Account, by: Account) -> str:
    keeping.set_active(kept, active=False, by=by, at=clock.real_moment())
    return _("The account is disabled; its sessions have ended.")


def _enable(kept: Account, by: Account) -> str:
    keeping.set_active(kept, active=True, by=by, at=clock.real_moment())
    return _("The account can sign in again.")


def _remove_second_factor(kept: Account, by: Account) -> str:
    keeping.remove_second_factor(kept, by=by, at=clock.real_moment())
    return _("The second factor is taken away; its owner can set up another.")


_CHANGES: dict[str, Callable[[Account, Account], str]] = {
    "disable": _disable,
    "enable": _enable,
    "remove-second-factor": _remove_second_factor,
}


@require_safe
@needs(Action.SEE_ACCOUNT_LOG)
def account_log(request: HttpRequest) -> HttpResponse:
    """What was done to accounts, the latest first; to one of them, where one is named."""
    username = request.GET.get("account", "").strip()
    leaf = Paginator(changes_seen(account_of(request), username), _ON_A_PAGE).get_page(request.GET.get("page"))
    return render(request, "workbench/account_log.html", {"leaf": leaf, "chosen": username})


@needs(Action.KEEP_ACCOUNTS)
def departments(request: HttpRequest) -> HttpResponse:
    """All departments, and the form for a new one."""
    by = account_of(request)
    form = NewDepartmentForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with told_in(form, department_exists="code", account_name="code"):
            keeping.add_department(**form.cleaned_data, by=by)
            messages.success(request, _("The department is added."))
            return redirect("workbench:departments")
    listed = Department.objects.order_by("name")
    return render(request, "workbench/departments.html", {"form": form, "departments": listed})


@needs(Action.KEEP_CONSUMERS)
def consumers(request: HttpRequest) -> HttpResponse:
    """Who receives records, and the form for somebody new."""
    form = NewConsumerForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with told_in(form, consumer_code="code", consumer_exists="code"):
            add_consumer(**form.cleaned_data)
            messages.success(request, _("The user of records is added."))
            return redirect("workbench:consumers")
    listed = Consumer.objects.annotate(received=Count("supplies")).order_by("name")
    return render(request, "workbench/consumers.html", {"form": form, "consumers": listed})
