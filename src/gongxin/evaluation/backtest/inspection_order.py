"""The records of the window as inspections, for :mod:`gongxin.evaluation.ordering` to judge their order."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gongxin.evaluation.backtest.question import Among
from gongxin.evaluation.ordering import Inspection, order_quality

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

    from gongxin.evaluation.backtest.results import Asked
    from gongxin.evaluation.ordering import OrderQuality


def inspection_order(connection: DuckDBPyConnection, asked: Asked) -> OrderQuality | None:
    """How good the order of the scores is, the riskiest first.

    None where cases are no inspections, and where all or none of them found something. Who has no score is placed where
    it was asked, or left out.
    """
    if asked.outcome.among is not Among.RECORDS:
        return None
    placed = "score" if asked.unevaluated_at is None else f"coalesce(score, {asked.unevaluated_at:f})"
    rows = connection.execute(
        f"""SELECT day, {placed} AS placed, hit FROM cases
        WHERE placed IS NOT NULL ORDER BY day, doc_no, record_id"""
    ).fetchall()
    if sum(hit for _, _, hit in rows) in (0, len(rows)):
        return None
    sign = 1 if asked.riskier else -1
    return order_quality([Inspection(day, sign * score, hit) for day, score, hit in rows])
