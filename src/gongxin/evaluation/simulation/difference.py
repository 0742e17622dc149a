"""Two explanations of one subject, subtracted: which lines of the score moved it, and by how much."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from gongxin.errors import GongxinError
from gongxin.evaluation.contribution_sql import Kind
from gongxin.law.schema.basics import Text

if TYPE_CHECKING:
    from gongxin.evaluation.explain import Contribution, Explanation
    from gongxin.law.schema.basics import Citation
    from gongxin.law.schema.model import EvaluationModel

_NONE = Decimal(0)


@dataclass(frozen=True, slots=True)
class MovedLine:
    """A line of the score that is not the same in both versions.

    ``title`` is that of its indicator, or of its dimension for a floor or cap of the whole; without either it is the
    base. ``kind`` is what the points come from (:class:`Kind`), ``record_id`` the record, if it is a single one, and
    ``span`` the year, or ``year * 12 + month``, for a bound of these.
    """

    dimension: str | None
    indicator: str | None
    title: Text
    kind: Kind | None
    record_id: str | None
    span: int | None
    before: Decimal
    after: Decimal
    cite: Text
    verified: bool

    @property
    def change(self) -> Decimal:
        """How much the line moves the score."""
        return self.after - self.before


#: What makes a line of one explanation the line of the other: dimension, indicator, kind, record, month or year.
_Key = tuple[str, str | None, Kind, str | None, int | None]


@dataclass(frozen=True, slots=True)
class _Side:
    """One explanation by line: the points of each, and one of the contributions that make them."""

    explanation: Explanation
    model: EvaluationModel
    points: dict[_Key, Decimal]
    parts: dict[_Key, Contribution]

    @classmethod
    def of(cls, explanation: Explanation, model: EvaluationModel) -> _Side:
        points: dict[_Key, Decimal] = {}
        for part in explanation.contributions:
            points[_key(part)] = points.get(_key(part), _NONE) + part.points
        return cls(explanation, model, points, {_key(part): part for part in explanation.contributions})

    def cited(self, citation: Citation) -> Text:
        return Text(zh=self.explanation.law.cite(citation, "zh"), en=self.explanation.law.cite(citation, "en"))


def difference(
    before: Explanation, after: Explanation, model_before: EvaluationModel, model_after: EvaluationModel
) -> tuple[MovedLine, ...]:
    """The lines that differ, the weightiest first. Their changes add up to the change of the score exactly."""
    old, new = _Side.of(before, model_before), _Side.of(after, model_after)
    moved = [] if before.base == after.base else [_base(before, new)]
    for key in dict.fromkeys((*old.points, *new.points)):
        was, becomes = old.points.get(key, _NONE), new.points.get(key, _NONE)
        if was != becomes:
            moved.append(_line(key, was, becomes, new if key in new.parts else old))
    _check_sum(before, after, moved)
    return tuple(sorted(moved, key=lambda line: -abs(line.change)))


def _key(part: Contribution) -> _Key:
    bound = part.kind in (Kind.FLOOR, Kind.CAP)
    record = part.record_id if part.kind is Kind.RECORD else None
    return part.dimension, part.indicator, part.kind, record, int(part.measured) if bound and part.measured else None


def _base(before: Explanation, new: _Side) -> MovedLine:
    cite, title = new.explanation.base_cite, Text(zh="基准分", en="base")
    return MovedLine(
        None, None, title, None, None, None, before.base, new.explanation.base, new.cited(cite), cite.verified
    )


def _line(key: _Key, was: Decimal, becomes: Decimal, side: _Side) -> MovedLine:
    """A line with the title and the article that ``side`` gives it."""
    dimension = next(of for of in side.model.dimensions if of.id == key[0])
    titles = {indicator.id: indicator.title for indicator in dimension.indicators}
    cite = side.parts[key].citation
    dimension_id, indicator_id, kind, record_id, span = key
    return MovedLine(
        dimension_id,
        indicator_id,
        dimension.title if indicator_id is None else titles[indicator_id],
        kind,
        record_id,
        span,
        was,
        becomes,
        side.cited(cite),
        cite.verified,
    )


def _check_sum(before: Explanation, after: Explanation, moved: list[MovedLine]) -> None:
    """A difference that does not add up is not given."""
    total = sum((line.change for line in moved), _NONE)
    if total != after.score - before.score:
        raise GongxinError(
            "difference-does-not-add-up",
            zh=f"各行变化合计 {total}，与得分变化 {after.score - before.score} 不符，这是程序错误，请报告。",
            en=f"The changes add up to {total}, not to the change of the score, {after.score - before.score}: "
            "please tell us.",
            where=after.model,
        )
