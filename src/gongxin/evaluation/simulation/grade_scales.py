"""The grades of two versions put in one order, so that a move between them is up, down, or neither."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from gongxin.errors import UsageError
from gongxin.evaluation.backtest.bands import MISSING

if TYPE_CHECKING:
    from gongxin.law.schema.basics import Text
    from gongxin.law.schema.model import EvaluationModel

#: The state of a subject that a version does not evaluate.
NOT_EVALUATED = MISSING
#: The state of a subject evaluated by a version without grades.
UNGRADED = "evaluated"


@dataclass(frozen=True, slots=True)
class GradeScales:
    """The grades of both versions, best first, and all of them in one order.

    Moves are up or down only where they are ``comparable``: where one version's grades are all among the other's. Of
    other scales (excellent, good, fair; A, B, C, D) nobody has said which grade equals which.
    """

    before: tuple[str, ...]
    after: tuple[str, ...]
    order: tuple[str, ...]
    comparable: bool
    titles_before: dict[str, Text]
    titles_after: dict[str, Text]


def grade_scales(before: EvaluationModel, after: EvaluationModel) -> GradeScales:
    """The scales of two versions. Raises :class:`UsageError` where they order the same grades differently."""
    own, other = _grades(before), _grades(after)
    shared = [grade for grade in own if grade in other]
    if shared != [grade for grade in other if grade in own]:
        raise UsageError(
            "grades-in-another-order",
            zh=f"两个版本的等级次序相反：{'、'.join(own)} 与 {'、'.join(other)}；"
            "同一等级的高低须一致，请改等级或其 id。",
            en=f"The versions order their grades differently: {', '.join(own)} and {', '.join(other)}; a grade of the "
            "same id must stand in the same place: change the order or the ids.",
            where=before.id,
        )
    return GradeScales(
        before=own,
        after=other,
        order=_merged(own, other),
        comparable={*own} <= {*other} or {*other} <= {*own},
        titles_before={band.id: band.title for band in before.grades},
        titles_after={band.id: band.title for band in after.grades},
    )


def _grades(model: EvaluationModel) -> tuple[str, ...]:
    return tuple(band.id for band in model.grades) or (UNGRADED,)


def _merged(own: tuple[str, ...], other: tuple[str, ...]) -> tuple[str, ...]:
    """Both in one order that keeps each one's own."""
    merged: list[str] = []
    waiting = list(other)
    for grade in own:
        if grade in waiting:
            place = waiting.index(grade)
            merged += waiting[:place]
            waiting = waiting[place + 1 :]
        merged.append(grade)
    return (*merged, *waiting)
