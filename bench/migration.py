"""A migration matrix of 500,000 observations, beside the package ``transitionMatrix`` (``python -m bench.migration``).

Both start from observations in memory (a DuckDB table, a pandas frame), two threads, the median of three repetitions.
The package also works out confidence intervals, once a matrix; that is a thousandth of its time. At the end of the data
it counts the last transition twice, and its last state once as a departure that never was: both are taken out before
the matrices are held against each other, and the difference they make is told.
"""

from __future__ import annotations

import json
import statistics
import time

import duckdb

from bench.oracle import DATA, ask
from gongxin.evaluation.backtest.migration import migration

SUBJECTS, PERIODS, REPETITIONS = 100_000, 5, 3
STATES = ("A", "B", "C", "D")
REQUIREMENTS = ("transitionMatrix==0.5.1", "numpy==2.4.6", "pandas==3.1.1", "statsmodels")

#: Each subject moves by one grade or stays, by a hash of its number and the period: the same on every machine.
OBSERVATIONS = f"""
    WITH RECURSIVE walk AS (
        SELECT n AS subject, 0 AS period, CAST(hash(n) % {len(STATES)} AS INTEGER) AS place FROM range({SUBJECTS}) t(n)
        UNION ALL
        SELECT subject, period + 1, CASE
            WHEN hash(subject, period) % 100 < 8 THEN greatest(place - 1, 0)
            WHEN hash(subject, period) % 100 < 20 THEN least(place + 1, {len(STATES) - 1})
            ELSE place END
        FROM walk WHERE period + 1 < {PERIODS})
    SELECT subject, period, place, [{", ".join(f"'{state}'" for state in STATES)}][place + 1] AS state
    FROM walk ORDER BY subject, period"""


def main() -> None:
    """Make the observations, count them both ways, print what came out."""
    DATA.mkdir(exist_ok=True)
    file = DATA / "observations.csv"
    with duckdb.connect(config={"threads": 2}) as connection:
        connection.execute(f"CREATE TABLE observed AS {OBSERVATIONS}")
        connection.execute(f"COPY (SELECT subject AS ID, period AS Time, place AS State FROM observed) TO '{file}'")
        connection.execute("CREATE VIEW named AS SELECT subject AS subject_id, period, state FROM observed")
        seconds = []
        for _ in range(REPETITIONS):
            started = time.perf_counter()
            ours = migration(connection, "named", STATES)
            seconds.append(time.perf_counter() - started)
    words = (str(file), ",".join(STATES), str(PERIODS), str(REPETITIONS))
    theirs = ask("transition-matrix", REQUIREMENTS, "transition_matrix.py", *words)
    mine, other = statistics.median(seconds), statistics.median(theirs["seconds"])
    counts = [list(row) for row in ours.counts]
    doubled = [list(row) for row in counts]
    origin, target = theirs["last_transition"]
    doubled[origin][target] += 1
    departures = [sum(row) + (place == target) for place, row in enumerate(counts)]
    print(
        json.dumps(
            {
                "observations": SUBJECTS * PERIODS,
                "transitions": sum(map(sum, counts)),
                "counts_equal_but_for_its_last": doubled == theirs["counts"],
                "shares_differ_but_for_its_last": _difference(doubled, departures, theirs["shares"]),
                "shares_differ": _difference(counts, [sum(row) for row in counts], theirs["shares"]),
                "seconds": round(mine, 4),
                "seconds_transition_matrix": round(other, 2),
                "times_faster": round(other / mine),
            }
        )
    )


def _difference(counts: list[list[int]], departures: list[int], shares: list[list[float]]) -> float:
    """The largest difference of a share."""
    return max(
        abs(count / whole - share)
        for row, whole, theirs in zip(counts, departures, shares, strict=True)
        for count, share in zip(row, theirs, strict=True)
    )


if __name__ == "__main__":
    main()
