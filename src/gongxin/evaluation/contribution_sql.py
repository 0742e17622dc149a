"""A score unfolded: a row for each record, measured value, floor and cap that moved it. With the base they make it up.

A part has ``dimension`` and ``line`` (their numbers; ``line`` is empty for the bound of a dimension), ``kind``,
``record_id``, ``measured`` (the value that was cut or weighed; for a bound of one month or year, ``year * 12 + month``
or the year) and ``points``.
"""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from gongxin.evaluation.brought import PLACE
from gongxin.evaluation.exact import LONG_POINTS, first_that_holds
from gongxin.evaluation.line_sql import COUNTING
from gongxin.evaluation.line_stages import of_line
from gongxin.law.schema.model import Measure
from gongxin.standing.lookup_sql import looked_up

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from gongxin.evaluation.line_sql import LineSql
    from gongxin.evaluation.plan import Plan


class Kind(StrEnum):
    """What a contribution comes from."""

    BASE = "base"  # the start score, where it is not the same for all
    RECORD = "record"  # one record
    VALUE = "value"  # a value measured over several records
    MISSING = "missing"  # there being no record to measure
    FLOOR = "floor"  # points lifted to a lower bound
    CAP = "cap"  # points cut at an upper bound


def contributions_sql(plan: Plan, lines: Sequence[LineSql]) -> str:
    """``subject_id, part`` for every subject evaluated, over the stages ``brought``, ``spanned``, ``bounded`` and
    ``graded``."""
    dimensions = [str(group.number) for group in plan.groups for _ in group.lines]
    parts = [*_of_records(lines), *_of_measures(lines), *_of_spans(lines), *_of_bounds(lines)]
    sources = [
        f"SELECT subject_id, {_part(looked_up(dimensions, PLACE), 'line', **fields)} AS part"
        f" FROM {stage} SEMI JOIN graded USING (subject_id)"
        for stage, fields in parts
    ]
    sources += [f"SELECT subject_id, {part} AS part FROM graded" for part in _of_dimensions(plan)]
    sources += [
        f"SELECT subject_id, {part} AS part FROM graded WHERE subject_id NOT IN"
        f" (SELECT subject_id FROM bounded WHERE line = {number})"
        for number, part in _of_absence(plan, lines)
    ]
    nothing = f"SELECT subject_id, {_part('0', 'NULL', kind='NULL', points='NULL')} AS part FROM graded"
    unfolded = "\n  UNION ALL\n  ".join(sources) or nothing
    return f"SELECT subject_id, part FROM (\n  {unfolded}\n) WHERE part.points IS NOT NULL"


def starts_sql(plan: Plan) -> str:
    """``subject_id, part`` with the start score of every subject evaluated; for models where it depends on the subject.

    An explanation tells it by itself; in a table of all contributions it is a row.
    """
    cases = [(f"start = {place}", start.case.points) for place, start in enumerate(plan.starts)]
    base = first_that_holds(cases, plan.model.base.points).sql
    part = _part("NULL", "NULL", kind=f"'{Kind.BASE}'", points=base)
    return f"SELECT subject_id, {part} AS part FROM graded"


def _of_records(lines: Sequence[LineSql]) -> Iterator[tuple[str, dict[str, str]]]:
    """The points of single records."""
    points = [next(iter(line.brought.brings)) if _by_record(line) else None for line in lines]
    if any(points):
        yield "brought", {"kind": f"'{Kind.RECORD}'", "record_id": "record_id", "points": of_line(points)}


def _of_measures(lines: Sequence[LineSql]) -> Iterator[tuple[str, dict[str, str]]]:
    """The points of measured values. A ratio over nothing is no value, though there are records."""
    if all(_by_record(line) for line in lines):
        return
    measured = of_line([None if _by_record(line) else _long(line.measured.sql) for line in lines])
    yield (
        "bounded",
        {
            "kind": f"CASE WHEN {measured} IS NULL THEN '{Kind.MISSING}' ELSE '{Kind.VALUE}' END",
            "record_id": of_line([None if _by_record(line) else line.decider for line in lines]),
            "measured": measured,
            "points": f"CASE WHEN {measured} IS NULL THEN nullif({{p}}, 0) ELSE {{p}} END".format(
                p=of_line([None if _by_record(line) else "p" for line in lines])
            ),
        },
    )


def _of_spans(lines: Sequence[LineSql]) -> Iterator[tuple[str, dict[str, str]]]:
    """What bounds of single months or years moved."""
    if any(line.within is not None for line in lines):
        before = of_line([None if line.within is None else line.measured.as_points().sql for line in lines])
        yield "spanned", {**_moved(before, "within_bounds"), "measured": "span"}


def _of_bounds(lines: Sequence[LineSql]) -> Iterator[tuple[str, dict[str, str]]]:
    """What the bounds of lines moved."""
    if any(line.line.indicator.floor is not None or line.line.indicator.cap is not None for line in lines):
        yield "bounded", _moved("p", "c")


def _of_dimensions(plan: Plan) -> Iterator[str]:
    """What the bounds of dimensions moved."""
    for group in plan.groups:
        if group.dimension.floor is not None or group.dimension.cap is not None:
            yield _part(str(group.number), "NULL", **_moved(f"s{group.number}", f"d{group.number}"))


def _of_absence(plan: Plan, lines: Sequence[LineSql]) -> Iterator[tuple[int, str]]:
    """The points that there is no record, where that has any, and what bounds make of these."""
    for group in plan.groups:
        for line in (lines[of.number] for of in group.lines):
            place = str(group.number), str(line.line.number)
            if line.absent:
                measured = "0" if line.line.indicator.measure in COUNTING else "NULL"
                part = _part(*place, kind=f"'{Kind.MISSING}'", points=str(line.absent), measured=measured)
                yield line.line.number, part
            if line.absent_bounded != line.absent:
                moved = _moved(f"CAST({line.absent} AS {LONG_POINTS})", f"CAST({line.absent_bounded} AS {LONG_POINTS})")
                yield line.line.number, _part(*place, **moved)


def _by_record(line: LineSql) -> bool:
    return line.line.indicator.measure is Measure.RECORDS


def _long(number: str) -> str:
    return f"CAST({number} AS {LONG_POINTS})"


def _moved(before: str, after: str) -> dict[str, str]:
    kind = f"CASE WHEN {after} > {before} THEN '{Kind.FLOOR}' ELSE '{Kind.CAP}' END"
    return {"kind": kind, "points": f"nullif({after} - {before}, 0)"}


def _part(dimension: str, line: str, *, kind: str, points: str, record_id: str = "NULL", measured: str = "NULL") -> str:
    fields = {
        "dimension": f"CAST({dimension} AS INTEGER)",
        "line": f"CAST({line} AS INTEGER)",
        "kind": kind,
        "record_id": f"CAST({record_id} AS VARCHAR)",
        "measured": _long(measured),
        "points": _long(points),
    }
    return f"struct_pack({', '.join(f'{name} := {sql}' for name, sql in fields.items())})"
