"""Reports: the credit report of one subject, as data, as a page, and checked offline."""

from gongxin.reports.composition import credit_report
from gongxin.reports.html import render_html
from gongxin.reports.report import Audience, CreditReport
from gongxin.reports.verification import verify, verify_report
from gongxin.reports.writing import save_report, write_report

__all__ = [
    "Audience",
    "CreditReport",
    "credit_report",
    "render_html",
    "save_report",
    "verify",
    "verify_report",
    "write_report",
]
