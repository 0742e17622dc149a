"""From what records bring to the points of lines within their bounds: the stages that have a row a subject and line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gongxin.evaluation.brought import PLACE, gathered_sql
from gongxin.evaluation.exact import exact_number
from gongxin.standing.lookup_sql import chosen, looked_up

if TYPE_CHECKING:
    from collections.abc import Sequence
    from decimal import Decimal

    from gongxin.evaluation.brought import Brought
    from gongxin.evaluation.line_sql import LineSql


def line_stages(lines: Sequence[LineSql], brought: Sequence[Brought]) -> dict[str, str]:
    """The stages ``gathered`` to ``bounded``, over ``brought``.

    ``p`` are the points of a line, ``c`` those within its bounds, ``added`` what the latter are more than the line has
    where there is no record. Rows that are not of lines pass through.
    """
    stages = {"gathered": gathered_sql(brought, "brought")}
    measured = "gathered"
    if any(line.within is not None for line in lines):
        stages["spanned"] = f"SELECT *, {of_line([line.within for line in lines])} AS within_bounds\nFROM gathered"
        stages["measured"] = _together(brought)
        measured = "measured"
    stages["weighed"] = f"SELECT *, {of_line([line.points for line in lines])} AS p\nFROM {measured}"
    indicators = [line.line.indicator for line in lines]
    within = _bounded("p", [of.floor for of in indicators], [of.cap for of in indicators])
    stages["bounding"] = f"SELECT *, {within} AS c\nFROM weighed"
    absent = [exact_number(line.absent_bounded).as_points().sql for line in lines]
    added = f"c - {looked_up(absent, PLACE)}" if any(line.absent_bounded for line in lines) else "c"
    stages["bounded"] = f"SELECT *, {added} AS added\nFROM bounding"
    return stages


def of_line(ways: Sequence[str | None]) -> str:
    """The SQL that is each line's own, for the line of a row; NULL for a row that is of no line."""
    return chosen([*ways, None], PLACE)


def _bounded(points: str, floors: Sequence[Decimal | None], caps: Sequence[Decimal | None]) -> str:
    """Points within the floor and the cap of their line, where it has them."""
    for bound, bounds in (("greatest", floors), ("least", caps)):
        if any(value is not None for value in bounds):
            listed = ["NULL" if value is None else exact_number(value).as_points().sql for value in bounds]
            points = f"{bound}({points}, {looked_up(listed, PLACE)})"
    return points


def _together(brought: Sequence[Brought]) -> str:
    """All months or years of a line in one row."""
    columns = {"within_bounds": "sum(within_bounds)"}
    for part in brought:
        for column, sql in part.gathers.items():
            columns[column] = f"{'max' if sql.startswith('max') else 'sum'}({column})"
    listed = ", ".join(f"{sql} AS {column}" for column, sql in columns.items())
    return f"SELECT subject_id, line, {listed}\nFROM spanned GROUP BY subject_id, line"
