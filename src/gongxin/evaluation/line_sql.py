"""One indicator as SQL: which records it reads, what each brings, what they come to together, within which bounds."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING

from gongxin.evaluation.ages import whole_months_sql
from gongxin.evaluation.brought import FOUND, Brought, number_column
from gongxin.evaluation.exact import POINT_PLACES, Exact, exact_number, first_that_holds, millionths
from gongxin.evaluation.reading_sql import compiled, reads_sql
from gongxin.evaluation.record_sql import bin_tests, record_points, value_of
from gongxin.law.columns import ColumnType
from gongxin.law.schema.model import Measure

if TYPE_CHECKING:
    from datetime import date

    from gongxin.evaluation.plan import Line
    from gongxin.law.library import Law

#: Measures that count records: none is a value of its own, 0.
COUNTING = (Measure.COUNT, Measure.PRESENT)

_DAYS = 7  # digits of a number of days between two dates
_RECORDS = 7  # digits of a number of records of one subject
_RATIO = 12  # digits of a ratio before the point


@dataclass(frozen=True, slots=True)
class LineSql:
    """A line in the order of the stages: what records bring, what that comes to, the points of it.

    ``measured``, ``decider`` (the record that decided, where a single one did) and ``points`` are worked out from what
    was gathered; ``within`` is what one month or year comes to within its bounds, where each has some. ``absent`` are
    the points where there is no record to measure.
    """

    line: Line
    brought: Brought
    measured: Exact
    decider: str
    within: str | None
    points: str
    absent: Decimal

    @property
    def absent_bounded(self) -> Decimal:
        """The points of no record, within floor and cap."""
        points, floor, cap = self.absent, self.line.indicator.floor, self.line.indicator.cap
        points = points if floor is None else max(points, _rounded(floor))
        return points if cap is None else min(points, _rounded(cap))


@dataclass(frozen=True, slots=True)
class _Measuring:
    """How a measure comes about: on what condition a record brings what, what is gathered, the value over that."""

    brings: dict[str, str]
    gathers: dict[str, str]
    value: Exact
    when: str | None = None
    decider: str = "CAST(NULL AS VARCHAR)"


def compile_line(law: Law, line: Line, as_of: date) -> LineSql:
    """One line. Raises :class:`~gongxin.errors.LawError` for an expression or a number that cannot be compiled."""
    measuring = _measuring(law, line, as_of)
    reads = _reads(law, line)
    span = {} if line.indicator.within_each is None else {"span": _span(line)}
    return LineSql(
        line=line,
        brought=Brought(
            number=line.number,
            items=line.reading.items,
            reads=reads if measuring.when is None else f"{reads} AND {measuring.when}",
            brings={**measuring.brings, **span},
            gathers=measuring.gathers,
            only_counted=line.reading.only_counted and not line.reading.repaired_too,
        ),
        measured=measuring.value,
        decider=measuring.decider,
        within=_within(line, measuring.value),
        points=_points(line, measuring.value),
        absent=_absent(line),
    )


def bounded_sql(points: str, floor: Decimal | None, cap: Decimal | None) -> str:
    """Points within a floor and a cap."""
    if floor is not None:
        points = f"greatest({points}, {exact_number(floor).as_points().sql})"
    return points if cap is None else f"least({points}, {exact_number(cap).as_points().sql})"


def _reads(law: Law, line: Line) -> str:
    reads = reads_sql(law, line.reading)
    if line.indicator.reversed_by is None:
        return reads
    undone_on = f"v{line.number}"
    return f'{reads} AND ({undone_on} IS NULL OR {undone_on} < "{line.reading.dated}")'


def _span(line: Line) -> str:
    """The month (``year * 12 + month``) or year that a record belongs to."""
    dated, each = f'"{line.reading.dated}"', line.indicator.within_each
    by_year = each is not None and each.span == "year"
    return f"CAST({f'year({dated})' if by_year else f'year({dated}) * 12 + month({dated})'} AS INTEGER)"


def _measuring(law: Law, line: Line, as_of: date) -> _Measuring:
    indicator = line.indicator
    match indicator.measure:
        case Measure.RECORDS:
            points = record_points(law, line, as_of)
            column = number_column(points.points_type)
            return _Measuring({column: points.sql}, {column: f"sum({column})"}, points.gathered(column))
        case Measure.COUNT:
            return _Measuring({}, FOUND, Exact("found", _RECORDS, 0))
        case Measure.PRESENT:
            return _Measuring({}, FOUND, Exact("least(found, 1)", 1, 0))
        case Measure.SHARE:
            meets = compiled(law, line.reading, indicator.of or "", ColumnType.FLAG).sql
            one = Exact(f"CASE WHEN {meets} THEN 1 ELSE 0 END", 1, 0).typed()
            column = number_column(one.type)
            share = millionths(column, "found", whole=1)
            return _Measuring({column: one.sql}, {column: f"sum({column})", **FOUND}, share)
        case Measure.RATIO:
            return _ratio(law, line)
        case Measure.DAYS_SINCE | Measure.MONTHS_SINCE:
            return _since(line, as_of)
        case Measure.SUM | Measure.MAX | Measure.LATEST:
            return _of_values(law, line)


def _of_values(law: Law, line: Line) -> _Measuring:
    """The sum, the greatest or the latest of values; a record without one is as good as none."""
    measure, number = line.indicator.measure, value_of(law, line.reading, line.indicator.value or "")
    column, when = number_column(number.type), f"{number.sql} IS NOT NULL"
    brings = {column: number.typed().sql}
    if measure is Measure.SUM:
        return _Measuring(brings, {column: f"sum({column})"}, number.gathered(column), when)
    fields = f"val := {column}, id := record_id"
    if measure is Measure.MAX:
        whole = number_column(number.type, "most")
    else:
        whole, fields = number_column(number.type, "latest"), f'"on" := day, {fields}'
        brings["day"] = f'"{line.reading.dated}"'
    value = Exact(f"{whole}.val", number.whole, number.places)
    return _Measuring(brings, {whole: f"max(struct_pack({fields}))"}, value, when, f"{whole}.id")


def _since(line: Line, as_of: date) -> _Measuring:
    """The days or whole months since the last record."""
    in_days = line.indicator.measure is Measure.DAYS_SINCE
    value = f"(DATE '{as_of.isoformat()}' - last.\"on\")" if in_days else whole_months_sql('last."on"', as_of)
    gathers = {"last": 'max(struct_pack("on" := day, id := record_id))'}
    return _Measuring({"day": f'"{line.reading.dated}"'}, gathers, Exact(value, _DAYS, 0), decider="last.id")


def _ratio(law: Law, line: Line) -> _Measuring:
    """One sum over another, of records that have both numbers; each is a whole number of its last places."""
    value, per = (value_of(law, line.reading, text or "") for text in (line.indicator.value, line.indicator.per))
    places = max(value.places, per.places)
    over, under = (_whole(Exact(of.sql, of.whole, places)) for of in (value, per))
    parts = {number_column(over.type): over.sql, number_column(under.type, "q"): under.sql}
    ratio = millionths(*parts, whole=_RATIO)
    both = f"{value.sql} IS NOT NULL AND {per.sql} IS NOT NULL"
    return _Measuring(parts, {column: f"sum({column})" for column in parts}, ratio, both)


def _whole(number: Exact) -> Exact:
    """A number as a whole number of its last places."""
    return Exact(f"{number.typed().sql} * {10**number.places}", number.whole + number.places, 0).typed()


def _within(line: Line, measured: Exact) -> str | None:
    """What one month or year comes to within the bounds of each."""
    each = line.indicator.within_each
    return None if each is None else bounded_sql(measured.as_points().sql, each.floor, each.cap)


def _points(line: Line, measured: Exact) -> str:
    """The points of what was measured, before floor and cap."""
    indicator = line.indicator
    if indicator.within_each is not None:
        return Exact("within_bounds", measured.whole, POINT_PLACES).as_points().sql
    if indicator.measure is Measure.RECORDS:
        return measured.as_points().sql
    if indicator.bins:
        # Records there are, but a ratio over nothing measures nothing.
        binned = [*bin_tests(measured.sql, indicator.bins), (f"{measured.sql} IS NULL", indicator.missing)]
        return first_that_holds(binned, Decimal(0)).as_points().sql
    weighed = measured.times(exact_number(indicator.points or Decimal(0)), line.reading.where).as_points()
    if indicator.measure is not Measure.RATIO:
        return weighed.sql
    return f"coalesce({weighed.sql}, {exact_number(indicator.missing).as_points().sql})"


def _absent(line: Line) -> Decimal:
    """The points of no record to measure: a bin may take the 0 of a count, else they are those that are said."""
    indicator = line.indicator
    for bin_ in indicator.bins if indicator.measure in COUNTING else ():
        if (bin_.from_ is None or bin_.from_ <= 0) and (bin_.to is None or bin_.to > 0):
            return _rounded(bin_.points)
    return _rounded(indicator.missing)


def _rounded(points: Decimal) -> Decimal:
    """Points as a column of them keeps them."""
    return points.quantize(Decimal(1).scaleb(-POINT_PLACES), ROUND_HALF_UP)
