"""By how much scores change."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from gongxin.evaluation.backtest.distribution import distribution

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

    from gongxin.evaluation.backtest.distribution import Distribution


@dataclass(frozen=True, slots=True)
class ScoreChanges:
    """Of the subjects evaluated by both versions, how many score lower, the same and higher by the second.

    ``changes`` is the distribution of the changes that are not zero; empty where there is none.
    """

    lower: int
    same: int
    higher: int
    changes: Distribution | None


def measure_score_changes(connection: DuckDBPyConnection) -> ScoreChanges:
    """The changes over all pairs with two scores."""
    connection.execute(
        "CREATE OR REPLACE TEMP VIEW change AS SELECT score_after - score_before AS score FROM pair"
        " WHERE score_after <> score_before"
    )
    lower, same, higher = connection.execute(
        "SELECT count(*) FILTER (score_after < score_before), count(*) FILTER (score_after = score_before),"
        " count(*) FILTER (score_after > score_before) FROM pair"
    ).fetchall()[0]
    return ScoreChanges(lower, same, higher, distribution(connection, "change"))
