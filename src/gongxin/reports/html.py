"""A credit report as one HTML page: no script, nothing loaded from elsewhere, made to be read and to be printed."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from gongxin.reports.report import plain_number
from gongxin.reports.templating import as_written, environment, speaker
from gongxin.reports.wording import WORDS

if TYPE_CHECKING:
    from decimal import Decimal

    from gongxin.reports.report import CreditReport, Grading
    from gongxin.reports.wording import Language

_NUMERALS = "零一二三四五六七八九十"


def render_html(report: CreditReport, lang: Language = "zh") -> str:
    """The report as a page in Chinese, or in English with ``lang="en"``; what departments wrote stays as written."""
    return (
        environment()
        .get_template("credit_report.html.j2")
        .render(
            report=report,
            lang=lang,
            say=speaker(WORDS, lang),
            as_written=partial(as_written, lang),
            ordinal=_ordinal,
            number=plain_number,
            signed=_signed,
            share=_share,
        )
    )


def _ordinal(number: int, lang: Language) -> str:
    """The number of a section: 一, 二 … 十一, or 1, 2 …"""
    if lang == "en":
        return str(number)
    return _NUMERALS[number] if number <= 10 else f"十{_NUMERALS[number - 10]}"


def _signed(points: Decimal) -> str:
    """Points with their sign, minus as a minus."""
    text = plain_number(points)
    return f"−{text[1:]}" if text.startswith("-") else f"+{text}"


def _share(points: Decimal, grading: Grading) -> int:
    """Length of the bar of a contribution, in hundredths of the longest one."""
    longest = max((abs(line.points) for line in grading.contributions), default=points)
    return round(100 * abs(points) / longest) if longest else 0
