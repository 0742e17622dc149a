"""Writing a back-test to a page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gongxin.reports.backtest_page import render_backtest
from gongxin.reports.files import check_page, write_document

if TYPE_CHECKING:
    from pathlib import Path

    from gongxin.evaluation.backtest import BackTest
    from gongxin.law.library import Law
    from gongxin.reports.wording import Language


def write_backtest(result: BackTest, law: Law, out: Path, lang: Language = "zh") -> None:
    """Write the page of a back-test. Raises :class:`gongxin.errors.UsageError` (``cannot-write-report``)."""
    check_page(out)
    write_document(out, render_backtest(result, law, lang))
