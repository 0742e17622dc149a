"""Checks of evaluation models: the items they read, the conditions and values over them, their editions."""

from __future__ import annotations

from datetime import date
from itertools import combinations
from typing import TYPE_CHECKING

from gongxin.law.checks.conditions import Conditions, check_dated, check_items
from gongxin.law.columns import ColumnType
from gongxin.law.schema.model import Measure

if TYPE_CHECKING:
    from gongxin.law.overlay import Statutes
    from gongxin.law.problems import Problems
    from gongxin.law.schema.model import EvaluationModel, Indicator
    from gongxin.law.tree import Placed
    from gongxin.law.yaml_reader import Place


def check_models(statutes: Statutes, problems: Problems) -> None:
    """Note unknown items, expressions that do not compile, and editions of a model that overlap."""
    conditions = Conditions(statutes, problems)
    for model in statutes.models.all():
        check_items(model, ("requires",), model.value.requires, statutes, problems)
        for outer, dimension in enumerate(model.value.dimensions):
            for inner, indicator in enumerate(dimension.indicators):
                place: Place = ("dimensions", outer, "indicators", inner)
                check_items(model, (*place, "from"), indicator.from_, statutes, problems)
                _check_subjects(model, (*place, "from"), indicator.from_, statutes, problems)
                if _needs_dates(indicator):
                    check_dated(model, place, indicator.from_, [indicator.dated], statutes, problems)
                _check_indicator(model, place, indicator, conditions)
        for position, rule in enumerate(model.value.rules):
            check_items(model, ("rules", position, "from"), rule.from_, statutes, problems)
            _check_subjects(model, ("rules", position, "from"), rule.from_, statutes, problems)
            if rule.window is not None:
                check_dated(model, ("rules", position), rule.from_, [rule.dated], statutes, problems)
            conditions.check(rule.when, rule.from_, model.where("rules", position, "when"))
    for model_id in statutes.models.ids():
        for left, right in combinations(statutes.models.under(model_id), 2):
            _check_apart(left, right, problems)


def _needs_dates(indicator: Indicator) -> bool:
    dated = indicator.measure in (Measure.LATEST, Measure.DAYS_SINCE)
    return dated or indicator.window is not None or indicator.decay is not None


def _check_indicator(
    model: Placed[EvaluationModel], place: Place, indicator: Indicator, conditions: Conditions
) -> None:
    conditions.check(indicator.when, indicator.from_, model.where(*place, "when"))
    conditions.check(indicator.of, indicator.from_, model.where(*place, "of"))
    conditions.check(indicator.value, indicator.from_, model.where(*place, "value"), ColumnType.NUMBER)
    for position, (when, _) in enumerate(indicator.by):
        conditions.check(when, indicator.from_, model.where(*place, "by", position))


def _check_subjects(
    model: Placed[EvaluationModel], place: Place, items: tuple[str, ...], statutes: Statutes, problems: Problems
) -> None:
    """That the items are about some of the kinds of subject the model is for."""
    for position, item in enumerate(items):
        for placed in statutes.items.under(item):
            if not set(placed.value.kinds) & set(model.value.for_):
                kinds = ", ".join(model.value.for_)
                problems.add(
                    "item-for-other-subjects",
                    zh=f"事项 {item!r} 不适用于模型的主体类别（{kinds}），永远读不到记录；请删去或改用其他事项",
                    en=f"the item {item!r} is about none of the model's kinds of subject ({kinds}) and is never met; "
                    "take it out or use another",
                    where=model.where(*place, position),
                )


def _check_apart(left: Placed[EvaluationModel], right: Placed[EvaluationModel], problems: Problems) -> None:
    first, second = left.value.in_force, right.value.in_force
    if first.from_ <= (second.to or date.max) and second.from_ <= (first.to or date.max):
        problems.add(
            "editions-overlap",
            zh=f"模型 {right.value.id!r} 的两个版本（另一个在 {left.where()}）适用日期重叠；请写明前一版的止日",
            en=f"two editions of the model {right.value.id!r} (the other at {left.where()}) are in force on the same "
            "days; end the earlier one before the later one starts",
            where=right.where("in_force"),
        )
