"""Indicators: which records a line of a model reads, what each is worth, within which bounds."""

from __future__ import annotations

from decimal import Decimal
from enum import StrEnum
from itertools import pairwise
from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import AfterValidator, Field, model_validator

from gongxin.law.schema.basics import CalendarDuration, Citation, Expression, Id, Node, Number, Text, broken
from gongxin.law.schema.windows import Window

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
    MONTHS_SINCE = "months_since"  # whole months from the latest record to the as-of date
    SHARE = "share"  # share of the records read that also meet 'of'
    RATIO = "ratio"  # sum of 'value' over sum of 'per', in millionths
    PRESENT = "present"  # 1 where there is any record, else 0


#: The columns a record can be dated by.
DateColumn = Literal["occurred_on", "determined_on", "published_on", "effective_from", "effective_to"]

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


def _a_share(value: Decimal) -> Decimal:
    if not 0 <= value <= 1:
        raise broken("no-share", zh=f"{value} 不是份额；请写 0 至 1 的数", en=f"{value} is no share; write 0 to 1")
    return value


#: A number of points, or a share of them, that every engine can add and multiply exactly.
Points = Annotated[Number, AfterValidator(_in_points)]
#: A part of the whole, from 0 to 1.
Share = Annotated[Points, AfterValidator(_a_share)]


def check_bounds(floor: Decimal | None, cap: Decimal | None) -> None:
    """Refuse a cap below a floor."""
    if floor is not None and cap is not None and cap < floor:
        raise _cap_below_floor(cap, floor)


def _cap_below_floor(cap: Decimal, floor: Decimal) -> PydanticCustomError:
    return broken(
        "cap-below-floor",
        zh=f"上限 {cap} 低于下限 {floor}；'floor' 是最低得分，'cap' 是最高得分，请核对是否颠倒",
        en=f"the cap {cap} lies below the floor {floor}; 'floor' is the least and 'cap' the most: see whether they "
        "were exchanged",
    )


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


class WithinEach(Node):
    """Bounds on the points of each single month or year, before all are added up.

    ::

        window: 1 period
        points: -5
        within_each: {span: month, floor: -5}       # however often in a month, it costs five points

    The line needs a ``window`` of days that are known beforehand: it may roll, or be of years or periods.
    """

    span: Literal["month", "year"]
    floor: Points | None = None
    cap: Points | None = None

    @model_validator(mode="after")
    def _bounds(self) -> WithinEach:
        check_bounds(self.floor, self.cap)
        return self


class RepairStep(Node):
    """What comes back of a record's points if it was put right so soon after it was recorded.

    ``within`` is a span of days (its last day included), or ``same year`` (by the end of the year of the record) or
    ``next year`` (by the end of the year after); without it the step takes whatever is left.
    """

    within: CalendarDuration | Literal["same year", "next year"] | None = None
    when: Expression | None = None
    share: Share


class Repair(Node):
    """Points that come back when what a record is about is put right.

    ::

        repair:
          on: corrected_on                       # the day it was put right; empty: not yet
          steps:                                 # the first that holds
            - {within: 30 days, when: amount <= 1000, share: 1}
            - {within: 30 days, share: 0.8}
            - {within: same year, share: 0.4}
            - {within: next year, share: 0.2}
          cite: {instrument: …, article: …, verified: true}

    Spans run from the date ``dated`` of the line. A repair that the ledger knows as an event counts as well, the
    earlier of the two: it does not take the record away from this line, but brings back the share. Without ``on``
    only such an event does.
    """

    on: Expression | None = None
    steps: Annotated[tuple[RepairStep, ...], Field(min_length=1)]
    cite: Citation


class Reversal(Node):
    """Later records that undo earlier ones of the line: of the same subject, with the same text in ``match``.

    ::

        reversed_by: {from: [cn.penalty-revoked], match: doc_no}

    A record is undone by one dated no earlier than itself, and not after the as-of date.
    """

    from_: Annotated[tuple[Id, ...], Field(alias="from", min_length=1)]
    when: Expression | None = None
    match: Expression
    dated: DateColumn = "determined_on"


class Presence(Node):
    """That there are records of this kind: at least so many, or (``absent``) not that many.

    ::

        {from: [cn.tax-audit], window: 3 periods}               # one at least in the last three years evaluated
        {from: [cn.zero-return], window: 1 period, at_least: 6} # six or more
        {from: [cn.revenue], window: 1 period, absent: true}    # none
        {from: [cn.evaluation], when: code = 'national', latest: level = 'D'}

    With ``latest``, the last of the records read is asked, and no other. ``standing`` as in an indicator.
    """

    from_: Annotated[tuple[Id, ...], Field(alias="from", min_length=1)]
    when: Expression | None = None
    window: Window | None = None
    dated: DateColumn = "determined_on"
    at_least: Annotated[int, Field(ge=1, le=9999)] = 1
    absent: bool = False
    latest: Annotated[Expression | None, Field(description="what the latest of the records must meet")] = None
    standing: bool = True

    @model_validator(mode="after")
    def _one_question(self) -> Presence:
        if self.latest is not None and self.at_least > 1:
            raise broken(
                "one-of",
                zh="'latest' 只问最近一条记录，不能与 'at_least' 同用",
                en="'latest' asks one record, so it does not go with 'at_least'",
            )
        return self


class Indicator(Node):
    """One line of the model: which records, under what condition, for how many points.

    ``dated`` is the column that gives a record's age and its place in the ``window`` (:mod:`.windows`). ``points`` are
    a record's points, or points a unit of ``value`` or of what is measured; ``by`` gives points to single records by
    the first condition that holds (severity, amount bands); ``bins`` cut the value instead. Without any record to
    measure ``missing`` points apply, unless a bin takes the 0 of a count.

    ``decay`` and ``repair`` leave a part of a record's points, ``within_each`` bounds those of a month or year,
    ``reversed_by`` takes records out that later ones undo. With a window of cycles, ``carried_until`` is the day on
    which what was owed was done: until then (empty: not yet) a record goes with the subject into its next cycle::

        - id: acts
          from: [cn.traffic-points]
          window: 1 cycle
          by:
            - [code in ('drink-driving'), 12]
            - [code in ('red-light'), 6]
          carried_until: paid_on
          reversed_by: {from: [cn.traffic-revocation], match: doc_no}
          cite: …
    """

    id: Id
    title: Text
    from_: Annotated[tuple[Id, ...], Field(alias="from", min_length=1)]
    when: Expression | None = None
    measure: Measure = Measure.RECORDS
    value: Expression | None = None
    of: Expression | None = None
    per: Annotated[Expression | None, Field(description="what a ratio divides by")] = None
    points: Points | None = None
    by: Annotated[
        tuple[tuple[Expression, Points], ...],
        Field(description="first condition that holds gives the points"),
    ] = ()
    bins: tuple[Bin, ...] = ()
    missing: Points = Decimal(0)
    dated: DateColumn = "determined_on"
    window: Window | None = None
    carried_until: Expression | None = None
    decay: Decay | None = None
    repair: Repair | None = None
    reversed_by: Reversal | None = None
    within_each: WithinEach | None = None
    floor: Points | None = None
    cap: Points | None = None
    standing: Annotated[bool, Field(description="whether only records that count by the publicity rules are read")] = (
        True
    )
    cite: Citation
    note: Text | None = None

    @model_validator(mode="after")
    def _coherent(self) -> Indicator:
        _check_points(self)
        _check_measure(self)
        _check_span(self)
        check_bounds(self.floor, self.cap)
        _check_bins(self.bins)
        return self


def _check_points(line: Indicator) -> None:
    if sum((line.points is not None, bool(line.by), bool(line.bins))) != 1:
        raise broken(
            "one-of",
            zh="'points'、'by'、'bins' 须且只须写一个",
            en="give exactly one of 'points', 'by' and 'bins'",
        )
    if line.bins and line.measure is Measure.RECORDS and line.value is None:
        raise broken(
            "value-missing",
            zh="对单条记录分档须写明 'value'",
            en="bins over single records need a 'value' to cut",
        )


def _check_measure(line: Indicator) -> None:
    single = {"by": line.by, "decay": line.decay, "repair": line.repair, "within_each": line.within_each}
    for key, given in single.items():
        if given and line.measure is not Measure.RECORDS:
            raise broken(
                "records-only",
                zh=f"{key!r} 按单条记录计分，只能与 'measure: records' 同用",
                en=f"{key!r} is about the points of single records: use it with 'measure: records'",
            )
    if line.value is None and line.measure in (Measure.SUM, Measure.MAX, Measure.LATEST, Measure.RATIO):
        raise broken(
            "value-missing",
            zh=f"'measure: {line.measure}' 须写明 'value'",
            en=f"'measure: {line.measure}' needs a 'value'",
        )
    for key, expression, measure in (("of", line.of, Measure.SHARE), ("per", line.per, Measure.RATIO)):
        if (line.measure is measure) != (expression is not None):
            raise broken(
                f"{measure}-{key}",
                zh=f"'measure: {measure}' 须写明 {key!r}，其他度量不写",
                en=f"'measure: {measure}' needs {key!r}, and nothing else does",
            )


def _check_span(line: Indicator) -> None:
    if line.within_each is not None and (line.window is None or line.window.unit == "cycle"):
        raise broken(
            "window-missing",
            zh="'within_each' 须与按日历确定的 'window' 同用，例如 '1 period'、'2 years'",
            en="'within_each' needs a 'window' of days known beforehand, such as '1 period' or '2 years'",
        )
    in_cycle = line.window is not None and line.window.unit == "cycle" and not line.window.previous
    if line.carried_until is not None and not in_cycle:
        raise broken(
            "window-missing",
            zh="'carried_until' 把记录转入下一记分周期，须与 'window: 1 cycle' 同用",
            en="'carried_until' takes a record into the next cycle: use it with 'window: 1 cycle'",
        )


def _check_bins(bins: tuple[Bin, ...]) -> None:
    for lower, upper in pairwise(bins):
        if lower.to is None or upper.from_ is None or lower.to != upper.from_:
            raise broken(
                "bins-apart",
                zh=f"分档须首尾相接：一档止于 {lower.to}，下一档起于 {upper.from_}",
                en=f"bins must meet without gap or overlap: one ends at {lower.to}, the next starts at {upper.from_}",
            )
