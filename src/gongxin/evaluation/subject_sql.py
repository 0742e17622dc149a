"""What a record has from other records of its subject: the cycle that runs, what cleared it, what undid it.

Columns over the stage ``source``: ``cycle_anchor`` (the day from which cycles run), ``cycle_months`` (whole months from
it to the start of the cycle that runs), ``cleared_on`` (the latest day on which all points were cleared) and, by the
number of a line, ``v0`` (the latest day on which a record with the same number as this one undoes it).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from gongxin.evaluation.ages import whole_months_sql
from gongxin.evaluation.reading_sql import compiled, compiled_over, day_sql, in_list
from gongxin.law.columns import ColumnType

if TYPE_CHECKING:
    from gongxin.evaluation.plan import Line, Plan
    from gongxin.law.library import Law
    from gongxin.law.schema.model import Clearing, Cycle, Reversal

_OF_SUBJECT = "OVER (PARTITION BY subject_id)"


def subject_stages(law: Law, plan: Plan, source: str) -> dict[str, str]:
    """The stages that a model needs over ``source``, by name; none for most models."""
    stages = {}
    if plan.model.cycle is not None:
        stages["anchored"] = f"SELECT *{_cycle_columns(law, plan, plan.model.cycle)}\nFROM {source}"
        months = _months(plan, plan.model.cycle)
        stages["cycled"] = f"SELECT *,\n  CAST({months} AS INTEGER) AS cycle_months\nFROM anchored"
        source = "cycled"
    if plan.reversals:
        undone = "".join(f",\n  {_undone_on(law, plan, *pair)} AS v{pair[0].number}" for pair in plan.reversals)
        stages["undone"] = f"SELECT *{undone}\nFROM {source}"
    return stages


def _cycle_columns(law: Law, plan: Plan, cycle: Cycle) -> str:
    columns = f",\n  min({_day_of(law, plan, cycle)}) {_OF_SUBJECT} AS cycle_anchor"
    if cycle.cleared_by is not None:
        columns += f",\n  max({_day_of(law, plan, cycle.cleared_by)}) {_OF_SUBJECT} AS cleared_on"
    return columns


def _months(plan: Plan, cycle: Cycle) -> str:
    """Whole months from the anchor to the start of the cycle that runs."""
    length = cycle.length.count * (12 if cycle.length.unit == "year" else 1)
    return f"{whole_months_sql('cycle_anchor', plan.as_of)} // {length} * {length}"


def _day_of(law: Law, plan: Plan, of: Cycle | Clearing | Reversal) -> str:
    """The day of a record of these items; NULL for any other record, and after the day of the evaluation."""
    dated = f'"{of.dated}"'
    conditions = [in_list('"item"', of.from_), f"{dated} <= {day_sql(plan.as_of)}"]
    if of.when is not None:
        conditions.append(compiled_over(law, of.from_, of.when, ColumnType.FLAG, plan.model.id).sql)
    return f"CASE WHEN {' AND '.join(conditions)} THEN {dated} END"


def _undone_on(law: Law, plan: Plan, line: Line, reversal: Reversal) -> str:
    """The latest day of a record that has the same number; NULL where this record has none."""
    own = compiled(law, line.reading, reversal.match, ColumnType.TEXT).sql
    other = compiled_over(law, reversal.from_, reversal.match, ColumnType.TEXT, line.reading.where).sql
    undoing = in_list('"item"', reversal.from_)
    number = f"CASE WHEN {undoing} THEN {other} ELSE {own} END"
    day = f"max({_day_of(law, plan, reversal)}) OVER (PARTITION BY subject_id, {number})"
    return f"CASE WHEN {own} IS NOT NULL THEN {day} END"
