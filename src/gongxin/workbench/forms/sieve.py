"""Which part of the queue to look at."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import forms
from django.utils.translation import gettext_lazy as _

from gongxin.office.models import Department
from gongxin.pages.fields import offer
from gongxin.workbench.queue import Sieve
from gongxin.workbench.words import KINDS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_ALL = ("", _("All"))


class SieveForm(forms.Form):
    """Filters of the queue; whatever is not among the choices filters nothing."""

    kind = forms.ChoiceField(label=_("Procedure"), required=False, choices=[_ALL, *KINDS.items()])
    department = forms.ChoiceField(label=_("Department"), required=False)
    state = forms.ChoiceField(label=_("State"), required=False)
    mine = forms.BooleanField(label=_("Only what waits for me"), required=False)

    def __init__(
        self, asked: Mapping[str, str], *, states: Iterable[tuple[str, str]], all_departments: bool, acts: bool
    ) -> None:
        super().__init__(asked)
        offer(self, "state", [_ALL, *states])
        if all_departments:
            named = [(found.code, str(found)) for found in Department.objects.order_by("name")]
            offer(self, "department", [_ALL, *named])
        else:
            del self.fields["department"]
        if not acts:
            del self.fields["mine"]

    @property
    def sieve(self) -> Sieve:
        """What was chosen."""
        self.is_valid()
        chosen = self.cleaned_data
        return Sieve(
            kind=chosen.get("kind", ""),
            department=chosen.get("department", ""),
            state=chosen.get("state", ""),
            mine=chosen.get("mine", False),
        )
