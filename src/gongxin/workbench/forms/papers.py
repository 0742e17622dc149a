"""A paper to be handed in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile
    from django.http import QueryDict
    from django.utils.datastructures import MultiValueDict


class PaperForm(forms.Form):
    """One file. What forms and sizes are taken, the procedure says; casework looks at the content itself."""

    file = forms.FileField(label=_("File"), allow_empty_file=False)

    def __init__(
        self, paper: str, data: QueryDict | None = None, files: MultiValueDict[str, UploadedFile[Any]] | None = None
    ) -> None:
        super().__init__(data, files, auto_id=f"id_{paper}_%s")
        self.paper = paper
