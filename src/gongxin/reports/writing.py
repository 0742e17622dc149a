"""Writing a credit report to a file: a page or JSON, by the file's ending."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gongxin.errors import UsageError
from gongxin.reports.composition import credit_report
from gongxin.reports.html import render_html
from gongxin.reports.report import Audience

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from gongxin.law.library import Law
    from gongxin.ledger import Ledger
    from gongxin.reports.report import CreditReport
    from gongxin.reports.wording import Language

_ENDINGS = (".html", ".json")


def write_report(
    ledger: Ledger,
    law: Law,
    subject_id: str,
    out: Path,
    *,
    as_of: date,
    known_at: int | None = None,
    lang: Language = "zh",
    audience: str = Audience.PUBLIC,
) -> CreditReport:
    """Write the report on a subject to ``out`` and return it.

    Raises :class:`UsageError` for a file that is neither ``.html`` nor ``.json`` (``report-format``) or cannot be
    written (``cannot-write-report``), and whatever :func:`credit_report` raises.
    """
    ending = out.suffix.lower()
    if ending not in _ENDINGS:
        raise UsageError(
            "report-format",
            zh=f"不能生成 {ending or '无扩展名的'} 文件；请写 .html（阅读、打印）或 .json（数据、核验）。",
            en=f"A report is no {ending or 'file without an ending'}; write .html to read and print, .json for data.",
            where=str(out),
        )
    report = credit_report(ledger, law, subject_id, as_of=as_of, known_at=known_at, audience=Audience(audience))
    text = render_html(report, lang) if ending == ".html" else report.model_dump_json(indent=2) + "\n"
    try:
        out.write_text(text, encoding="utf-8")
    except OSError as error:
        raise UsageError(
            "cannot-write-report",
            zh=f"无法写入：{error.strerror}；请检查目录和权限。",
            en=f"It cannot be written: {error.strerror}; check folder and permissions.",
            where=str(out),
        ) from error
    return report
