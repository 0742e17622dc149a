"""The rows of a part of a result: in order, under the names of the model, and with the bucket the result leaves out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gongxin.evaluation.engine import Output
from gongxin.subjects.sql_text import literal

if TYPE_CHECKING:
    from gongxin.evaluation.sql import CompiledModel

#: The order of all that is written: parts follow each other, so nothing has to be sorted as a whole.
ORDER = "bucket, subject_id"


def in_order(output: Output, model: CompiledModel, bucket: str) -> str:
    """What is asked for, with ``bucket`` (an SQL expression over ``subject_id``)."""
    ways = {
        Output.RESULTS: results_in_order,
        Output.CONTRIBUTIONS: contributions_in_order,
        Output.WORKINGS: workings_in_order,
    }
    return ways[output](model, bucket)


def results_in_order(model: CompiledModel, bucket: str) -> str:
    """The results with ``bucket`` (an SQL expression over ``subject_id``)."""
    return f"SELECT *, {bucket} AS bucket FROM ({model.results}) ORDER BY {ORDER}"


def contributions_in_order(model: CompiledModel, bucket: str) -> str:
    """The contributions with ``bucket``, and the numbers of dimensions and lines turned into their ids."""
    plan = model.plan
    dimension = _named([group.dimension.id for group in plan.groups], "dimension")
    indicator = _named([line.indicator.id for line in plan.lines], "line")
    return (
        f"SELECT subject_id, {dimension} AS dimension, {indicator} AS indicator, kind, record_id, measured, points,"
        f" {bucket} AS bucket FROM ({model.contributions})"
        f" ORDER BY {ORDER}, dimension, indicator, kind, record_id, measured, points"
    )


def workings_in_order(model: CompiledModel, bucket: str) -> str:
    """What records bring, with ``bucket``; which record it was only where that matters to what they come to.

    Rows are in order of all their columns, so that it does not show who found them out, nor how.
    """
    listed = ", ".join(map(str, model.deciding))
    named = f"CASE WHEN line IN ({listed}) THEN record_id END" if listed else "CAST(NULL AS VARCHAR)"
    rows = f"SELECT {bucket} AS bucket, * REPLACE ({named} AS record_id) FROM ({model.brought})"
    return f"{rows} ORDER BY ALL"


def _named(ids: list[str], number: str) -> str:
    whens = " ".join(f"WHEN {place} THEN {literal(name)}" for place, name in enumerate(ids))
    return f"CASE {number} {whens} END" if whens else "CAST(NULL AS VARCHAR)"
