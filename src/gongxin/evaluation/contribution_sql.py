"""A score unfolded: a row for each record, measured value, floor and cap that moved it. With the base they make it up.

A part has ``dimension`` and ``line`` (their numbers; ``line`` is empty for the bound of a dimension), ``kind``,
``record_id``, ``measured`` (the value that was cut or weighed; for a bound of one month or year, ``year * 12 + month``
or the year) and ``points``.
"""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from gongxin.evaluation.exact import LONG_POINTS, first_that_holds
from gongxin.evaluation.line_sql import within_each_sql
from gongxin.law.schema.model import Measure

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gongxin.evaluation.plan import Group, Line, Plan


class Kind(StrEnum):
    """What a contribution comes from."""

    BASE = "base"  # the start score, where it is not the same for all
    RECORD = "record"  # one record
    VALUE = "value"  # a value measured over several records
    MISSING = "missing"  # there being no record to measure
    FLOOR = "floor"  # points lifted to a lower bound
    CAP = "cap"  # points cut at an upper bound


def contributions_sql(plan: Plan) -> str:
    """``subject_id, part`` for every subject evaluated, over the stages ``reading`` and ``graded``."""
    of_records = [part for group in plan.groups for part in _record_parts(group)]
    of_subjects = [part for group in plan.groups for part in _subject_parts(group)]
    sources = [
        f"SELECT subject_id, unnest([{', '.join(parts)}]) AS part FROM {source}"
        for parts, source in ((of_records, "reading SEMI JOIN graded USING (subject_id)"), (of_subjects, "graded"))
        if parts
    ]
    nothing = f"SELECT subject_id, {_part(0, None, 'NULL', 'NULL')} AS part FROM graded"
    unfolded = "\n  UNION ALL\n  ".join(sources) or nothing
    return f"SELECT subject_id, part FROM (\n  {unfolded}\n) WHERE part.points IS NOT NULL"


def starts_sql(plan: Plan) -> str:
    """``subject_id, part`` with the start score of every subject evaluated; for models where it depends on the subject.

    An explanation tells it by itself; in a table of all contributions it is a row.
    """
    cases = [(f"start = {place}", start.case.points) for place, start in enumerate(plan.starts)]
    base = first_that_holds(cases, plan.model.base.points).sql
    part = _part("NULL", None, f"'{Kind.BASE}'", base)
    return f"SELECT subject_id, {part} AS part FROM graded"


def _record_parts(group: Group) -> Iterator[str]:
    for line in group.lines:
        if line.indicator.measure is Measure.RECORDS:
            yield _part(group.number, line.number, f"'{Kind.RECORD}'", f"r{line.number}", record_id="record_id")


def _subject_parts(group: Group) -> Iterator[str]:
    for line in group.lines:
        yield _measured_part(group, line)
        for span in line.spans:
            sum_ = f"y{line.number}_{span}"
            after = within_each_sql(line, span)
            yield _bound_part(group.number, line.number, before=f"coalesce({sum_}, 0)", after=after, measured=str(span))
        if line.indicator.floor is not None or line.indicator.cap is not None:
            yield _bound_part(group.number, line.number, before=f"p{line.number}", after=f"c{line.number}")
    if group.dimension.floor is not None or group.dimension.cap is not None:
        yield _bound_part(group.number, None, before=f"s{group.number}", after=f"d{group.number}")


def _measured_part(group: Group, line: Line) -> str:
    """The points of a measured value, or of there being none; where single records have them, only the latter."""
    number = line.number
    if line.indicator.measure is Measure.RECORDS:
        points = f"CASE WHEN x{number} THEN nullif(p{number}, 0) END"
        return _part(group.number, number, f"'{Kind.MISSING}'", points)
    kind = f"CASE WHEN x{number} THEN '{Kind.MISSING}' ELSE '{Kind.VALUE}' END"
    points = f"CASE WHEN x{number} THEN nullif(p{number}, 0) ELSE p{number} END"
    return _part(group.number, number, kind, points, record_id=f"k{number}", measured=f"m{number}")


def _bound_part(dimension: int, line: int | None, *, before: str, after: str, measured: str = "NULL") -> str:
    kind = f"CASE WHEN {after} > {before} THEN '{Kind.FLOOR}' ELSE '{Kind.CAP}' END"
    return _part(dimension, line, kind, f"nullif({after} - {before}, 0)", measured=measured)


def _part(
    dimension: int | str, line: int | None, kind: str, points: str, *, record_id: str = "NULL", measured: str = "NULL"
) -> str:
    fields = {
        "dimension": f"CAST({dimension} AS INTEGER)",
        "line": f"CAST({'NULL' if line is None else line} AS INTEGER)",
        "kind": kind,
        "record_id": f"CAST({record_id} AS VARCHAR)",
        "measured": f"CAST({measured} AS {LONG_POINTS})",
        "points": f"CAST({points} AS {LONG_POINTS})",
    }
    return f"struct_pack({', '.join(f'{name} := {sql}' for name, sql in fields.items())})"
