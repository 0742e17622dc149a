"""Who asks, from where, and that he is who he says before he decides."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gongxin.accounts import confirmation, second_factor
from gongxin.pages import clock
from gongxin.pages.access import address_of, signed_in
from gongxin.workbench.forms.refusals import told_in
from gongxin.workbench.forms.signing_in import ConfirmationForm

if TYPE_CHECKING:
    from django.http import HttpRequest

    from gongxin.accounts.models import Account


def account_of(request: HttpRequest) -> Account:
    """The account that asks; the views that call this are had by nobody else."""
    account = signed_in(request)
    assert account is not None, "the view asks for an action that the public may not do"
    return account


def confirmation_form(request: HttpRequest) -> ConfirmationForm | None:
    """What has to be filled in to confirm who one is; None while an earlier confirmation holds."""
    account = account_of(request)
    if confirmation.standing(request.session, account, clock.real_moment()):
        return None
    data = request.POST if ConfirmationForm.prefix + "-password" in request.POST else None
    return ConfirmationForm(data, with_code=second_factor.enrolled(account))


def confirmed(request: HttpRequest, form: ConfirmationForm | None) -> bool:
    """Whether the one who asks has confirmed who he is, just now or shortly before; the form says what was wrong."""
    if form is None:
        return True
    if not form.is_valid():
        return False
    with told_in(form, wrong_password="password", wrong_code="code"):  # noqa: S106 - names of rules and fields
        confirmation.confirm(
            request.session,
            account_of(request),
            form.cleaned_data["password"],
            form.cleaned_data.get("code", ""),
            address=address_of(request),
            at=clock.real_moment(),
        )
    return form.is_valid()
