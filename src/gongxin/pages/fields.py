"""Fields of forms that several pages ask for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import forms

if TYPE_CHECKING:
    from collections.abc import Iterable


class DayInput(forms.DateInput):
    """A day, as browsers ask for one."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


def offer(form: forms.Form, name: str, choices: Iterable[tuple[str, object]]) -> None:
    """Let the field of that name choose among these (value and words), which are known only when the form is made."""
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField)
    field.choices = list(choices)
