"""Consenting to a purpose."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import forms
from django.utils.translation import gettext_lazy as _

from gongxin.pages.fields import offer

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.http import QueryDict


class ConsentForm(forms.Form):
    """The purpose, and that its text was read. Nothing is ticked beforehand."""

    purpose = forms.ChoiceField(error_messages={"invalid_choice": _("There is no such purpose to consent to.")})
    read = forms.BooleanField(error_messages={"required": _("Tick that you have read the text and agree to it.")})

    def __init__(self, data: QueryDict | None = None, *, purposes: Iterable[str]) -> None:
        super().__init__(data)
        offer(self, "purpose", ((purpose, purpose) for purpose in purposes))
