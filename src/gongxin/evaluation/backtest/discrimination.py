"""Does the score set apart those with an outcome from those without: AUC, KS and the curve, in one pass over scores."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from gongxin.evaluation.backtest.rates import Z
from gongxin.evaluation.backtest.ratios import forty_digits, ratio, rounded

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

#: The curve is drawn through at most about twice as many points.
_STEPS = 100


@dataclass(frozen=True, slots=True)
class Auc:
    """Chance that a case with an outcome is put on the riskier side of one without; a tie counts half.

    ``low`` and ``high`` bound it with 95 % confidence (Hanley and McNeil, Radiology 143, 1982); ``chance_deviation``
    is the standard deviation of the AUC of a score that says nothing, given the ties (Mann and Whitney), whose mean
    is one half.
    """

    hits: int
    misses: int
    value: Decimal
    low: Decimal
    high: Decimal
    chance_deviation: Decimal

    @property
    def beyond_chance(self) -> Decimal:
        """How many standard deviations the value lies above one half; 0 where all scores are equal."""
        if not self.chance_deviation:
            return Decimal(0)
        return rounded((self.value - Decimal("0.5")) / self.chance_deviation)


@dataclass(frozen=True, slots=True)
class Discrimination:
    """AUC; the largest distance between both cumulative shares (Kolmogorov and Smirnov) and the score it lies at.

    ``curve`` has points (share of misses, share of hits) met on the way from the riskiest score down, from (0, 0)
    to (1, 1).
    """

    auc: Auc
    ks: Decimal
    ks_at: Decimal
    curve: tuple[tuple[Decimal, Decimal], ...]


def measure_auc(connection: DuckDBPyConnection, cases: str, risk: str = "score", where: str = "TRUE") -> Auc | None:
    """The AUC of the SQL expression ``risk`` (higher: riskier) over a relation with the flag ``hit``.

    Cases without a value are left out. None where all cases, or none, have an outcome.
    """
    row = connection.execute(
        f"""WITH {_swept(cases, risk, where)}
        SELECT sum(hits), sum(misses), sum(hits * (2 * (all_misses - misses_so_far) + misses)),
            sum(CAST(hits + misses AS HUGEINT) * (hits + misses) * (hits + misses) - (hits + misses))
        FROM swept"""
    ).fetchone()
    assert row is not None
    hits, misses = int(row[0] or 0), int(row[1] or 0)
    if not hits or not misses:
        return None
    with forty_digits():
        value = Decimal(int(row[2])) / (2 * hits * misses)
        half = Z * _variance(value, hits, misses).sqrt()
        return Auc(
            hits,
            misses,
            rounded(value),
            max(rounded(value - half), Decimal(0)),
            min(rounded(value + half), Decimal(1)),
            rounded(_chance_variance(hits, misses, int(row[3])).sqrt()),
        )


def measure_discrimination(connection: DuckDBPyConnection, cases: str, *, riskier: bool) -> Discrimination | None:
    """How well ``score`` sets apart the cases with the flag ``hit``; ``riskier`` tells what a high score means."""
    risk = "score" if riskier else "-score"
    auc = measure_auc(connection, cases, risk)
    if auc is None:
        return None
    (apart, at) = connection.execute(
        f"""WITH {_swept(cases, risk, "TRUE")}
        SELECT apart, risk FROM (
            SELECT abs(hits_so_far * all_misses - misses_so_far * all_hits) AS apart, risk FROM swept)
        ORDER BY apart DESC, risk DESC LIMIT 1"""
    ).fetchall()[0]
    points = connection.execute(
        f"""WITH {_swept(cases, risk, "TRUE")}
        SELECT max(misses_so_far), max(hits_so_far) FROM swept
        GROUP BY misses_so_far * {_STEPS} // all_misses, hits_so_far * {_STEPS} // all_hits ORDER BY 1, 2"""
    ).fetchall()
    curve = [(ratio(int(misses), auc.misses), ratio(int(hits), auc.hits)) for misses, hits in points]
    return Discrimination(
        auc, ratio(int(apart), auc.hits * auc.misses), at if riskier else -at, ((Decimal(0), Decimal(0)), *curve)
    )


def _swept(cases: str, risk: str, where: str) -> str:
    """Hits and misses at each value, from the riskiest down, with those met so far."""
    return f"""met AS (
            SELECT {risk} AS risk, count(*) FILTER (hit) AS hits, count(*) FILTER (NOT hit) AS misses
            FROM {cases} WHERE ({risk}) IS NOT NULL AND {where} GROUP BY 1
        ), swept AS (
            SELECT *, sum(hits) OVER down AS hits_so_far, sum(misses) OVER down AS misses_so_far,
                sum(hits) OVER () AS all_hits, sum(misses) OVER () AS all_misses
            FROM met WINDOW down AS (ORDER BY risk DESC)
        )"""


def _variance(auc: Decimal, hits: int, misses: int) -> Decimal:
    two_hits, two_misses = auc / (2 - auc), 2 * auc * auc / (1 + auc)
    spread = auc * (1 - auc) + (hits - 1) * (two_hits - auc * auc) + (misses - 1) * (two_misses - auc * auc)
    return max(spread / (hits * misses), Decimal(0))


def _chance_variance(hits: int, misses: int, ties: int) -> Decimal:
    """``ties`` is the sum over all values of t^3 - t, where t cases share the value."""
    total = hits + misses
    return (total + 1 - Decimal(ties) / (total * (total - 1))) / (12 * hits * misses)
