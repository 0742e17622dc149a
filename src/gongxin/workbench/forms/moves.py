"""What a move of a case has to say, filled in: reasons, days, the right subject, the corrected fields."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from gongxin.law.schema.catalogue import FieldType
from gongxin.law.schema.procedure import CORRECTIONS, TO_SUBJECT
from gongxin.pages.fields import DayInput
from gongxin.pages.language import said
from gongxin.workbench.words import DAYS_SAID, SAYINGS

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from django.http import QueryDict

    from gongxin.law.library import Law
    from gongxin.law.schema.catalogue import CatalogueField, CatalogueItem
    from gongxin.law.schema.procedure import Move

#: What the case says are the records that fall together with the one it is about.
RECORDS = "check_results"
_CORRECTED = "corrected-"
_LONGEST = 4000


@dataclass(frozen=True)
class Surroundings:
    """What a form is filled in over: the law, the item and the present fields of the record, whom a name may mean,
    other records of the subject (number and words), names that are days."""

    law: Law
    item: CatalogueItem | None = None
    payload: Mapping[str, str] = field(default_factory=dict)
    candidates: Callable[[str], Sequence[tuple[str, str]]] = lambda _name: ()
    records: Sequence[tuple[str, str]] = ()
    days: frozenset[str] = frozenset()


class MoveForm(forms.Form):
    """A move, with what it has to say. ``said`` and ``reason`` are what casework is given."""

    reason = forms.CharField(
        label=_("Reasons"), max_length=_LONGEST, widget=forms.Textarea(attrs={"rows": 5}), required=False
    )

    def __init__(
        self, move: Move, around: Surroundings, data: QueryDict | None = None, *, checked: bool = True
    ) -> None:
        """Not ``checked``, what was filled in so far is shown again and nothing in it is found wrong yet."""
        super().__init__(
            data if checked else None,
            auto_id=f"id_{move.id}_%s",
            initial=None if checked or data is None else {name: data[name] for name in data},
        )
        self.move = move
        self.filled_in = data is not None
        self._around = around
        self._sought = "" if data is None else str(data.get("sought", ""))
        for name in (*move.gives, *move.may_give):
            self._ask_for(name, required=name in move.gives)
        if move.decides or move.reason:
            self.fields["reason"].required = True
            self.fields["reason"].help_text = _("The subject reads them; name the facts and the article.")
            self.order_fields([*(name for name in self.fields if name != "reason"), "reason"])
        else:
            del self.fields["reason"]

    @property
    def said(self) -> dict[str, Any]:
        """What the move says, by name; days as in ISO 8601."""
        names = (*self.move.gives, *self.move.may_give)
        found = {name: self._said(name) for name in names}
        return {name: value for name, value in found.items() if value not in (None, "", [], {})}

    @property
    def why(self) -> str:
        """The reasons."""
        return str(self.cleaned_data.get("reason", "")).strip()

    def clean(self) -> dict[str, Any]:
        """Corrections correct something."""
        filled = super().clean() or {}
        if CORRECTIONS in self.move.gives and not self._corrections(filled):
            self.add_error(None, _("Nothing is corrected yet: change at least one field."))
        return filled

    def _ask_for(self, name: str, *, required: bool) -> None:
        if name == CORRECTIONS and self._around.item is not None:
            self._ask_for_corrections(self._around.item)
        elif name == TO_SUBJECT:
            self._ask_for_subject()
        elif name == RECORDS:
            self.fields[name] = forms.MultipleChoiceField(
                label=SAYINGS.get(name, name),
                choices=self._around.records,
                required=required,
                widget=forms.CheckboxSelectMultiple,
            )
        elif name in self._around.days | DAYS_SAID:
            self.fields[name] = forms.DateField(label=SAYINGS.get(name, name), required=required, widget=DayInput)
        else:
            self.fields[name] = forms.CharField(
                label=SAYINGS.get(name, name),
                max_length=_LONGEST,
                required=required,
                widget=forms.Textarea(attrs={"rows": 3}),
            )

    def _ask_for_subject(self) -> None:
        self.fields["sought"] = forms.CharField(
            label=_("Look for the right subject by code or name"), max_length=200, required=False
        )
        self.fields[TO_SUBJECT] = forms.ChoiceField(
            label=_("The record belongs to"),
            choices=self._around.candidates(self._sought),
            widget=forms.RadioSelect,
            error_messages={
                "required": _("Choose whom the record belongs to; look for the subject first if it is not here."),
                "invalid_choice": _("Choose one of those found."),
            },
        )

    def _ask_for_corrections(self, item: CatalogueItem) -> None:
        for of in item.fields:
            if of.personal is None:
                self.fields[_CORRECTED + of.id] = self._correction(of, self._around.payload.get(of.id, ""))

    def _correction(self, of: CatalogueField, present: str) -> forms.Field:
        label = said(of.title)
        if of.type is FieldType.CODE and of.values is not None:
            choices = [(value.code, said(value.title)) for value in self._around.law.code_list(of.values).values]
            return forms.ChoiceField(
                label=label,
                choices=[("", "—"), *choices],
                required=False,
                initial=present,
            )
        return forms.CharField(label=label, required=False, initial=present, max_length=_LONGEST)

    def _corrections(self, filled: Mapping[str, Any]) -> dict[str, str]:
        """The fields that say something else than before."""
        present = self._around.payload
        corrected = {
            name.removeprefix(_CORRECTED): str(value).strip()
            for name, value in filled.items()
            if name.startswith(_CORRECTED) and name in self.data
        }
        return {name: value for name, value in corrected.items() if value != present.get(name, "")}

    def _said(self, name: str) -> Any:
        if name == CORRECTIONS:
            return self._corrections(self.cleaned_data)
        value = self.cleaned_data.get(name)
        return value.isoformat() if isinstance(value, date) else value
