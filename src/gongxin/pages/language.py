"""In which language a page speaks, and how what the law says in both is said in it."""

from __future__ import annotations

import re
from typing import Literal, Protocol

from django.utils import translation
from django.utils.functional import Promise
from django.utils.html import format_html

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
    if text is None or isinstance(text, str):
        return text or ""
    if isinstance(text, Promise):  # a wording that waits for the language it is to be said in
        return str(text)
    if isinstance(text, dict):
        return str(text.get(language()) or text.get("zh", ""))
    return text.zh if language() == "zh" else text.en


def as_written(text: object) -> str:
    """Words of a department, or a name, marked as Chinese where they stand on a page in English."""
    words = "" if text is None else str(text)
    if language() == "zh" or not _HAN.search(words):
        return words
    return format_html('<span lang="zh-Hans">{}</span>', words)
