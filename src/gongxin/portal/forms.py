"""The application on one page: what the platform knows is filled in, what only the applicant knows is asked for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from gongxin.casework.paper_forms import TITLES, form_of
from gongxin.pages.fields import DayInput
from gongxin.pages.language import listed, said
from gongxin.portal.sayings import SAYINGS

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile

    from gongxin.casework.options import Option
    from gongxin.casework.view_parts import PaperShown

_LONGEST = 4000
_MEGABYTE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Asked:
    """What an application of one procedure asks for: what the first move says (``days`` of it being days), and the
    papers that go with it. Where applying is no move of its own (``submits``), there is nothing to hand in yet."""

    option: Option
    gives: tuple[str, ...]
    may_give: tuple[str, ...]
    days: frozenset[str]
    submits: bool = True

    @property
    def letters(self) -> tuple[PaperShown, ...]:
        """The papers that the platform writes and the applicant signs in applying."""
        return tuple(paper for paper in self._papers if paper.filled_in)

    @property
    def handed_in(self) -> tuple[PaperShown, ...]:
        """The papers that the applicant brings."""
        return tuple(paper for paper in self._papers if not paper.filled_in)

    @property
    def _papers(self) -> tuple[PaperShown, ...]:
        return tuple(self.option.papers) if self.submits else ()


class ApplicationForm(forms.Form):
    """Statements, declarations, papers, and the signature under the letter that the platform wrote."""

    def __init__(self, asked: Asked, *data: Any) -> None:
        super().__init__(*data)
        self.asked = asked
        for name in (*asked.gives, *asked.may_give):
            self.fields[name] = self._statement(name, required=name in asked.gives)
        for condition in self._declared:
            self.fields[f"declared-{condition.condition}"] = forms.BooleanField(
                label=said(condition.title), error_messages={"required": _("It takes your declaration.")}
            )
        for paper in self.asked.handed_in:
            self.fields[f"paper-{paper.paper}"] = forms.FileField(
                label=said(paper.title), required=paper.required, help_text=_accepts(paper)
            )
        self.fields["reason"] = forms.CharField(
            label=_("Anything else to say"), required=False, max_length=_LONGEST, widget=_area()
        )
        if self.asked.letters:
            self.fields["signed"] = forms.BooleanField(
                label=_("I have read the letter and sign it for the subject."),
                error_messages={"required": _("Without the signature the application is not whole.")},
            )

    @property
    def said(self) -> dict[str, str]:
        """What the first move says, by name."""
        found = {name: self.cleaned_data.get(name) for name in (*self.asked.gives, *self.asked.may_give)}
        return {name: value.isoformat() if isinstance(value, date) else value for name, value in found.items() if value}

    def papers(self) -> list[tuple[str, UploadedFile[bytes]]]:
        """The papers handed in: which, and the file."""
        found = ((paper.paper, self.cleaned_data.get(f"paper-{paper.paper}")) for paper in self.asked.handed_in)
        return [(paper, file) for paper, file in found if file]

    def clean(self) -> dict[str, Any]:
        """Papers are looked at before anything is opened: form by content, and size."""
        filled = super().clean() or {}
        for paper in self.asked.handed_in:
            file = filled.get(f"paper-{paper.paper}")
            if file and (wrong := _wrong_with(paper, file)):
                self.add_error(f"paper-{paper.paper}", wrong)
        return filled

    @property
    def _declared(self) -> tuple[Any, ...]:
        """The conditions that no machine can tell."""
        return tuple(condition for condition in self.asked.option.conditions if condition.met is None)

    def _statement(self, name: str, *, required: bool) -> forms.Field:
        label = SAYINGS.get(name, name)
        if name in self.asked.days:
            return forms.DateField(label=label, required=required, widget=DayInput())
        return forms.CharField(label=label, required=required, max_length=_LONGEST, widget=_area())


def _area() -> forms.Textarea:
    return forms.Textarea(attrs={"rows": 4})


def _accepts(paper: PaperShown) -> str:
    forms_ = listed(TITLES[one] for one in paper.accepts)
    return _("%(forms)s; %(largest)s MB at most") % {"forms": forms_, "largest": paper.largest}


def _wrong_with(paper: PaperShown, file: UploadedFile[bytes]) -> str | None:
    if (file.size or 0) > paper.largest * _MEGABYTE:
        return _("The file is larger than %(largest)s MB: scan it smaller.") % {"largest": paper.largest}
    form = form_of(file.read())
    file.seek(0)
    if form not in paper.accepts:
        forms_ = listed(TITLES[one] for one in paper.accepts)
        return _("By its content the file is none of: %(forms)s.") % {"forms": forms_}
    return None
