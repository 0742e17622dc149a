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
    base. ``kind`` is what the points come from (:class:`Kind`), ``record_id`` the record, if it is a single one.
    """

    dimension: str | None
    indicator: str | None
    title: Text
    kind: Kind | None
    record_id: str | None
    before: Decimal
    after: Decimal
    cite: Text
    verified: bool

    @property
    def change(self) -> Decimal:
        """How much the line moves the score."""
        return self.after - self.before


#: What makes a line of one explanation the line of the other: dimension, indicator, kind, and the record it is about.
_Key = tuple[str, str | None, Kind, str | None]


def difference(
    before: Explanation, after: Explanation, model_before: EvaluationModel, model_after: EvaluationModel
) -> tuple[MovedLine, ...]:
    """The lines that differ, the weightiest first. Their changes add up to the change of the score exactly."""
    old, new = ({_key(part): part for part in explanation.contributions} for explanation in (before, after))
    moved = []
    if before.base != after.base:
        moved.append(_base(before, after, model_after))
    for key in dict.fromkeys((*old, *new)):
        was, becomes = old.get(key), new.get(key)
        points = (_NONE if was is None else was.points), (_NONE if becomes is None else becomes.points)
        if points[0] != points[1]:
            explanation, model = (before, model_before) if becomes is None else (after, model_after)
            moved.append(_line(key, becomes or was, points, explanation, model))
    _check_sum(before, after, moved)
    return tuple(sorted(moved, key=lambda line: -abs(line.change)))


def _key(part: Contribution) -> _Key:
    return part.dimension, part.indicator, part.kind, part.record_id if part.kind is Kind.RECORD else None


def _base(before: Explanation, after: Explanation, model: EvaluationModel) -> MovedLine:
    cite, title = model.base.cite, Text(zh="基准分", en="base")
    return MovedLine(None, None, title, None, None, before.base, after.base, _cited(after, cite), cite.verified)


def _line(
    key: _Key,
    part: Contribution | None,
    points: tuple[Decimal, Decimal],
    explanation: Explanation,
    model: EvaluationModel,
) -> MovedLine:
    assert part is not None, "a key comes from one explanation or the other"
    dimension_id, indicator_id, kind, record_id = key
    dimension = next(of for of in model.dimensions if of.id == dimension_id)
    titles = {indicator.id: indicator.title for indicator in dimension.indicators}
    title = dimension.title if indicator_id is None else titles[indicator_id]
    cite = part.citation
    return MovedLine(
        dimension_id, indicator_id, title, kind, record_id, *points, _cited(explanation, cite), cite.verified
    )


def _cited(explanation: Explanation, citation: Citation) -> Text:
    return Text(zh=explanation.law.cite(citation, "zh"), en=explanation.law.cite(citation, "en"))


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
