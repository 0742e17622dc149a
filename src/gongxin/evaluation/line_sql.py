"""One indicator as SQL: which records it reads, what each brings, what they come to together, within which bounds.

Columns are named by stage and by the number of the line: ``r0`` what a record brings to line 0, ``m0`` what the line
measures, ``k0`` the record that decided it (NULL where not one alone does), ``x0`` whether there was no record to
measure, ``p0`` the points, ``c0`` the points within floor and cap.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from gongxin.evaluation.ages import FACTOR_PLACES, whole_months_sql
from gongxin.evaluation.exact import Exact, exact_expression, exact_number, first_that_holds
from gongxin.evaluation.plan import HalfLife, Steps
from gongxin.law.columns import ColumnType
from gongxin.law.expressions import Compiled, analyse
from gongxin.law.schema.model import Measure
from gongxin.subjects.sql_text import literal

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from gongxin.evaluation.plan import Line, Reading
    from gongxin.law.library import Law
    from gongxin.law.schema.model import Bin

#: Measures that count records: none is a value of its own, 0.
COUNTING = (Measure.COUNT, Measure.PRESENT)
#: Measures that a single record decides.
DECIDED = (Measure.MAX, Measure.LATEST, Measure.DAYS_SINCE)

_DAYS = 7  # digits of a number of days between two dates
_RECORDS = 7  # digits of a number of records of one subject


@dataclass(frozen=True, slots=True)
class LineSql:
    """The columns of a line, in the order of the stages."""

    brings: str
    measures: str
    decider: str
    missing: str
    points: str
    bounded: str


def reads_sql(law: Law, reading: Reading, as_of: date) -> str:
    """Whether a record is read."""
    dated, day = f'"{reading.dated}"', f"DATE '{as_of.isoformat()}'"
    conditions = [in_list('"item"', reading.items)]
    if reading.only_counted:
        conditions.append("counted")
    conditions.append(f"{dated} <= {day}" if reading.needs_date else f"({dated} IS NULL OR {dated} <= {day})")
    if reading.since is not None:
        conditions.append(f"{dated} >= DATE '{reading.since.isoformat()}'")
    if reading.when is not None:
        conditions.append(_compiled(law, reading, reading.when, ColumnType.FLAG).sql)
    return " AND ".join(conditions)


def in_list(value: str, texts: Iterable[str]) -> str:
    """Whether a text column has one of these values."""
    return f"{value} IN ({', '.join(map(literal, texts))})"


def bounded_sql(points: str, floor: Decimal | None, cap: Decimal | None) -> str:
    """Points within a floor and a cap."""
    if floor is not None:
        points = f"greatest({points}, {exact_number(floor).as_points().sql})"
    return points if cap is None else f"least({points}, {exact_number(cap).as_points().sql})"


def compile_line(law: Law, line: Line, as_of: date) -> LineSql:
    """The columns of one line. Raises :class:`LawError` for an expression or a number that cannot be compiled."""
    number, indicator = line.number, line.indicator
    reads = reads_sql(law, line.reading, as_of)
    brought = _brought(law, line, as_of)
    measured = _measured(indicator.measure, f"r{number}", brought, as_of)
    missing = f"m{number} = 0" if indicator.measure in COUNTING else f"m{number} IS NULL"
    return LineSql(
        brings=f"CASE WHEN {reads} THEN {brought.sql} END",
        measures=measured.typed().sql,
        decider=_decider(f"r{number}") if indicator.measure in DECIDED else "CAST(NULL AS VARCHAR)",
        missing=missing,
        points=_points(line, Exact(f"m{number}", measured.whole, measured.places)),
        bounded=bounded_sql(f"p{number}", indicator.floor, indicator.cap),
    )


def _brought(law: Law, line: Line, as_of: date) -> Exact:
    """What a record that is read brings to the measure."""
    dated = f'"{line.reading.dated}"'
    match line.indicator.measure:
        case Measure.RECORDS:
            return _record_points(law, line, as_of).as_points()
        case Measure.COUNT | Measure.PRESENT:
            return Exact("1", 1, 0)
        case Measure.SUM | Measure.MAX:
            return _value(law, line)
        case Measure.LATEST:
            value = _value(law, line)
            pair = f'CASE WHEN {value.sql} IS NOT NULL THEN struct_pack("on" := {dated}, val := {value.sql}) END'
            return Exact(pair, value.whole, value.places)
        case Measure.DAYS_SINCE:
            return Exact(dated, _DAYS, 0)
        case Measure.SHARE:
            meets = _compiled(law, line.reading, line.indicator.of or "", ColumnType.FLAG).sql
            return Exact(f"CASE WHEN {meets} THEN 1 ELSE 0 END", 1, 0)


def _record_points(law: Law, line: Line, as_of: date) -> Exact:
    """The points of one record, at its age."""
    indicator, where = line.indicator, line.reading.where
    if indicator.by:
        branches = [(_compiled(law, line.reading, when, ColumnType.FLAG).sql, points) for when, points in indicator.by]
        points = first_that_holds(branches, Decimal(0))
    elif indicator.bins:
        points = first_that_holds(_bins(_value(law, line).sql, indicator.bins), Decimal(0))
    else:
        points = exact_number(indicator.points or Decimal(0))
        if indicator.value is not None:
            value = _value(law, line)
            points = points.times(Exact(f"coalesce({value.sql}, 0)", value.whole, value.places), where)
    return (
        points if line.fading is None else points.times(_factor(line.fading, f'"{line.reading.dated}"', as_of), where)
    )


def _factor(fading: HalfLife | Steps, dated: str, as_of: date) -> Exact:
    """What is left of a record's points at its age."""
    if isinstance(fading, Steps):
        reached = [(f"{dated} <= DATE '{day.isoformat()}'", factor) for day, factor in fading.factors]
        return first_that_holds(reached, otherwise=Decimal(1))
    place = f"least({whole_months_sql(dated, as_of)}, {len(fading.factors) - 1}) + 1"
    return Exact(f"getvariable('{fading.name}')[{place}]", 1, FACTOR_PLACES)


def _measured(measure: Measure, column: str, brought: Exact, as_of: date) -> Exact:
    """What all records of a subject come to; NULL where there is nothing to measure."""
    match measure:
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
        case Measure.SHARE:
            met, read = f"sum({column})", f"count({column})"
            # In whole millionths, rounded half up, by integers alone: a quotient would be a binary fraction.
            millionths = f"CAST((2000000 * {met} + {read}) // (2 * {read}) AS DECIMAL(7,0))"
            return Exact(f"CASE WHEN {read} > 0 THEN {millionths} * 0.000001 END", 1, 6)


def _decider(brought: str) -> str:
    """Of several records that bring the same, the one with the greatest identifier."""
    return f"max(CASE WHEN {brought} IS NOT NULL THEN struct_pack(brought := {brought}, id := record_id) END).id"


def _points(line: Line, measured: Exact) -> str:
    """The points of what was measured, before floor and cap."""
    indicator, missing = line.indicator, f"x{line.number}"
    without = exact_number(indicator.missing)
    if indicator.measure is Measure.RECORDS:
        return Exact(f"coalesce({measured.sql}, {without.sql})", measured.whole, measured.places).as_points().sql
    if indicator.bins:
        # A bin may take the 0 of a count: only then has the absence of records other points than 'missing'.
        binned = [*_bins(measured.sql, indicator.bins), (missing, indicator.missing)]
        return first_that_holds(binned, Decimal(0)).as_points().sql
    weighed = measured.times(exact_number(indicator.points or Decimal(0)), line.reading.where)
    return f"CASE WHEN {missing} THEN {without.as_points().sql} ELSE {weighed.as_points().sql} END"


def _value(law: Law, line: Line) -> Exact:
    compiled = _compiled(law, line.reading, line.indicator.value or "", ColumnType.NUMBER)
    return exact_expression(compiled.sql, compiled.type)


def _compiled(law: Law, reading: Reading, text: str, want: ColumnType) -> Compiled:
    return analyse(text, law.fields_readable(reading.items), reading.where, want)


def _bins(value: str, bins: tuple[Bin, ...]) -> list[tuple[str, Decimal]]:
    """The half-open test of each bin, and its points. Nothing measured is in no bin."""
    tests = []
    for bin_ in bins:
        bounds = [f"{value} IS NOT NULL"]
        bounds += [] if bin_.from_ is None else [f"{value} >= {exact_number(bin_.from_).sql}"]
        bounds += [] if bin_.to is None else [f"{value} < {exact_number(bin_.to).sql}"]
        tests.append((" AND ".join(bounds), bin_.points))
    return tests
