"""Citations as people write them: the instrument, its number, the article, and whether its words were read."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from gongxin.law.schema.basics import Citation
    from gongxin.law.schema.pack import Instrument

Language = Literal["zh", "en"]

#: Numbers of articles, ranges of them, and one with a paragraph: ``12``, ``16, 32``, ``35-38``, ``14(3)``.
_ARTICLES = re.compile(r"(\d+(?:-\d+)?(?:, \d+(?:-\d+)?)*)(\(\d+\))?")
_UNVERIFIED = {"zh": "（未核对原文）", "en": " [unverified]"}


def citation_text(instrument: Instrument, citation: Citation, lang: Language) -> str:
    """``《title》（number）第X条`` in Chinese, ``title (number), article X`` in English.

    What was not verified says so. Articles by number are put into words; any other part is named as the pack names it.
    """
    if lang == "zh":
        title = f"《{instrument.title.zh.strip('《》')}》"
        number = f"（{instrument.number}）" if instrument.number else ""
    else:
        title = instrument.title.en
        number = f" ({instrument.number})" if instrument.number else ""
    article = _article(citation.article, lang)
    return title + number + article + ("" if citation.verified else _UNVERIFIED[lang])


def _article(article: str | None, lang: Language) -> str:
    if article is None:
        return ""
    match = _ARTICLES.fullmatch(article)
    if lang == "en":
        several = match is not None and not match[1].isdigit()
        return f", {'articles ' if several else 'article ' if match else ''}{article}"
    if match is None:
        return article
    return f"第{match[1].replace(', ', '、')}条{match[2] or ''}"
