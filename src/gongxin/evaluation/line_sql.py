"""One indicator as SQL: which records it reads, what each brings, what they come to together, within which bounds.

Columns are named by stage and by the number of the line: ``r0`` what a record brings to line 0, ``m0`` what the line
measures, ``k0`` the record that decided it (NULL where not one alone does), ``x0`` whether there was no record to
measure, ``p0`` the points, ``c0`` the points within floor and cap. Where each month or year has bounds of its own,
``t0`` is the one a record belongs to and ``y0_2025`` the points of one; ``q0`` is what a ratio divides by.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from gongxin.evaluation.ages import whole_months_sql
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
#: Measures that a single record decides.
DECIDED = (Measure.MAX, Measure.LATEST, Measure.DAYS_SINCE, Measure.MONTHS_SINCE)

_DAYS = 7  # digits of a number of days between two dates
_RECORDS = 7  # digits of a number of records of one subject
_RATIO = 12  # digits of a ratio before the point


@dataclass(frozen=True, slots=True)
class LineSql:
    """The columns of a line, in the order of the stages."""

    brings: str
    beside: dict[str, str]
    measures: str
    spans: dict[str, str]
    decider: str
    missing: str
    points: str
    bounded: str


def bounded_sql(points: str, floor: Decimal | None, cap: Decimal | None) -> str:
    """Points within a floor and a cap."""
    if floor is not None:
        points = f"greatest({points}, {exact_number(floor).as_points().sql})"
    return points if cap is None else f"least({points}, {exact_number(cap).as_points().sql})"


def compile_line(law: Law, line: Line, as_of: date) -> LineSql:
    """The columns of one line. Raises :class:`LawError` for an expression or a number that cannot be compiled."""
    number, indicator = line.number, line.indicator
    brought = _brought(law, line, as_of)
    measured = _measured(line, brought, as_of)
    missing = f"m{number} = 0" if indicator.measure in COUNTING else f"m{number} IS NULL"
    return LineSql(
        brings=f"CASE WHEN {_reads(law, line)} THEN {brought.sql} END",
        beside=_beside(law, line),
        measures=measured.typed().sql,
        spans={f"y{number}_{span}": _of_span(number, span, brought) for span in line.spans},
        decider=_decider(f"r{number}") if indicator.measure in DECIDED else "CAST(NULL AS VARCHAR)",
        missing=missing,
        points=_points(line, Exact(f"m{number}", measured.whole, measured.places)),
        bounded=bounded_sql(f"p{number}", indicator.floor, indicator.cap),
    )


def within_each_sql(line: Line, span: int) -> str:
    """The points of one month or year within the bounds of each; 0 where there is no record."""
    each, sum_ = line.indicator.within_each, f"y{line.number}_{span}"
    bounded = sum_ if each is None else bounded_sql(sum_, each.floor, each.cap)
    return f"CASE WHEN {sum_} IS NOT NULL THEN {bounded} ELSE 0 END"


def _reads(law: Law, line: Line) -> str:
    reads = reads_sql(law, line.reading)
    if line.indicator.reversed_by is None:
        return reads
    undone_on = f"v{line.number}"
    return f'{reads} AND ({undone_on} IS NULL OR {undone_on} < "{line.reading.dated}")'


def _beside(law: Law, line: Line) -> dict[str, str]:
    """What a record brings besides: the month or year it belongs to, what a ratio divides by."""
    indicator, dated = line.indicator, f'"{line.reading.dated}"'
    columns = {}
    if indicator.within_each is not None:
        span = f"year({dated})" if indicator.within_each.span == "year" else f"year({dated}) * 12 + month({dated})"
        columns[f"t{line.number}"] = f"CAST({span} AS INTEGER)"
    if indicator.measure is Measure.RATIO:
        value, per = _ratio_parts(law, line)
        both = f"{_reads(law, line)} AND {value.sql} IS NOT NULL"
        columns[f"q{line.number}"] = f"CASE WHEN {both} THEN {_whole(per)} END"
    return columns


def _ratio_parts(law: Law, line: Line) -> tuple[Exact, Exact]:
    """Both sides of a ratio, with as many decimal places."""
    value, per = (value_of(law, line.reading, text or "") for text in (line.indicator.value, line.indicator.per))
    places = max(value.places, per.places)
    return (Exact(value.sql, value.whole, places), Exact(per.sql, per.whole, places))


def _whole(number: Exact) -> str:
    """A number as a whole number of its last places."""
    scaled = Exact(number.sql, number.whole, number.places).typed()
    return f"CAST({scaled.sql} * {10**number.places} AS DECIMAL({number.whole + number.places},0))"


def _brought(law: Law, line: Line, as_of: date) -> Exact:
    """What a record that is read brings to the measure."""
    dated, indicator = f'"{line.reading.dated}"', line.indicator
    match indicator.measure:
        case Measure.RECORDS:
            return record_points(law, line, as_of)
        case Measure.COUNT | Measure.PRESENT:
            return Exact("1", 1, 0)
        case Measure.SUM | Measure.MAX:
            return value_of(law, line.reading, indicator.value or "")
        case Measure.LATEST:
            value = value_of(law, line.reading, indicator.value or "")
            pair = f'CASE WHEN {value.sql} IS NOT NULL THEN struct_pack("on" := {dated}, val := {value.sql}) END'
            return Exact(pair, value.whole, value.places)
        case Measure.DAYS_SINCE | Measure.MONTHS_SINCE:
            return Exact(dated, _DAYS, 0)
        case Measure.SHARE:
            meets = compiled(law, line.reading, indicator.of or "", ColumnType.FLAG).sql
            return Exact(f"CASE WHEN {meets} THEN 1 ELSE 0 END", 1, 0)
        case Measure.RATIO:
            value, per = _ratio_parts(law, line)
            return Exact(f"CASE WHEN {per.sql} IS NOT NULL THEN {_whole(value)} END", value.whole + value.places, 0)


def _measured(line: Line, brought: Exact, as_of: date) -> Exact:
    """What all records of a subject come to; NULL where there is nothing to measure."""
    column = f"r{line.number}"
    match line.indicator.measure:
        case Measure.RECORDS | Measure.SUM:
            return brought.gathered(f"sum({column})")
        case Measure.COUNT:
            return Exact(f"count({column})", _RECORDS, 0)
        case Measure.PRESENT:
            return Exact(f"coalesce(max({column}), 0)", 1, 0)
        case Measure.MAX:
            return Exact(f"max({column})", brought.whole, brought.places)
        case Measure.LATEST:
            return Exact(f"max({column}).val", brought.whole, brought.places)
        case Measure.DAYS_SINCE:
            return Exact(f"(DATE '{as_of.isoformat()}' - max({column}))", _DAYS, 0)
        case Measure.MONTHS_SINCE:
            return Exact(whole_months_sql(f"max({column})", as_of), _DAYS, 0)
        case Measure.SHARE:
            return millionths(f"sum({column})", f"count({column})", whole=1)
        case Measure.RATIO:
            return millionths(f"sum({column})", f"sum(q{line.number})", whole=_RATIO)


def _of_span(number: int, span: int, brought: Exact) -> str:
    """The points of one month or year together; NULL where no record is of it."""
    return brought.gathered(f"sum(CASE WHEN t{number} = {span} THEN r{number} END)").as_points().sql


def _decider(brought: str) -> str:
    """Of several records that bring the same, the one with the greatest identifier."""
    return f"max(CASE WHEN {brought} IS NOT NULL THEN struct_pack(brought := {brought}, id := record_id) END).id"


def _points(line: Line, measured: Exact) -> str:
    """The points of what was measured, before floor and cap."""
    indicator, missing = line.indicator, f"x{line.number}"
    without = exact_number(indicator.missing)
    if line.spans:
        summed = " + ".join(within_each_sql(line, span) for span in line.spans)
        bounded = Exact(f"({summed})", measured.whole, POINT_PLACES)
        return f"CASE WHEN {missing} THEN {without.as_points().sql} ELSE {bounded.as_points().sql} END"
    if indicator.measure is Measure.RECORDS:
        return Exact(f"coalesce({measured.sql}, {without.sql})", measured.whole, measured.places).as_points().sql
    if indicator.bins:
        # A bin may take the 0 of a count: only then has the absence of records other points than 'missing'.
        binned = [*bin_tests(measured.sql, indicator.bins), (missing, indicator.missing)]
        return first_that_holds(binned, Decimal(0)).as_points().sql
    weighed = measured.times(exact_number(indicator.points or Decimal(0)), line.reading.where)
    return f"CASE WHEN {missing} THEN {without.as_points().sql} ELSE {weighed.as_points().sql} END"
