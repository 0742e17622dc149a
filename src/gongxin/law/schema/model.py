"""Models of evaluation: points by record and article, summed to a score, cut into grades.

``score = base + sum over dimensions of clamp(sum over indicators of clamp(sum over records of points x decay))``
"""

from __future__ import annotations

from decimal import Decimal
from enum import StrEnum
from itertools import pairwise
from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import AfterValidator, Field, model_validator

from gongxin.law.schema.basics import (
    CalendarDuration,
    Citation,
    Day,
    Entry,
    Expression,
    Id,
    InForce,
    Node,
    Number,
    Text,
    broken,
)
from gongxin.subjects.kinds import SubjectKind

if TYPE_CHECKING:
    from pydantic_core import PydanticCustomError


class Measure(StrEnum):
    """What an indicator measures over the records it reads."""

    RECORDS = "records"  # points for each record, decayed by its age
    COUNT = "count"  # how many records
    SUM = "sum"  # sum of 'value'
    MAX = "max"  # largest 'value'
    LATEST = "latest"  # 'value' of the latest record
    DAYS_SINCE = "days_since"  # days from the latest record to the as-of date
    SHARE = "share"  # share of the records read that also meet 'of'
    PRESENT = "present"  # 1 where there is any record, else 0


#: Columns of every result; a dimension gives its id to a further one.
RESULT_COLUMNS = ("subject_id", "score", "grade", "direct")

_POINT_DIGITS, _POINT_PLACES = 9, 6


def _in_points(value: Decimal) -> Decimal:
    _, digits, exponent = value.normalize().as_tuple()
    if not isinstance(exponent, int) or -exponent > _POINT_PLACES or len(digits) + max(exponent, 0) > _POINT_DIGITS:
        raise broken(
            "points-too-fine",
            zh=f"{value} 的位数过多：总共最多 {_POINT_DIGITS} 位，其中小数最多 {_POINT_PLACES} 位",
            en=f"{value} has too many digits: {_POINT_DIGITS} at most, {_POINT_PLACES} of them after the point",
        )
    return value


#: A number of points, or a share of them, that every engine can add and multiply exactly.
Points = Annotated[Number, AfterValidator(_in_points)]


class Bin(Node):
    """A half-open band of a measured value, ``from <= x < to``, and its points. A value in no bin has none."""

    from_: Annotated[Number | None, Field(alias="from")] = None
    to: Number | None = None
    points: Points

    @model_validator(mode="after")
    def _wide(self) -> Bin:
        if self.from_ is not None and self.to is not None and self.to <= self.from_:
            raise broken(
                "empty-bin",
                zh=f"分档 {self.from_} 至 {self.to} 不含任何值；'to' 须大于 'from'",
                en=f"no value lies in the bin from {self.from_} to {self.to}; 'to' must be above 'from'",
            )
        return self


class Decay(Node):
    """How a record's points shrink with its age, counted in whole months from the record's date to the as-of date.

    ``steps`` pairs an age with the share of the points that is left from that age on; before the first one, it is all.
    """

    half_life: CalendarDuration | None = None
    steps: tuple[tuple[CalendarDuration, Points], ...] = ()

    @model_validator(mode="after")
    def _one_way(self) -> Decay:
        if (self.half_life is None) == (not self.steps):
            raise broken(
                "one-of",
                zh="'half_life' 与 'steps' 须且只须写一个",
                en="give either 'half_life' or 'steps', and not both",
            )
        if self.half_life is not None and self.half_life.unit not in ("month", "year"):
            raise broken("half-life-unit", zh="半衰期以 months 或 years 计", en="a half-life is in months or years")
        if self.half_life is not None and self.half_life.count == 0:
            raise broken("half-life-of-nothing", zh="半衰期至少为一个月", en="a half-life is one month at least")
        return self


class Indicator(Node):
    """One line of the model: which records, under what condition, for how many points.

    ``dated`` is the column that gives a record's age and its place in the ``window`` (a rolling span that ends on the
    as-of date). ``points`` are a record's points, or points a unit of ``value`` or of what is measured; ``bins`` cut
    the value instead. Without any record to measure ``missing`` points apply, unless a bin takes the 0 of a count.
    """

    id: Id
    title: Text
    from_: Annotated[tuple[Id, ...], Field(alias="from", min_length=1)]
    when: Expression | None = None
    measure: Measure = Measure.RECORDS
    value: Expression | None = None
    of: Expression | None = None
    points: Points | None = None
    by: Annotated[
        tuple[tuple[Expression, Points], ...],
        Field(description="first condition that holds gives the points"),
    ] = ()
    bins: tuple[Bin, ...] = ()
    missing: Points = Decimal(0)
    dated: Literal["occurred_on", "determined_on", "published_on", "effective_from"] = "determined_on"
    window: CalendarDuration | None = None
    decay: Decay | None = None
    floor: Points | None = None
    cap: Points | None = None
    standing: Annotated[bool, Field(description="whether only records that count by the publicity rules are read")] = (
        True
    )
    cite: Citation
    note: Text | None = None

    @model_validator(mode="after")
    def _coherent(self) -> Indicator:
        ways = sum((self.points is not None, bool(self.by), bool(self.bins)))
        if ways != 1:
            raise broken(
                "one-of",
                zh="'points'、'by'、'bins' 须且只须写一个",
                en="give exactly one of 'points', 'by' and 'bins'",
            )
        if self.bins and self.measure is Measure.RECORDS and self.value is None:
            raise broken(
                "value-missing",
                zh="对单条记录分档须写明 'value'",
                en="bins over single records need a 'value' to cut",
            )
        if self.by and self.measure is not Measure.RECORDS:
            raise broken(
                "records-only",
                zh="'by' 按单条记录计分，只能与 'measure: records' 同用",
                en="'by' gives points to single records: use it with 'measure: records'",
            )
        needs = self.measure in (Measure.SUM, Measure.MAX, Measure.LATEST)
        if needs and self.value is None:
            raise broken(
                "value-missing",
                zh=f"'measure: {self.measure}' 须写明 'value'",
                en=f"'measure: {self.measure}' needs a 'value'",
            )
        if (self.measure is Measure.SHARE) != (self.of is not None):
            raise broken(
                "share-of",
                zh="'measure: share' 须写明 'of'，其他度量不写",
                en="'measure: share' needs 'of', and nothing else does",
            )
        if self.decay is not None and self.measure is not Measure.RECORDS:
            raise broken(
                "records-only",
                zh="衰减按单条记录计算，只能与 'measure: records' 同用",
                en="decay applies to single records: use it with 'measure: records'",
            )
        if self.floor is not None and self.cap is not None and self.cap < self.floor:
            raise _cap_below_floor(self.cap, self.floor)
        _check_bins(self.bins)
        return self


def _cap_below_floor(cap: Decimal, floor: Decimal) -> PydanticCustomError:
    return broken(
        "cap-below-floor", zh=f"上限 {cap} 低于下限 {floor}", en=f"the cap {cap} lies below the floor {floor}"
    )


def _check_bins(bins: tuple[Bin, ...]) -> None:
    for lower, upper in pairwise(bins):
        if lower.to is None or upper.from_ is None or lower.to != upper.from_:
            raise broken(
                "bins-apart",
                zh=f"分档须首尾相接：一档止于 {lower.to}，下一档起于 {upper.from_}",
                en=f"bins must meet without gap or overlap: one ends at {lower.to}, the next starts at {upper.from_}",
            )


class Dimension(Node):
    """A first-level group of indicators with its own bounds."""

    id: Id
    title: Text
    floor: Points | None = None
    cap: Points | None = None
    cite: Citation
    indicators: tuple[Indicator, ...] = ()

    @model_validator(mode="after")
    def _name(self) -> Dimension:
        if self.id in RESULT_COLUMNS:
            raise broken(
                "dimension-name-taken",
                zh=f"评价结果已有名为 {self.id!r} 的列；请给该维度换一个 id",
                en=f"the result has a column {self.id!r} already; give the dimension another id",
            )
        return self

    @model_validator(mode="after")
    def _bounds(self) -> Dimension:
        if self.floor is not None and self.cap is not None and self.cap < self.floor:
            raise _cap_below_floor(self.cap, self.floor)
        return self


class GradeBand(Node):
    """A grade and the lowest score that earns it; the band reaches up to the next better one (half-open)."""

    id: str
    title: Text
    from_: Annotated[Number | None, Field(alias="from")] = None


class GradeRule(Node):
    """Records that fix or limit a grade whatever the score: ``grade`` sets it, ``not_above`` is a ceiling."""

    id: Id
    title: Text
    from_: Annotated[tuple[Id, ...], Field(alias="from", min_length=1)]
    when: Expression | None = None
    window: CalendarDuration | None = None
    dated: Literal["occurred_on", "determined_on", "published_on", "effective_from"] = "determined_on"
    grade: str | None = None
    not_above: str | None = None
    cite: Citation

    @model_validator(mode="after")
    def _one(self) -> GradeRule:
        if (self.grade is None) == (self.not_above is None):
            raise broken(
                "one-of",
                zh="'grade' 与 'not_above' 须且只须写一个",
                en="give either 'grade' or 'not_above', and not both",
            )
        return self


class Base(Node):
    """The score before any record is read."""

    points: Points
    cite: Citation


class ReferenceOnly(Node):
    """From when on the result informs and decides nothing, and which rule says so."""

    from_: Annotated[Day, Field(alias="from")]
    cite: Citation


class Consent(Node):
    """A model over natural persons exists only while its owner's consent does, and opens benefits only."""

    purpose: Id
    cite: Citation


class EvaluationModel(Entry):
    """A dated model for one or more kinds of subject.

    Only subjects with at least one record of the items in ``requires`` are evaluated (all items the model reads, if
    it is empty): one without data is "not evaluated", never a default grade passed off as a result. ``higher`` says
    what a high score means: good standing, or (where scores order inspections) the more to be found.
    """

    for_: Annotated[tuple[SubjectKind, ...], Field(alias="for", min_length=1)]
    source: Literal["national", "industry", "province", "market", "city"]
    higher: Literal["better", "riskier"] = "better"
    in_force: InForce
    cite: Citation
    reference_only: ReferenceOnly | None = None
    consent: Consent | None = None
    requires: tuple[Id, ...] = ()
    base: Base
    dimensions: Annotated[tuple[Dimension, ...], Field(min_length=1)]
    grades: tuple[GradeBand, ...] = ()
    grades_cite: Citation | None = None
    rules: tuple[GradeRule, ...] = ()
    note: Text | None = None

    @model_validator(mode="after")
    def _coherent(self) -> EvaluationModel:
        lows = [grade.from_ for grade in self.grades]
        if self.grades:
            if self.grades_cite is None:
                raise broken(
                    "grades-without-cite",
                    zh="等级划分须有依据；请加 'grades_cite'",
                    en="grade bands need the rule that draws them: add 'grades_cite'",
                )
            if lows[-1] is not None:
                raise broken(
                    "last-grade",
                    zh="最后一个等级包括其余全部分数；请不要写 'from'",
                    en="the last grade takes all that is left: give it no 'from'",
                )
            bounds = [low for low in lows[:-1] if low is not None]
            if len(bounds) != len(lows) - 1 or bounds != sorted(set(bounds), reverse=True):
                raise broken(
                    "grades-order",
                    zh="等级由高到低排列，每级的 'from' 低于前一级",
                    en="grades go from best to worst, each with a 'from' lower than the one before",
                )
        known = [grade.id for grade in self.grades]
        for rule in self.rules:
            named = rule.grade or rule.not_above
            if named not in known:
                raise broken(
                    "unknown-grade",
                    zh=f"规则 {rule.id!r} 所称等级 {named!r} 不存在；等级有 {'、'.join(known)}",
                    en=f"rule {rule.id!r} names grade {named!r}; the grades are {', '.join(known)}",
                )
        ids = [i.id for d in self.dimensions for i in d.indicators] + [d.id for d in self.dimensions]
        for twice in sorted({name for name in ids if ids.count(name) > 1}):
            raise broken(
                "indicator-twice",
                zh=f"维度或指标 {twice!r} 重复；请改名",
                en=f"{twice!r} is there twice among dimensions and indicators; rename one",
            )
        if SubjectKind.NATURAL_PERSON in self.for_ and (self.consent is None or len(self.for_) > 1):
            raise broken(
                "persons-without-consent",
                zh="自然人评价模型须单独成立，并在 'consent' 中写明所依据的本人同意",
                en="a model over natural persons stands alone and names in 'consent' the consent it rests on",
            )
        return self


class ModelFile(Node):
    """A file under ``models/``."""

    models: Annotated[tuple[EvaluationModel, ...], Field(min_length=1)]
