"""Checks of evaluation models: the items they read, the expressions over them, their windows, their editions."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING

from gongxin.law.checks.accounts import check_accounts
from gongxin.law.checks.circles import check_circles
from gongxin.law.checks.conditions import Conditions, check_dated, check_items
from gongxin.law.columns import ColumnType
from gongxin.law.schema.model import Measure

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gongxin.law.overlay import Statutes
    from gongxin.law.problems import Problems
    from gongxin.law.schema.model import Clearing, Cycle, EvaluationModel, Indicator, Presence, Reversal, Window
    from gongxin.law.tree import Placed
    from gongxin.law.yaml_reader import Place


def check_models(statutes: Statutes, problems: Problems) -> None:
    """Note unknown items, expressions that do not compile, windows over nothing, circles, editions that overlap."""
    conditions = Conditions(statutes, problems)
    for model in statutes.models.all():
        check_items(model, ("requires",), model.value.requires, statutes, problems)
        if model.value.results is not None:
            check_items(model, ("results",), [model.value.results], statutes, problems)
        _check_lines(model, statutes, problems, conditions)
        _check_presences(model, statutes, problems, conditions)
        if model.value.cycle is not None:
            _check_cycle(model, model.value.cycle, statutes, problems, conditions)
    check_circles(statutes, problems)
    check_accounts(statutes, problems)
    for model_id in statutes.models.ids():
        for left, right in combinations(statutes.models.under(model_id), 2):
            _check_apart(left, right, problems)


def _check_lines(
    model: Placed[EvaluationModel], statutes: Statutes, problems: Problems, conditions: Conditions
) -> None:
    for outer, dimension in enumerate(model.value.dimensions):
        for inner, indicator in enumerate(dimension.indicators):
            place: Place = ("dimensions", outer, "indicators", inner)
            _check_reading(model, place, indicator, statutes, problems)
            if _needs_dates(indicator):
                check_dated(model, place, indicator.from_, [indicator.dated], statutes, problems)
            _check_indicator(model, place, indicator, conditions)
            if indicator.reversed_by is not None:
                _check_reversal(model, place, indicator, indicator.reversed_by, statutes, problems, conditions)


def _check_presences(
    model: Placed[EvaluationModel], statutes: Statutes, problems: Problems, conditions: Conditions
) -> None:
    for place, presence in _presences(model.value):
        _check_reading(model, place, presence, statutes, problems)
        if presence.window is not None or presence.latest is not None:
            check_dated(model, place, presence.from_, [presence.dated], statutes, problems)
        conditions.check(presence.when, presence.from_, model.where(*place, "when"))
        conditions.check(presence.latest, presence.from_, model.where(*place, "latest"))


def _presences(model: EvaluationModel) -> Iterator[tuple[Place, Presence]]:
    """All that the model asks to be on file or not, each with its place."""
    for position, rule in enumerate(model.rules):
        yield ("rules", position), rule
    for position, reason in enumerate(model.not_evaluated):
        yield ("not_evaluated", position), reason
    for position, case in enumerate(model.base.cases):
        for inner, presence in enumerate(case.having):
            yield ("base", "cases", position, "having", inner), presence


def _check_reading(
    model: Placed[EvaluationModel],
    place: Place,
    reading: Indicator | Presence,
    statutes: Statutes,
    problems: Problems,
) -> None:
    check_items(model, (*place, "from"), reading.from_, statutes, problems)
    _check_subjects(model, (*place, "from"), reading.from_, statutes, problems)
    _check_window(model, place, reading.window, problems)


def _check_window(model: Placed[EvaluationModel], place: Place, window: Window | None, problems: Problems) -> None:
    """That the model says what its periods or cycles are."""
    for unit, said in (("period", model.value.period), ("cycle", model.value.cycle)):
        if window is not None and window.unit == unit and said is None:
            problems.add(
                f"no-{unit}",
                zh=f"时间窗 {str(window)!r} 以 {unit} 计，但模型没有写明 {unit!r}；请在模型中写明，或改用其他时间窗",
                en=f"the window {str(window)!r} counts in a {unit} that the model does not define; "
                f"add {unit!r} to the model, or use another window",
                where=model.where(*place, "window"),
            )


def _needs_dates(indicator: Indicator) -> bool:
    dated = indicator.measure in (Measure.LATEST, Measure.DAYS_SINCE, Measure.MONTHS_SINCE)
    spans = (indicator.window, indicator.decay, indicator.repair, indicator.reversed_by)
    return dated or any(span is not None for span in spans)


def _check_indicator(
    model: Placed[EvaluationModel], place: Place, indicator: Indicator, conditions: Conditions
) -> None:
    expressions: list[tuple[Place, str | None, ColumnType]] = [
        (("when",), indicator.when, ColumnType.FLAG),
        (("of",), indicator.of, ColumnType.FLAG),
        (("value",), indicator.value, ColumnType.NUMBER),
        (("per",), indicator.per, ColumnType.NUMBER),
        (("carried_until",), indicator.carried_until, ColumnType.DATE),
        *((("by", position), when, ColumnType.FLAG) for position, (when, _) in enumerate(indicator.by)),
    ]
    if indicator.repair is not None:
        steps = enumerate(indicator.repair.steps)
        expressions.append((("repair", "on"), indicator.repair.on, ColumnType.DATE))
        expressions += [(("repair", "steps", position, "when"), step.when, ColumnType.FLAG) for position, step in steps]
    for inside, text, want in expressions:
        conditions.check(text, indicator.from_, model.where(*place, *inside), want)


def _check_reversal(
    model: Placed[EvaluationModel],
    place: Place,
    indicator: Indicator,
    reversal: Reversal,
    statutes: Statutes,
    problems: Problems,
    conditions: Conditions,
) -> None:
    inside: Place = (*place, "reversed_by")
    check_items(model, (*inside, "from"), reversal.from_, statutes, problems)
    check_dated(model, inside, reversal.from_, [reversal.dated], statutes, problems)
    conditions.check(reversal.when, reversal.from_, model.where(*inside, "when"))
    for items in (indicator.from_, reversal.from_):
        conditions.check(reversal.match, items, model.where(*inside, "match"), ColumnType.TEXT)


def _check_cycle(
    model: Placed[EvaluationModel], cycle: Cycle, statutes: Statutes, problems: Problems, conditions: Conditions
) -> None:
    dates: list[tuple[Place, Cycle | Clearing]] = [(("cycle",), cycle)]
    dates += [] if cycle.cleared_by is None else [(("cycle", "cleared_by"), cycle.cleared_by)]
    for place, reading in dates:
        check_items(model, (*place, "from"), reading.from_, statutes, problems)
        _check_subjects(model, (*place, "from"), reading.from_, statutes, problems)
        check_dated(model, place, reading.from_, [reading.dated], statutes, problems)
        conditions.check(reading.when, reading.from_, model.where(*place, "when"))


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
    if left.value.in_force.overlaps(right.value.in_force):
        problems.add(
            "editions-overlap",
            zh=f"模型 {right.value.id!r} 的两个版本（另一个在 {left.where()}）适用日期重叠；请写明前一版的止日",
            en=f"two editions of the model {right.value.id!r} (the other at {left.where()}) are in force on the same "
            "days; end the earlier one before the later one starts",
            where=right.where("in_force"),
        )
