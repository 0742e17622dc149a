"""Inviting to an interview; putting subjects on the list of a campaign."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

_MOST = 500


class InviteForm(forms.Form):
    """Whom to invite, under which procedure."""

    subject = forms.CharField(label=_("Subject's code"), max_length=64)
    procedure = forms.CharField(max_length=100)


class TargetsForm(forms.Form):
    """A campaign and the subjects to be helped, one code a line."""

    campaign = forms.CharField(label=_("Name of the campaign"), max_length=200)
    goal = forms.CharField(label=_("What it is to reach"), max_length=1000, widget=forms.Textarea(attrs={"rows": 2}))
    subjects = forms.CharField(
        label=_("Subjects' codes, one a line"),
        max_length=_MOST * 20,
        widget=forms.Textarea(attrs={"rows": 6, "spellcheck": "false"}),
    )

    def clean_subjects(self) -> list[str]:
        """The codes, each once, in the order given."""
        codes = list(dict.fromkeys(self.cleaned_data["subjects"].split()))
        if len(codes) > _MOST:
            raise forms.ValidationError(_("At most %(most)d at a time.") % {"most": _MOST})
        return codes
