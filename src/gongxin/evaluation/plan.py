"""From a model to stages: what will be read, measured, weighed, bounded and graded, with every date worked out.

A plan holds no SQL. It is what an engine compiles, what an explanation is read against, and what a reader may check by
hand: spans are dates here, half-lives are tables, grades are ranks from the best (0) down.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import count
from typing import TYPE_CHECKING

from gongxin.errors import UsageError
from gongxin.evaluation.ages import half_life_factors, last_day_aged
from gongxin.evaluation.spans import days_of
from gongxin.law.schema.basics import effect_words
from gongxin.law.schema.model import Indicator, Measure

if TYPE_CHECKING:
    from datetime import date
    from decimal import Decimal

    from gongxin.law.schema.basics import Citation
    from gongxin.law.schema.model import (
        BaseCase,
        Decay,
        Dimension,
        EvaluationModel,
        GradeRule,
        NotEvaluated,
        Presence,
        Reversal,
        Window,
    )


@dataclass(frozen=True, slots=True)
class CycleSpan:
    """A window of a subject's own cycles, each so many ``months`` long.

    From the start of the cycle ``first`` cycles ago (0: the one that runs), to the day of the evaluation or, if
    ``previous``, to the end of the last one that is over. ``carried_until`` is the day up to which an older record is
    carried on; ``clears`` tells that there are records which clear all before them.
    """

    months: int
    first: int
    previous: bool
    carried_until: str | None
    clears: bool


@dataclass(frozen=True, slots=True)
class Reading:
    """Which records are read: of these items, under this condition, dated no later than ``until``.

    ``since`` is the first day of the window, if there is one; ``cycle`` the window in each subject's own cycles.
    ``needs_date`` tells that a record without the date ``dated`` cannot be read; ``only_counted`` that standing must
    count it; ``repaired_too`` that one repaired since is read all the same, for what has not come back.
    """

    items: tuple[str, ...]
    when: str | None
    dated: str
    since: date | None
    until: date
    needs_date: bool
    only_counted: bool
    where: str
    cycle: CycleSpan | None = None
    repaired_too: bool = False


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
class Sighting:
    """That records are on file, or are not. ``name`` is its column in every stage."""

    name: str
    presence: Presence
    reading: Reading


@dataclass(frozen=True, slots=True)
class Ruling:
    """A grade rule: the rank it sets, or the best rank it leaves."""

    rule: GradeRule
    sighting: Sighting
    rank: int

    @property
    def is_ceiling(self) -> bool:
        """Whether it only limits the grade."""
        return self.rule.not_above is not None


@dataclass(frozen=True, slots=True)
class Bar:
    """A reason not to evaluate a subject."""

    rule: NotEvaluated
    sighting: Sighting


@dataclass(frozen=True, slots=True)
class Start:
    """A start score for those of whom all of this is on file."""

    case: BaseCase
    sightings: tuple[Sighting, ...]


@dataclass(frozen=True, slots=True)
class Plan:
    """A model for one day."""

    model: EvaluationModel
    as_of: date
    groups: tuple[Group, ...]
    rulings: tuple[Ruling, ...]
    bars: tuple[Bar, ...]
    starts: tuple[Start, ...]

    @property
    def lines(self) -> tuple[Line, ...]:
        """All lines, in order."""
        return tuple(line for group in self.groups for line in group.lines)

    @property
    def sightings(self) -> tuple[Sighting, ...]:
        """All that is asked to be on file or not."""
        asked = [ruling.sighting for ruling in self.rulings] + [bar.sighting for bar in self.bars]
        return (*asked, *(sighting for start in self.starts for sighting in start.sightings))

    @property
    def reversals(self) -> tuple[tuple[Line, Reversal], ...]:
        """The lines whose records later ones may undo."""
        return tuple((of, of.indicator.reversed_by) for of in self.lines if of.indicator.reversed_by is not None)

    @property
    def items_read(self) -> tuple[str, ...]:
        """The items any part of the model reads."""
        items = {item for reading in self._readings for item in reading.items}
        items.update(item for _, reversal in self.reversals for item in reversal.from_)
        if self.model.cycle is not None:
            items.update(self.model.cycle.from_)
            items.update(() if self.model.cycle.cleared_by is None else self.model.cycle.cleared_by.from_)
        return tuple(sorted(items))

    @property
    def _readings(self) -> list[Reading]:
        return [line.reading for line in self.lines] + [sighting.reading for sighting in self.sightings]

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
    rulings = tuple(
        Ruling(rule, _sighting(model, f"g{place}", rule, as_of, rule.id), _rank(model, rule))
        for place, rule in enumerate(model.rules)
    )
    bars = tuple(
        Bar(rule, _sighting(model, f"e{place}", rule, as_of, rule.id)) for place, rule in enumerate(model.not_evaluated)
    )
    starts = tuple(
        Start(
            case,
            tuple(
                _sighting(model, f"b{place}_{inner}", presence, as_of, "base")
                for inner, presence in enumerate(case.having)
            ),
        )
        for place, case in enumerate(model.base.cases)
    )
    return Plan(model, as_of, groups, rulings, bars, starts)


def _check_in_force(model: EvaluationModel, as_of: date) -> None:
    if model.in_force.covers(as_of):
        return
    days = effect_words(model.in_force.from_, model.in_force.to)
    raise UsageError(
        "model-not-in-force",
        zh=f"模型 {model.id} 在 {as_of} 不适用，其适用期间{days.zh}；请改用该期间内的日期，或该日适用的模型。",
        en=f"Model {model.id} is not in force on {as_of}, only {days.en}; choose a day within, or that day's model.",
        where=model.id,
    )


def _line(model: EvaluationModel, number: int, indicator: Indicator, as_of: date) -> Line:
    dated_measures = (Measure.LATEST, Measure.DAYS_SINCE, Measure.MONTHS_SINCE)
    dated_parts = (indicator.decay, indicator.repair, indicator.reversed_by)
    needs_date = indicator.measure in dated_measures or any(part is not None for part in dated_parts)
    reading = _reading(model, indicator, as_of, indicator.id, needs_date=needs_date)
    return Line(number, indicator, reading, None if indicator.decay is None else _fading(indicator.decay, as_of))


def _sighting(model: EvaluationModel, name: str, presence: Presence, as_of: date, where: str) -> Sighting:
    reading = _reading(model, presence, as_of, where, needs_date=presence.latest is not None)
    return Sighting(name, presence, reading)


def _reading(model: EvaluationModel, of: Indicator | Presence, as_of: date, where: str, *, needs_date: bool) -> Reading:
    in_cycles = of.window is not None and of.window.unit == "cycle"
    since, until = days_of(None if in_cycles else of.window, as_of, model.period)
    line = of if isinstance(of, Indicator) else None
    return Reading(
        items=of.from_,
        when=of.when,
        dated=of.dated,
        since=since,
        until=until,
        needs_date=needs_date or of.window is not None,
        only_counted=of.standing,
        where=f"{model.id}: {where}",
        cycle=_cycle_span(model, of.window, None if line is None else line.carried_until),
        repaired_too=line is not None and line.repair is not None,
    )


def _cycle_span(model: EvaluationModel, window: Window | None, carried_until: str | None) -> CycleSpan | None:
    if window is None or window.unit != "cycle" or model.cycle is None:
        return None
    months = model.cycle.length.count * (12 if model.cycle.length.unit == "year" else 1)
    first = window.count - 1 + window.previous
    return CycleSpan(months, first, window.previous, carried_until, model.cycle.cleared_by is not None)


def _fading(decay: Decay, as_of: date) -> HalfLife | Steps:
    if decay.half_life is not None:
        months = decay.half_life.count * (12 if decay.half_life.unit == "year" else 1)
        return HalfLife(months, half_life_factors(months))
    reached = ((last_day_aged(age, as_of), share) for age, share in decay.steps)
    return Steps(tuple(sorted((day, share) for day, share in reached if day is not None)))


def _rank(model: EvaluationModel, rule: GradeRule) -> int:
    named = rule.grade if rule.grade is not None else rule.not_above
    return [band.id for band in model.grades].index(named or "")
