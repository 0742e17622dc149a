"""What every template may use without its view saying so: ``page``."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from gongxin.pages import clock
from gongxin.pages.language import language
from gongxin.pages.platform import platform

if TYPE_CHECKING:
    from datetime import date

    from django.http import HttpRequest

    from gongxin.pages.platform import Stamp

#: The tag of a page's language for browsers, its code for Django, and its own name.
_LANGUAGES = {"zh": ("zh-Hans", "zh-hans", "中文"), "en": ("en", "en", "English")}


@dataclass(frozen=True)
class Page:
    """The day and the language of the page, and what it rests on; worked out only if the template asks."""

    day: date
    fixed_day: date | None
    html_lang: str
    other_language: str
    other_html_lang: str
    other_language_name: str

    @cached_property
    def stamp(self) -> Stamp:
        """The state of the ledger and the version of the rules."""
        return platform().stamp()


def page(_request: HttpRequest) -> dict[str, Page]:
    """Context processor."""
    here = language()
    other = "en" if here == "zh" else "zh"
    tag, code, name = _LANGUAGES[other]
    return {"page": Page(clock.today(), clock.fixed_day(), _LANGUAGES[here][0], code, tag, name)}
