"""A refusal of the platform, said where it belongs: beside the field, or above the form."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from gongxin.errors import GongxinError
from gongxin.pages.language import said

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.forms import BaseForm


@contextmanager
def told_in(form: BaseForm, **fields: str) -> Iterator[None]:
    """What the block is refused with becomes an error of the form; ``fields`` say beside which field a rule is told,
    with underscores for its hyphens (``wrong_code="code"``). Nothing that was typed is lost."""
    try:
        yield
    except GongxinError as error:
        field = fields.get(error.rule.replace("-", "_"))
        form.add_error(field if field in form.fields else None, said(error.message))
