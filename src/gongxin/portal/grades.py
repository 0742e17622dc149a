"""How a grade came about and what would raise it, as the pages lay it out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from gongxin.portal.cards import name_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date
    from decimal import Decimal

    from gongxin.evaluation.way_up import WayUp
    from gongxin.law.library import Law
    from gongxin.law.schema.basics import Text
    from gongxin.pages.conclusions import CreditFile
    from gongxin.reports.report import Contribution, Grading


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a sum; ``share`` is the length of its bar in hundredths of the longest one, ``record`` the name of
    the record that it comes from."""

    of: Contribution
    share: int
    record: str

    @property
    def rest(self) -> int:
        """What is left of the hundred: the bar ends at the right."""
        return 100 - self.share


@dataclass(frozen=True, slots=True)
class GradePage:
    """A grading, its lines, and whether a grade above it may exist at all."""

    of: Grading
    lines: tuple[Line, ...]
    letter: bool


def grade_pages(file: CreditFile) -> tuple[GradePage, ...]:
    """All gradings of the file."""
    names = {entry.record_id: name_of(entry) for group in file.groups() for entry in group.entries}
    return tuple(
        GradePage(of, tuple(_lines(of.contributions, names)), of.grade is not None and len(of.grade) <= _LETTERS)
        for of in file.gradings()
    )


#: A grade longer than this is a word and no letter.
_LETTERS = 4


def _lines(contributions: Sequence[Contribution], names: Mapping[str, str]) -> list[Line]:
    longest = max((abs(line.points) for line in contributions), default=0)
    return [
        Line(line, round(100 * abs(line.points) / longest) if longest else 0, names.get(line.record_id or "", ""))
        for line in contributions
    ]


@dataclass(frozen=True, slots=True)
class Mended:
    """A record of the way up: which it is, how it ceases to count, and from which day."""

    record_id: str
    item: Text
    name: str
    by_repair: bool
    on: date


@dataclass(frozen=True, slots=True)
class WayUpShown:
    """The way to the next grade. ``better`` is empty for the best grade, or where nothing on file would bring it;
    ``hidden`` counts records of the way that are not on public display."""

    model: Text
    grade: str
    better: str | None
    score_then: Decimal | None
    on: date | None
    mended: tuple[Mended, ...]
    hidden: int
    best: bool


def way_up_shown(law: Law, file: CreditFile, way: WayUp) -> WayUpShown:
    """The way as this reader may see it: a record that is not on display is counted and not named."""
    shown = {entry.record_id: (group.title, name_of(entry)) for group in file.groups() for entry in group.entries}
    model = law.model(way.model, way.as_of)
    mended = tuple(
        Mended(of.record_id, *shown[of.record_id], of.by == "repair", of.on)
        for of in way.mendings
        if of.record_id in shown
    )
    return WayUpShown(
        model=model.title,
        grade=way.grade,
        better=way.better,
        score_then=way.score_then,
        on=way.on,
        mended=mended,
        hidden=len(way.mendings) - len(mended),
        best=bool(model.grades) and way.grade == model.grades[0].id,
    )
