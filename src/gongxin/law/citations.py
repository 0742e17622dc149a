"""Citations as people write them: the instrument, its number, the article, and whether its words were read."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from gongxin.law.schema.basics import Citation
    from gongxin.law.schema.pack import Instrument

Language = Literal["zh", "en"]

_ARTICLE = re.compile(r"(\d+)(?:\((\d+)\))?(.*)", re.DOTALL)
_UNVERIFIED = {"zh": "（未核对原文）", "en": " [unverified]"}


def citation_text(instrument: Instrument, citation: Citation, lang: Language) -> str:
    """``《title》（number）第X条`` in Chinese, ``title (number), article X`` in English.

    What was not verified says so. An article that is a bare number is put into words; any other is given as written.
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
    match = _ARTICLE.fullmatch(article)
    if lang == "en":
        return f", article {article}" if match else f", {article}"
    if match is None:
        return article
    paragraph = f"第{match[2]}项" if match[2] else ""
    return f"第{match[1]}条{paragraph}{match[3]}"
