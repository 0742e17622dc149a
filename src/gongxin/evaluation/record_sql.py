"""The points of one record as SQL: by its condition or value, at its age, after what was put right."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from gongxin.evaluation.ages import FACTOR_PLACES, whole_months_sql
from gongxin.evaluation.exact import Exact, exact_expression, exact_number, first_that_holds
from gongxin.evaluation.plan import HalfLife, Steps
from gongxin.evaluation.reading_sql import compiled, day_sql
from gongxin.law.columns import ColumnType
from gongxin.law.durations import end_sql
from gongxin.law.schema.basics import Duration

if TYPE_CHECKING:
    from datetime import date

    from gongxin.evaluation.plan import Line, Reading
    from gongxin.law.library import Law
    from gongxin.law.schema.model import Bin, Repair, RepairStep

#: The day on which the ledger says a record was repaired: standing ends the day before.
_REPAIRED_ON = "CASE WHEN reason = 'repaired' THEN ends_on + 1 END"


def record_points(law: Law, line: Line, as_of: date) -> Exact:
    """The points of one record that is read, rounded once."""
    where, dated = line.reading.where, f'"{line.reading.dated}"'
    points = _full_points(law, line)
    if line.fading is not None:
        points = points.times(_factor(line.fading, dated, as_of), where)
    if line.indicator.repair is not None:
        points = points.times(_left_after(law, line.reading, line.indicator.repair, as_of), where)
    return points.as_points()


def value_of(law: Law, reading: Reading, text: str) -> Exact:
    """A number that an expression reads of a record."""
    value = compiled(law, reading, text, ColumnType.NUMBER)
    return exact_expression(value.sql, value.type)


def bin_tests(value: str, bins: tuple[Bin, ...]) -> list[tuple[str, Decimal]]:
    """The half-open test of each bin, and its points. Nothing measured is in no bin."""
    tests = []
    for bin_ in bins:
        bounds = [f"{value} IS NOT NULL"]
        bounds += [] if bin_.from_ is None else [f"{value} >= {exact_number(bin_.from_).sql}"]
        bounds += [] if bin_.to is None else [f"{value} < {exact_number(bin_.to).sql}"]
        tests.append((" AND ".join(bounds), bin_.points))
    return tests


def _full_points(law: Law, line: Line) -> Exact:
    """The points of a record when it is new."""
    indicator, reading = line.indicator, line.reading
    if indicator.by:
        branches = [(compiled(law, reading, when, ColumnType.FLAG).sql, points) for when, points in indicator.by]
        return first_that_holds(branches, Decimal(0))
    if indicator.bins:
        value = value_of(law, reading, indicator.value or "")
        return first_that_holds(bin_tests(value.sql, indicator.bins), Decimal(0))
    points = exact_number(indicator.points or Decimal(0))
    if indicator.value is None:
        return points
    value = value_of(law, reading, indicator.value)
    return points.times(Exact(f"coalesce({value.sql}, 0)", value.whole, value.places), reading.where)


def _factor(fading: HalfLife | Steps, dated: str, as_of: date) -> Exact:
    """What is left of a record's points at its age."""
    if isinstance(fading, Steps):
        reached = [(f"{dated} <= {day_sql(day)}", factor) for day, factor in fading.factors]
        return first_that_holds(reached, otherwise=Decimal(1))
    place = f"least({whole_months_sql(dated, as_of)}, {len(fading.factors) - 1}) + 1"
    return Exact(f"getvariable('{fading.name}')[{place}]", 1, FACTOR_PLACES)


def _left_after(law: Law, reading: Reading, repair: Repair, as_of: date) -> Exact:
    """What is left of a record's points once what it is about was put right: all, if it was not by the day asked."""
    on = _REPAIRED_ON
    if repair.on is not None:
        on = f"least({compiled(law, reading, repair.on, ColumnType.DATE).sql}, {on})"
    steps = [
        (" AND ".join(_step_tests(law, reading, step, on, as_of)), Decimal(1) - step.share) for step in repair.steps
    ]
    return first_that_holds(steps, otherwise=Decimal(1))


def _step_tests(law: Law, reading: Reading, step: RepairStep, on: str, as_of: date) -> list[str]:
    dated = f'"{reading.dated}"'
    tests = [f"{on} <= {day_sql(as_of)}"]
    if isinstance(step.within, Duration):
        tests.append(f"{on} <= {end_sql(step.within, dated)}")
    elif step.within is not None:
        years = 0 if step.within == "same year" else 1
        tests.append(f"year({on}) <= year({dated}) + {years}")
    if step.when is not None:
        tests.append(compiled(law, reading, step.when, ColumnType.FLAG).sql)
    return tests
