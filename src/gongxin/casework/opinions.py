"""Opinions on the evaluation: collected one by one, summed up by theme as a table for the province."""

from __future__ import annotations

import csv
from dataclasses import asdict, astuple, dataclass, replace
from io import StringIO
from typing import TYPE_CHECKING, Any

from django.db.models import Count
from django.db.models.fields.json import KT

from gongxin.casework.models import Step
from gongxin.casework.read_in_parts import ReadInParts
from gongxin.casework.view_parts import Shown
from gongxin.law.schema.procedure import ProcedureKind

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from django.db.models import QuerySet

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


class OpinionRows(ReadInParts[OpinionRow]):
    """The opinions of a period, the first given first. A page shows a few of them: only these are read."""

    def __init__(self, given: QuerySet[Step], last: date) -> None:
        self._given = given.select_related("case").order_by("on", "case__number")
        self._last = last
        self._total = given.count()

    def __len__(self) -> int:
        return self._total

    def part(self, place: slice) -> list[OpinionRow]:
        """A stretch of the opinions, each with its answer."""
        given = list(self._given[place])
        found = Step.objects.filter(case__in=[step.case_id for step in given], move=_COLLECT, on__lte=self._last)
        answers = {step.case_id: step for step in found}
        return [_row(step, answers.get(step.case_id)) for step in given]


@dataclass(frozen=True, slots=True)
class OpinionSummary(Shown):
    """The opinions given within a period, and how many of the answered there are on each theme."""

    first: date
    last: date
    total: int
    answered: int
    by_theme: dict[str, int]
    rows: Sequence[OpinionRow]

    def as_dict(self) -> dict[str, Any]:
        """The whole of it, every opinion read."""
        return asdict(replace(self, rows=tuple(self.rows)))

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
    given = Step.objects.filter(case__kind=ProcedureKind.OPINION.value, move="submit", on__range=(first, last)).exclude(
        case__outcome="withdrawn"
    )
    answers = Step.objects.filter(case__in=given.values("case"), move=_COLLECT, on__lte=last)
    # A case is answered once: its flow leaves the state in which it can be.
    themes = answers.annotate(theme=KT("said__theme")).values_list("theme")
    by_theme = dict(themes.annotate(count=Count("pk")).order_by("-count", "theme"))
    rows = OpinionRows(given, last)
    return OpinionSummary(
        first=first,
        last=last,
        total=len(rows),
        answered=sum(by_theme.values()),
        by_theme={theme: count for theme, count in by_theme.items() if theme},
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
