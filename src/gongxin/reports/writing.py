"""Writing a credit report to a file: a page or JSON, by the file's ending."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gongxin.reports.composition import credit_report
from gongxin.reports.files import ending_of, write_document
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

    Raises :class:`gongxin.errors.UsageError` for a file that is neither ``.html`` nor ``.json`` (``report-format``) or
    cannot be written (``cannot-write-report``), and whatever :func:`credit_report` raises.
    """
    ending_of(out, _ENDINGS)  # before the work, not after
    report = credit_report(ledger, law, subject_id, as_of=as_of, known_at=known_at, audience=Audience(audience))
    save_report(report, out, lang)
    return report


def save_report(report: CreditReport, out: Path, lang: Language = "zh") -> None:
    """Write a report that has been made to ``out``, with the errors of :func:`write_report` about the file."""
    page = ending_of(out, _ENDINGS) == ".html"
    write_document(out, render_html(report, lang) if page else report.model_dump_json(indent=2) + "\n")
