"""Weight of evidence and information value, beside the package ``optbinning`` (``python -m bench.information``).

The package searches for bins and works out their weights; we are given its bins and work out ours. So the values must
agree, and the times are of unlike work: both are told. The data are the inspections of Chicago where they lie beside
the checkout, and otherwise made up.
"""

from __future__ import annotations

import json
import time
from pathlib import Path
from typing import Any

import duckdb

from bench.oracle import DATA, ask
from gongxin.evaluation.backtest.information import measure_information
from gongxin.subjects.sql_text import literal

CHICAGO = Path(__file__).parents[2] / "shared" / "data" / "chicago-food" / "inspections.csv.gz"
REQUIREMENTS = ("optbinning==1.0.0",)
NUMERIC = ("serious", "minor", "latitude", "longitude", "age_of_term", "visits_before", "critical_before")
CATEGORICAL = ("facility_type", "risk", "license_description", "zip", "month")

#: One row an inspection, with what was known before it.
FROM_CHICAGO = f"""
    SELECT serious, minor, latitude, longitude,
        inspection_date - CAST(license_term_start AS DATE) AS age_of_term,
        count(*) OVER earlier AS visits_before, coalesce(sum(critical) OVER earlier, 0) AS critical_before,
        facility_type, risk, license_description, zip, 'm' || month(inspection_date) AS month,
        CAST(critical > 0 AS INTEGER) AS hit
    FROM read_csv({literal(str(CHICAGO))}, types = {{zip: 'VARCHAR'}})
    WINDOW earlier AS (PARTITION BY license ORDER BY inspection_date, inspection_id
        ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)"""

INVENTED = """
    SELECT hash(n, 1) % 5 AS serious, hash(n, 2) % 12 AS minor, 41.6 + (hash(n, 3) % 40000) / 100000 AS latitude,
        -87.9 + (hash(n, 4) % 40000) / 100000 AS longitude, hash(n, 5) % 700 AS age_of_term,
        hash(n, 6) % 8 AS visits_before, hash(n, 7) % 4 AS critical_before, 'type ' || hash(n, 8) % 30 AS facility_type,
        'risk ' || hash(n, 9) % 3 AS risk, 'kind ' || hash(n, 10) % 9 AS license_description,
        '606' || lpad(CAST(hash(n, 11) % 50 AS VARCHAR), 2, '0') AS zip, 'm' || hash(n, 12) % 12 AS month,
        CAST(hash(n, 13) % 100 < 8 + 6 * (hash(n, 7) % 4) + hash(n, 8) % 5 AS INTEGER) AS hit
    FROM range(25000) t(n)"""


def main() -> None:
    """Lay out the table, have it binned, work out the same bins, print how far apart we are."""
    DATA.mkdir(exist_ok=True)
    file = DATA / "information.csv"
    with duckdb.connect(config={"threads": 2}) as connection:
        connection.execute(f"CREATE TABLE laid AS {FROM_CHICAGO if CHICAGO.exists() else INVENTED}")
        connection.execute(f"COPY laid TO '{file}'")
        connection.execute("CREATE VIEW cases AS SELECT * EXCLUDE (hit), hit = 1 AS hit FROM laid")
        theirs = ask(
            "optbinning", REQUIREMENTS, "optimal_binning.py", str(file), "hit", ",".join(NUMERIC), ",".join(CATEGORICAL)
        )
        started = time.perf_counter()
        compared = [_compared(connection, variable) for variable in theirs["variables"]]
        seconds = time.perf_counter() - started
        rows = connection.execute("SELECT count(*) FROM laid").fetchall()[0][0]
    print(
        json.dumps(
            {
                "data": "chicago" if CHICAGO.exists() else "invented",
                "rows": rows,
                "variables": len(compared),
                "largest_difference_of_value": max(value for value, _ in compared),
                "largest_difference_of_weight": max(weight for _, weight in compared),
                "values": {one["variable"]: round(one["value"], 4) for one in theirs["variables"]},
                "seconds_given_the_bins": round(seconds, 3),
                "seconds_optbinning_finding_them": round(theirs["seconds"], 2),
            }
        )
    )


def _compared(connection: duckdb.DuckDBPyConnection, theirs: dict[str, Any]) -> tuple[float, float]:
    """The difference of the information value, and the largest of a weight, for one variable in the same bins."""
    place = _place_sql(theirs)
    ours = measure_information(connection, "cases", theirs["variable"], place, place)
    assert ours is not None
    weights = {(one.rate.cases, one.rate.hits): float(one.weight or 0) for one in ours.bins}
    apart = [abs(weights[bin_["cases"], bin_["hits"]] - bin_["weight"]) for bin_ in theirs["bins"]]
    return abs(float(ours.value) - theirs["value"]), max(apart)


def _place_sql(theirs: dict[str, Any]) -> str:
    """SQL for the place of a bin: half-open between splits, or the group that a value belongs to."""
    column = f'"{theirs["variable"]}"'
    if theirs["kind"] == "numerical":
        whens = " ".join(f"WHEN {column} < {split!r} THEN {place}" for place, split in enumerate(theirs["splits"]))
        return f"CASE WHEN {column} IS NULL THEN NULL {whens} ELSE {len(theirs['splits'])} END"
    groups = (f"WHEN coalesce({column}, '') IN ({', '.join(map(literal, group))}) THEN {place}"
              for place, group in enumerate(theirs["splits"]))  # fmt: skip
    return f"CASE {' '.join(groups)} END"


if __name__ == "__main__":
    main()
