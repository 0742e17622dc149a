"""What all pages share: the templates, and words in the language of the page."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from jinja2 import Environment

    from gongxin.law.schema.basics import Text
    from gongxin.reports.wording import Language

_HAN = re.compile(r"[\u3400-\u9fff]")


@cache
def environment() -> Environment:
    """The templates of this room: everything escaped, a name that is not given is an error."""
    from jinja2 import Environment, PackageLoader, StrictUndefined

    return Environment(
        loader=PackageLoader("gongxin.reports"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def speaker(words: Mapping[str, Text], lang: Language) -> Callable[..., str]:
    """A function that says a text, or a key of ``words``, in the language of the page, with values filled in."""

    def say(text: Text | str, **values: object) -> str:
        known = words[text] if isinstance(text, str) else text
        chosen = known.zh if lang == "zh" else known.en
        return chosen.format(**values) if values else chosen

    return say


def as_written(lang: Language, text: str) -> str:
    """Words of a department or a name, marked as Chinese where they stand on a page in another language."""
    from markupsafe import Markup

    if lang == "zh" or not _HAN.search(text):
        return text
    return Markup('<span lang="zh-CN">{}</span>').format(text)
