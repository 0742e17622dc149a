"""What the ids of a model mean, for people: its grades, rules, dimensions and indicators by their titles."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gongxin.cli.both_languages import both, over

if TYPE_CHECKING:
    from decimal import Decimal

    from gongxin.law.schema.model import EvaluationModel


def points_of(points: Decimal) -> str:
    """Points without the noughts that only engines need: ``733``, ``-18.5``."""
    text = f"{points:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


class ModelWords:
    """The titles of one edition of a model, in both languages. What has no title stands as it is."""

    def __init__(self, model: EvaluationModel) -> None:
        self.model = f"{both(model.title)}, {model.id}"
        self._grades = {grade.id: grade.title for grade in model.grades}
        self._rules = {rule.id: rule.title for rule in model.rules}
        self._rules |= {rule.id: rule.title for rule in model.not_evaluated}
        self._dimensions = {dimension.id: dimension.title for dimension in model.dimensions}
        self._indicators = {(group.id, line.id): line.title for group in model.dimensions for line in group.indicators}

    def grade(self, grade: str) -> str:
        """A grade with its title, unless the title only repeats it."""
        title = self._grades.get(grade)
        return grade if title is None or title.en == grade else f"{grade} {both(title)}"

    def rule(self, rule: str) -> str:
        """A rule that sets or limits a grade, or keeps a subject from being evaluated."""
        title = self._rules.get(rule)
        return rule if title is None else both(title)

    def line(self, dimension: str, indicator: str | None) -> str:
        """An indicator, or a whole dimension, the languages one over the other."""
        title = self._dimensions.get(dimension) if indicator is None else self._indicators.get((dimension, indicator))
        return indicator or dimension if title is None else over(title)
