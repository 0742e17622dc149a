"""Weight of evidence and information value: what knowing the bin of a case says about its outcome."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from gongxin.evaluation.backtest.rates import Rate
from gongxin.evaluation.backtest.ratios import forty_digits, rounded

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection


@dataclass(frozen=True, slots=True)
class Bin:
    """One bin: its rate of outcomes, and its weight of evidence, ``ln(share of all misses / share of all hits)``.

    The weight is positive where outcomes are rarer than overall, and empty in a bin all of one sort.
    """

    name: str
    rate: Rate
    weight: Decimal | None


@dataclass(frozen=True, slots=True)
class Information:
    """A variable in its bins, and its information value: the sum of (share of misses - share of hits) x weight.

    Bins all of one sort have no weight and are left out of the value: ``pure_bins`` says how many there are.
    """

    variable: str
    value: Decimal
    bins: tuple[Bin, ...]
    pure_bins: int


def measure_information(
    connection: DuckDBPyConnection, cases: str, variable: str, name_sql: str, place_sql: str | None = None
) -> Information | None:
    """The information of bins named by the SQL expression ``name_sql`` over a relation with the flag ``hit``.

    ``place_sql`` orders the bins, where their names do not. None where all cases, or none, have an outcome.
    """
    rows = connection.execute(
        f"""SELECT {name_sql} AS name, count(*) FILTER (hit), count(*), min({place_sql or name_sql}) AS place
        FROM {cases} GROUP BY name ORDER BY place NULLS LAST"""
    ).fetchall()
    hits = sum(row[1] for row in rows)
    misses = sum(row[2] for row in rows) - hits
    if not hits or not misses:
        return None
    bins, value = [], Decimal(0)
    for name, some, of, _ in rows:
        weight = None
        if 0 < some < of:
            with forty_digits():
                share_of_misses, share_of_hits = Decimal(of - some) / misses, Decimal(some) / hits
                weight = (share_of_misses / share_of_hits).ln()
                value += (share_of_misses - share_of_hits) * weight
        bins.append(Bin(str(name), Rate.of(some, of), None if weight is None else rounded(weight)))
    return Information(variable, rounded(value), tuple(bins), sum(one.weight is None for one in bins))
