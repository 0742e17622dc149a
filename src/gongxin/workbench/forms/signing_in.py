"""Signing in, the second factor, the password, and confirming who one is."""

from __future__ import annotations

from django import forms
from django.contrib.auth.password_validation import password_validators_help_texts
from django.utils.functional import lazystr
from django.utils.translation import gettext_lazy as _


def _password(label: object, autocomplete: str, help_text: object = "") -> forms.CharField:
    return forms.CharField(
        label=label,  # type: ignore[arg-type]
        strip=False,
        help_text=help_text,  # type: ignore[arg-type]
        max_length=500,
        widget=forms.PasswordInput(attrs={"autocomplete": autocomplete}),
    )


def _code(*, required: bool = True) -> forms.CharField:
    return forms.CharField(
        label=_("One-time code"),
        required=required,
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "text", "spellcheck": "false"}),
    )


class SignInForm(forms.Form):
    """The name and the password."""

    username = forms.CharField(
        label=_("User name"),
        max_length=64,
        widget=forms.TextInput(attrs={"autocomplete": "username", "autocapitalize": "none", "autofocus": True}),
    )
    password = _password(_("Password"), "current-password")


class CodeForm(forms.Form):
    """A code of the authenticator, or a recovery code."""

    code = _code()


class PasswordForm(forms.Form):
    """The owner of an account chooses another password."""

    old = _password(_("Present password"), "current-password")
    new = _password(_("New password"), "new-password", lazystr(_("At least twelve characters; a few words are best.")))
    again = _password(_("New password once more"), "new-password")

    def clean(self) -> dict[str, object]:
        """Both spellings of the new password are the same."""
        said = super().clean() or {}
        if said.get("new") != said.get("again") and "again" not in self.errors:
            self.add_error("again", _("This is not what you wrote above."))
        return said

    @staticmethod
    def rules() -> list[str]:
        """What a password must be."""
        return [str(rule) for rule in password_validators_help_texts()]


class ConfirmationForm(forms.Form):
    """Who one is, once more: the password and, with a second factor, a code."""

    prefix = "confirm"

    password = _password(_("Your password"), "current-password")
    code = _code(required=False)

    def __init__(self, data: object = None, *, with_code: bool) -> None:
        super().__init__(data)  # type: ignore[arg-type]
        if with_code:
            self.fields["code"].required = True
        else:
            del self.fields["code"]
