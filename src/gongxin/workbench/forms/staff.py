"""Accounts and departments, as an administrator fills them in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import forms
from django.utils.translation import gettext_lazy as _

from gongxin.accounts.keeping import POSTS, NewAccount
from gongxin.accounts.roles import Role
from gongxin.exchange.models import Consumer
from gongxin.office.models import Department
from gongxin.pages.fields import offer
from gongxin.pages.language import said
from gongxin.workbench.words import CONSUMER_KINDS

if TYPE_CHECKING:
    from gongxin.accounts.models import Account


class NewAccountForm(forms.Form):
    """A new account. Of department, subject and consumer the role takes one, or none."""

    username = forms.SlugField(label=_("User name"), max_length=64, help_text=_("Letters, digits, hyphens."))
    name = forms.CharField(label=_("Name"), max_length=200)
    role = forms.ChoiceField(label=_("Role"))
    department = forms.ChoiceField(label=_("Department"), required=False)
    subject_id = forms.CharField(
        label=_("Subject's code"), max_length=64, required=False, help_text=_("Only for a subject or its agent.")
    )
    consumer = forms.ChoiceField(
        label=_("User of records"), required=False, help_text=_("Only for authorised users and rating agencies.")
    )

    def __init__(self, data: object = None) -> None:
        super().__init__(data)  # type: ignore[arg-type]
        departments = [(found.code, found.name) for found in Department.objects.order_by("name")]
        consumers = [(found.code, found.name) for found in Consumer.objects.order_by("name")]
        offer(self, "role", ((role.value, said(role.called)) for role in Role))
        offer(self, "department", [("", "—"), *departments])
        offer(self, "consumer", [("", "—"), *consumers])

    @property
    def new(self) -> NewAccount:
        """What was filled in."""
        filled = self.cleaned_data
        return NewAccount(**{**filled, "role": Role(filled["role"])})


class PostForm(forms.Form):
    """Another role or department for an account of the offices."""

    role = forms.ChoiceField(label=_("Role"))
    department = forms.ChoiceField(label=_("Department"), required=False)

    def __init__(self, data: object = None, *, account: Account) -> None:
        code = account.department.code if account.department is not None else ""
        super().__init__(data, initial={"role": account.role, "department": code})  # type: ignore[arg-type]
        departments = [(found.code, found.name) for found in Department.objects.order_by("name")]
        offer(self, "role", ((role.value, said(role.called)) for role in Role if role in POSTS))
        offer(self, "department", [("", "—"), *departments])


class NewDepartmentForm(forms.Form):
    """A new department."""

    code = forms.SlugField(label=_("Code"), max_length=64, help_text=_("Letters, digits, hyphens."))
    name = forms.CharField(label=_("Name in Chinese"), max_length=200)
    name_en = forms.CharField(label=_("Name in English"), max_length=200, required=False)
    source = forms.CharField(
        label=_("Source of records"),
        max_length=200,
        required=False,
        help_text=_("The name under which it hands records in, exactly as they have it."),
    )
    region = forms.CharField(label=_("Region code"), max_length=12, required=False)


class NewConsumerForm(forms.Form):
    """Somebody new who receives records."""

    code = forms.SlugField(label=_("Code"), max_length=64, help_text=_("Letters, digits, hyphens."))
    name = forms.CharField(label=_("Name in Chinese"), max_length=200)
    name_en = forms.CharField(label=_("Name in English"), max_length=200, required=False)
    kind = forms.ChoiceField(label=_("Sort"), choices=list(CONSUMER_KINDS.items()))
