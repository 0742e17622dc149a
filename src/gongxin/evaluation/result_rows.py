"""The rows of a part of a result: in order, under the names of the model, and with the bucket the result leaves out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gongxin.subjects.sql_text import literal

if TYPE_CHECKING:
    from gongxin.evaluation.sql import CompiledModel

#: The order of all that is written: parts follow each other, so nothing has to be sorted as a whole.
ORDER = "bucket, subject_id"


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


def _named(ids: list[str], number: str) -> str:
    whens = " ".join(f"WHEN {place} THEN {literal(name)}" for place, name in enumerate(ids))
    return f"CASE {number} {whens} END" if whens else "CAST(NULL AS VARCHAR)"
