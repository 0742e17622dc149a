"""From a model to stages: what will be read, measured, weighed, bounded and graded, with every date worked out.

A plan holds no SQL. It is what an engine compiles, what an explanation is read against, and what a reader may check by
hand: spans are dates here, half-lives are tables, grades are ranks from the best (0) down.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import count
from typing import TYPE_CHECKING

from gongxin.errors import UsageError
from gongxin.evaluation.ages import first_day_within, half_life_factors, last_day_aged
from gongxin.law.schema.model import Measure

if TYPE_CHECKING:
    from datetime import date
    from decimal import Decimal

    from gongxin.law.schema.basics import Citation
    from gongxin.law.schema.model import Decay, Dimension, EvaluationModel, GradeRule, Indicator


@dataclass(frozen=True, slots=True)
class Reading:
    """Which records are read: of these items, under this condition, dated no later than the day of the evaluation.

    ``since`` is the first day of the window, if there is one. ``needs_date`` tells that a record without the date
    ``dated`` cannot be read; ``only_counted`` that standing must count it.
    """

    items: tuple[str, ...]
    when: str | None
    dated: str
    since: date | None
    needs_date: bool
    only_counted: bool
    where: str


@dataclass(frozen=True, slots=True)
class HalfLife:
    """What is left of a record's points at each age in whole months; older records have the last factor."""

    months: int
    factors: tuple[Decimal, ...]

    @property
    def name(self) -> str:
        """The name under which an engine gives the table of factors to SQL."""
        return f"half_life_{self.months}"


@dataclass(frozen=True, slots=True)
class Steps:
    """What is left of a record's points if it is dated on a day or before, the earliest day first; else all of it."""

    factors: tuple[tuple[date, Decimal], ...]


@dataclass(frozen=True, slots=True)
class Line:
    """One indicator, ready to be compiled. ``number`` names its columns in every stage."""

    number: int
    indicator: Indicator
    reading: Reading
    fading: HalfLife | Steps | None


@dataclass(frozen=True, slots=True)
class Group:
    """One dimension and its lines."""

    number: int
    dimension: Dimension
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Ruling:
    """A grade rule: the rank it sets, or the best rank it leaves."""

    number: int
    rule: GradeRule
    reading: Reading
    rank: int

    @property
    def is_ceiling(self) -> bool:
        """Whether it only limits the grade."""
        return self.rule.not_above is not None


@dataclass(frozen=True, slots=True)
class Plan:
    """A model for one day."""

    model: EvaluationModel
    as_of: date
    groups: tuple[Group, ...]
    rulings: tuple[Ruling, ...]

    @property
    def lines(self) -> tuple[Line, ...]:
        """All lines, in order."""
        return tuple(line for group in self.groups for line in group.lines)

    @property
    def items_read(self) -> tuple[str, ...]:
        """The items any line or rule reads."""
        readings = [line.reading for line in self.lines] + [ruling.reading for ruling in self.rulings]
        return tuple(sorted({item for reading in readings for item in reading.items}))

    @property
    def items_required(self) -> tuple[str, ...]:
        """A subject with a record of one of these is evaluated."""
        return tuple(sorted(self.model.requires)) or self.items_read

    @property
    def items(self) -> frozenset[str]:
        """All items whose records matter at all."""
        return frozenset((*self.items_read, *self.items_required))

    @property
    def reference_only(self) -> Citation | None:
        """The rule by which the result only informs on that day, if one says so."""
        mark = self.model.reference_only
        return mark.cite if mark is not None and mark.from_ <= self.as_of else None


def make_plan(model: EvaluationModel, as_of: date) -> Plan:
    """Work out the stages of ``model`` for ``as_of``.

    Raises :class:`UsageError` (``model-not-in-force``) for a day outside the model's dates of effect.
    """
    _check_in_force(model, as_of)
    numbers = count()
    groups = tuple(
        Group(place, dimension, tuple(_line(model, next(numbers), of, as_of) for of in dimension.indicators))
        for place, dimension in enumerate(model.dimensions)
    )
    rulings = tuple(_ruling(model, place, rule, as_of) for place, rule in enumerate(model.rules))
    return Plan(model, as_of, groups, rulings)


def _check_in_force(model: EvaluationModel, as_of: date) -> None:
    if model.in_force.covers(as_of):
        return
    first, last = model.in_force.from_, model.in_force.to
    zh_span = f"自 {first} 起" if last is None else f"自 {first} 至 {last}"
    en_span = f"from {first} on" if last is None else f"from {first} to {last}"
    raise UsageError(
        "model-not-in-force",
        zh=f"模型 {model.id} 在 {as_of} 不适用，其适用期间{zh_span}；请改用该期间内的日期，或该日适用的模型。",
        en=f"Model {model.id} is not in force on {as_of}, only {en_span}; choose a day within, or that day's model.",
        where=model.id,
    )


def _line(model: EvaluationModel, number: int, indicator: Indicator, as_of: date) -> Line:
    reading = Reading(
        items=indicator.from_,
        when=indicator.when,
        dated=indicator.dated,
        since=None if indicator.window is None else first_day_within(indicator.window, as_of),
        needs_date=indicator.window is not None
        or indicator.decay is not None
        or indicator.measure in (Measure.LATEST, Measure.DAYS_SINCE),
        only_counted=indicator.standing,
        where=f"{model.id}: {indicator.id}",
    )
    return Line(number, indicator, reading, None if indicator.decay is None else _fading(indicator.decay, as_of))


def _fading(decay: Decay, as_of: date) -> HalfLife | Steps:
    if decay.half_life is not None:
        months = decay.half_life.count * (12 if decay.half_life.unit == "year" else 1)
        return HalfLife(months, half_life_factors(months))
    reached = ((last_day_aged(age, as_of), share) for age, share in decay.steps)
    return Steps(tuple(sorted((day, share) for day, share in reached if day is not None)))


def _ruling(model: EvaluationModel, number: int, rule: GradeRule, as_of: date) -> Ruling:
    reading = Reading(
        items=rule.from_,
        when=rule.when,
        dated=rule.dated,
        since=None if rule.window is None else first_day_within(rule.window, as_of),
        needs_date=rule.window is not None,
        only_counted=True,
        where=f"{model.id}: {rule.id}",
    )
    named = rule.grade if rule.grade is not None else rule.not_above
    return Ruling(number, rule, reading, [band.id for band in model.grades].index(named or ""))
