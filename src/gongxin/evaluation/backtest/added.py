"""What a field that a model may not read, or had better not, would add to its score: the guard against proxies.

Each field is tried alone: the rate of outcomes among the cases with each of its values is one more ranking, laid beside
that of the score. Rates are learned on one half of the subjects and tried on the other, both ways, so that a field with
a thousand values does not shine by having seen the answers.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from gongxin.evaluation.backtest.bands import MISSING, equal_bands
from gongxin.evaluation.backtest.discrimination import measure_auc
from gongxin.evaluation.backtest.information import measure_information
from gongxin.evaluation.backtest.ratios import rounded
from gongxin.subjects.sql_text import literal

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

    from gongxin.evaluation.backtest.information import Information

#: Bands of the score whose rates are learned.
_BANDS = 20
#: A value met seldom is taken to be like the average, as if it had been met so many times more.
_PRIOR = 10
#: Bins of a field that are listed; the rest stand together.
_LISTED = 12


@dataclass(frozen=True, slots=True)
class Added:
    """What one field would add.

    ``alone``: AUC of the field's own rates; ``without``: that of the score in bands; ``with_``: of both together; each
    learned on one half and tried on the other. ``official`` marks a field that tells who the official was.
    ``information`` is that of the field's values, the commonest ones listed.
    """

    field: str
    official: bool
    values: int
    alone: Decimal
    without: Decimal
    with_: Decimal
    chance_deviation: Decimal
    information: Information | None

    @property
    def gain(self) -> Decimal:
        """How much higher the AUC is with the field than without."""
        return self.with_ - self.without


def measure_added(
    connection: DuckDBPyConnection, cases: str, field: str, column: str, *, official: bool
) -> Added | None:
    """What the field in the text column ``column`` of the cases would add to ``score``; None without contrast."""
    score = equal_bands(connection, cases, "score", _BANDS).number_sql("score")
    value = f"coalesce({column}, {literal(MISSING)})"
    connection.execute(
        f"""CREATE OR REPLACE TEMP TABLE halved AS
        SELECT hit, {value} AS value, {score} AS band, CAST(md5(subject_id) < '8' AS INTEGER) AS half
        FROM {cases} WHERE score IS NOT NULL"""
    )
    connection.execute(
        f"""CREATE OR REPLACE TEMP TABLE ranked AS
        WITH overall AS (SELECT half, avg(hit::INTEGER) AS rate FROM halved GROUP BY half),
        by_value AS ({_learned("value")}),
        by_band AS ({_learned("band")})
        SELECT hit, halved.half, coalesce(by_value.odds, 0) AS of_value, coalesce(by_band.odds, 0) AS of_band
        FROM halved
        LEFT JOIN by_value ON by_value.value = halved.value AND by_value.half <> halved.half
        LEFT JOIN by_band ON by_band.band = halved.band AND by_band.half <> halved.half"""
    )
    alone, without, both = (_tried(connection, risk) for risk in ("of_value", "of_band", "of_value + of_band"))
    if alone is None or without is None or both is None:
        return None
    values = connection.execute("SELECT count(DISTINCT value) FROM halved").fetchall()[0][0]
    chance = measure_auc(connection, cases, "score")
    assert chance is not None, "what has contrast in its halves has it as a whole"
    return Added(
        field, official, values, alone, without, both, chance.chance_deviation, _information(connection, field)
    )


def _learned(column: str) -> str:
    """Log-odds of an outcome given a value, over those overall, in each half."""
    return f"""SELECT half, {column}, ln(rate / (1 - rate)) - ln(whole / (1 - whole)) AS odds
            FROM (SELECT half, {column}, overall.rate AS whole,
                    (count(*) FILTER (hit) + {_PRIOR} * overall.rate) / (count(*) + {_PRIOR}) AS rate
                FROM halved JOIN overall USING (half) GROUP BY half, {column}, overall.rate)
            WHERE whole > 0 AND whole < 1"""


def _tried(connection: DuckDBPyConnection, risk: str) -> Decimal | None:
    """AUC within each half, weighed by the pairs that are compared there."""
    halves = [measure_auc(connection, "ranked", risk, f"half = {half}") for half in (0, 1)]
    found = [auc for auc in halves if auc is not None]
    if len(found) < len(halves):
        return None
    pairs = sum(auc.hits * auc.misses for auc in found)
    return rounded(sum((auc.value * auc.hits * auc.misses for auc in found), Decimal(0)) / pairs)


def _information(connection: DuckDBPyConnection, field: str) -> Information | None:
    common = f"SELECT value FROM halved GROUP BY value ORDER BY count(*) DESC, value LIMIT {_LISTED}"
    connection.execute(
        f"CREATE OR REPLACE TEMP VIEW commonest AS SELECT hit, if(value IN ({common}), value, '…') AS value FROM halved"
    )
    return measure_information(connection, "commonest", field, "value", "value")
