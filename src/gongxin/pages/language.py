"""In which language a page speaks, and how what the law says in both is said in it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Literal, Protocol

from django.utils import translation
from django.utils.html import format_html

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.utils.functional import Promise

Language = Literal["zh", "en"]

_HAN = re.compile(r"[\u3400-\u9fff]")


class Bilingual(Protocol):
    """Something said in both languages: a title of the law, a message, a kind of subject."""

    @property
    def zh(self) -> str:
        """In Chinese."""

    @property
    def en(self) -> str:
        """In English."""


def language() -> Language:
    """The language of the page that is being written."""
    return "en" if (translation.get_language() or "").startswith("en") else "zh"


def said(text: Bilingual | dict[str, str] | str | Promise | None) -> str:
    """A text in the language of the page; one without translation as it stands, none as nothing."""
    zh, en = getattr(text, "zh", None), getattr(text, "en", None)
    if zh is not None and en is not None:
        return str(zh if language() == "zh" else en)
    if isinstance(text, dict):
        return str(text.get(language()) or text.get("zh", ""))
    return "" if text is None else str(text)  # a wording of Django's waits for the language it is said in


def listed(parts: Iterable[object]) -> str:
    """Several things in a row, with the comma of the page's language between them."""
    return ("、" if language() == "zh" else ", ").join(map(str, parts))


def as_written(text: object) -> str:
    """Words of a department, or a name, marked as Chinese where they stand on a page in English."""
    words = "" if text is None else str(text)
    if language() == "zh" or not _HAN.search(words):
        return words
    return format_html('<span lang="zh-Hans">{}</span>', words)
