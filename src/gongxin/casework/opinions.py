"""Opinions on the evaluation: collected one by one, summed up by theme as a table for the province."""

from __future__ import annotations

import csv
from collections import Counter
from dataclasses import astuple, dataclass
from io import StringIO
from typing import TYPE_CHECKING

from gongxin.casework.models import Step
from gongxin.casework.view_parts import Shown
from gongxin.law.schema.procedure import ProcedureKind

if TYPE_CHECKING:
    from datetime import date

#: The move by which an opinion is answered and taken into the summary.
_COLLECT = "collect"

#: Headings of the table, in the order of the fields of a row.
HEADINGS = (
    "编号 number",
    "收到日期 given on",
    "主体 subject",
    "对象 about",
    "意见 opinion",
    "归类 theme",
    "答复 answer",
    "答复日期 answered on",
)


@dataclass(frozen=True, slots=True)
class OpinionRow(Shown):
    """One opinion. ``theme`` and ``answer`` are empty while nobody has answered it."""

    number: str
    given_on: date
    subject_name: str
    about: str
    opinion: str
    theme: str
    answer: str
    answered_on: date | None


@dataclass(frozen=True, slots=True)
class OpinionSummary(Shown):
    """The opinions given within a period, and how many there are on each theme."""

    first: date
    last: date
    total: int
    answered: int
    by_theme: dict[str, int]
    rows: tuple[OpinionRow, ...]

    def as_table(self) -> str:
        """The rows as CSV for a spreadsheet, headings in both languages (UTF-8; the caller adds the mark that Excel
        wants)."""
        text = StringIO()
        table = csv.writer(text)
        table.writerow(HEADINGS)
        for row in self.rows:
            table.writerow("" if cell is None else _plain(str(cell)) for cell in astuple(row))
        return text.getvalue()


def _plain(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula."""
    return f"'{cell}" if cell.startswith(("=", "+", "-", "@")) else cell


def summary(first: date, last: date) -> OpinionSummary:
    """Opinions given from ``first`` to ``last``, with the answers given by ``last``. Withdrawn ones are left out."""
    given = (
        Step.objects.filter(case__kind=ProcedureKind.OPINION.value, move="submit", on__range=(first, last))
        .exclude(case__outcome="withdrawn")
        .select_related("case")
        .order_by("on", "case__number")
    )
    answers = {
        step.case_id: step for step in Step.objects.filter(case__in=given.values("case"), move=_COLLECT, on__lte=last)
    }
    rows = tuple(_row(step, answers.get(step.case_id)) for step in given)
    return OpinionSummary(
        first=first,
        last=last,
        total=len(rows),
        answered=sum(row.answered_on is not None for row in rows),
        by_theme=dict(Counter(row.theme for row in rows if row.theme).most_common()),
        rows=rows,
    )


def _row(given: Step, answer: Step | None) -> OpinionRow:
    return OpinionRow(
        number=given.case.number,
        given_on=given.on,
        subject_name=given.case.subject_name,
        about=str(given.said.get("about", "")),
        opinion=str(given.said.get("opinion", "")),
        theme=str(answer.said.get("theme", "")) if answer is not None else "",
        answer=answer.reason if answer is not None else "",
        answered_on=answer.on if answer is not None else None,
    )
