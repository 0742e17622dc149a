"""Looking a subject up, and acknowledging notices."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.http import QueryDict

    from gongxin.workbench.looking_up import Meant


class LookUpForm(forms.Form):
    """Whom, what for, and by what right."""

    sought = forms.CharField(
        label=_("Code or name"),
        max_length=200,
        required=False,
        help_text=_("For a person: the identity number, or nothing where a receipt of consent is given below."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    purpose = forms.CharField(
        label=_("What for"), max_length=200, help_text=_("The subject reads this in its list of look-ups.")
    )
    authorisation = forms.CharField(
        label=_("Authorisation"),
        max_length=200,
        required=False,
        help_text=_("A person's receipt of consent; for departments also statute:LAW:ARTICLE:MATTER."),
    )

    def __init__(self, data: QueryDict | None = None) -> None:
        super().__init__(data)
        self.several: Sequence[Meant] = ()

    def clean(self) -> dict[str, Any]:
        """Somebody is meant."""
        filled = super().clean() or {}
        if not filled.get("sought") and not filled.get("authorisation"):
            self.add_error("sought", _("Say whom you look up."))
        return filled

    def choose_among(self, several: Sequence[Meant]) -> None:
        """Ask which of several is meant."""
        self.several = several
        self.fields["subject"] = forms.ChoiceField(
            label=_("Who is meant?"),
            choices=[(one.subject_id, one.called) for one in several],
            widget=forms.RadioSelect,
            required=False,
        )
