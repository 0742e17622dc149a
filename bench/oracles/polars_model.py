"""``zj.enterprise`` of 2020 over records and events in Parquet, written for Polars as one would for this task alone.

As :mod:`pandas_model`, in lazy queries. Arguments: records, events, day, result; prints seconds as JSON.
"""

import json
import resource
import sys
import time
from datetime import date

import polars as pl
from polars import col

records_file, events_file, day, out = sys.argv[1:]
AS_OF = date.fromisoformat(day)
YEAR, TWO, THREE = (AS_OF.replace(year=AS_OF.year - years) for years in (1, 2, 3))
COLUMNS = [
    *("record_id", "subject_id", "subject_kind", "item", "no_penalty", "title", "code", "level", "kinds", "amount"),
    *("severity", "procedure", "field", "status", "determined_on", "published_on", "payload"),
]
LOWEST, HIGHEST = -(10**9), 10**9
DIMENSIONS = {
    "basic": (range(4), -8000, 0),
    "finance-tax": (range(4, 10), -19500, 0),
    "governance": (range(10, 13), -9000, 0),
    "law-abiding": (range(13, 19), -45000, 0),
    "social-responsibility": (range(19, 23), 0, 18500),
}
FLOORS = [-2000] * 4 + [-5000, -6000, -1500, -1000, -3000, -3000, -3000, -3000, -3000]
FLOORS += [-18000, -10000, -6000, -2000, -3000, -6000] + [LOWEST] * 4
CAPS = [HIGHEST] * 19 + [8000, 5000, 3000, 2500]


def standing(records: pl.LazyFrame, events: pl.LazyFrame) -> pl.LazyFrame:
    """Records on file, and whether they count."""
    happened = events.filter(col("effective_on") <= AS_OF)
    withdrawn = happened.filter(col("kind") == "withdrawn").select("record_id")
    repaired = happened.filter(col("kind") == "repaired").select("record_id").unique().with_columns(repaired=True)
    new = col("published_on") >= date(2021, 9, 1)
    middle = ~new & (col("determined_on") >= date(2019, 7, 1))
    grave = (col("severity") == "serious").fill_null(value=False)
    start = pl.when(new | middle).then(col("published_on")).otherwise(col("determined_on"))
    warning = (col("kinds").list.len() == 1) & (col("kinds").list.first() == "warning")
    dull = new & ((col("procedure") == "simplified").fill_null(value=False) | warning)
    penalty = (start >= THREE) & (new | grave | (start >= YEAR)) & ~dull & (start <= AS_OF)
    counted = (
        pl.when(col("item") == "cn.penalty").then(penalty)
        .when(col("item") == "cn.inspection").then((col("published_on") >= YEAR) & (col("published_on") <= AS_OF))
        .when(col("item").is_in(["cn.honour", "cn.evaluation"])).then(col("determined_on") >= YEAR)
        .when(col("item") == "cn.commitment").then(col("determined_on") >= THREE)
        .otherwise(statement=True)
    )  # fmt: skip
    on_file = (
        (col("subject_kind") == "enterprise")
        & ~col("no_penalty").fill_null(value=False)
        & ~(col("determined_on") > AS_OF).fill_null(value=False)
    )
    return (
        records.filter(on_file)
        .join(withdrawn, on="record_id", how="anti")
        .join(repaired, on="record_id", how="left")
        .with_columns(counted=counted & col("repaired").is_null())
    )


def lines() -> list[tuple[int, str, pl.Expr, pl.Expr]]:
    """Line, item, condition, points in hundredths."""
    whom = col("payload").str.json_path_match("$.whom").fill_null("itself")
    obligation = col("payload").str.json_path_match("$.obligation")
    financing = obligation.str.contains("借款|贷款|融资|担保").fill_null(value=False)
    code, level, field = col("code").fill_null("business"), col("level"), col("field").fill_null("")
    sampled = col("code").is_in(["quality-spot-check", "food-sampling"])
    hard = ["revocation", "suspension-of-business", "closure", "ban-on-occupation"]
    hard_kind = pl.any_horizontal(col("kinds").list.contains(kind) for kind in hard)
    full = (
        pl.when((col("severity") == "serious") | hard_kind).then(-6000)
        .when(col("amount") >= 100000).then(-4000).otherwise(-2400)
    )  # fmt: skip
    factor = pl.when(col("determined_on") <= TWO).then(75).when(col("determined_on") <= YEAR).then(85).otherwise(100)
    anything = pl.lit(value=True)
    return [
        (0, "cn.serious", whom == "main-person", pl.lit(-2000)),
        (1, "cn.debtor", whom == "main-person", pl.lit(-2000)),
        (2, "cn.abnormal", code.is_in(["business", "activity", "institution"]), pl.lit(-2000)),
        (3, "cn.abnormal", code == "non-normal-taxpayer", pl.lit(-2000)),
        (4, "cn.debtor", (whom == "itself") & financing, pl.lit(-5000)),
        (5, "cn.serious", col("title").str.contains("非法吸收公众存款|集资诈骗|贷款诈骗|骗取贷款"), pl.lit(-6000)),
        (6, "cn.serious", col("title").str.contains("逃废"), pl.lit(-1500)),
        (7, "cn.abnormal", code == "foreign-stock-rights", pl.lit(-1000)),
        (8, "cn.abnormal", code == "social-insurance-arrears", pl.lit(-3000)),
        (9, "cn.abnormal", code == "tax-arrears", pl.lit(-3000)),
        (10, "cn.inspection", sampled & (level == "failed"), pl.lit(-1500)),
        (11, "cn.inspection", (field == "work-safety") & level.is_in(["failed", "refused"]), pl.lit(-1500)),
        (12, "cn.inspection", (field == "environment") & level.is_in(["failed", "refused"]), pl.lit(-1500)),
        (13, "cn.penalty", anything, full * factor // 100),
        (14, "cn.serious", whom == "itself", pl.lit(-10000)),
        (15, "cn.debtor", (whom == "itself") & ~financing, pl.lit(-4000)),
        (16, "cn.inspection", level.is_in(["failed", "refused", "not-reachable"]) & ~sampled
            & ~field.is_in(["work-safety", "environment"]), pl.lit(-2000)),
        (17, "cn.commitment", col("status") == "broken", pl.lit(-2000)),
        (19, "cn.honour", anything, pl.lit(2500)),
        (21, "cn.commitment", col("status") == "kept", pl.lit(200)),
        (22, "cn.inspection", level == "passed", pl.lit(200)),
    ]  # fmt: skip


def latest(counted: pl.LazyFrame) -> list[pl.LazyFrame]:
    """The points of the latest evaluation by others."""
    graded = counted.filter((col("item") == "cn.evaluation") & col("code").is_in(["national", "industry"]))
    values = (
        (18, {"D": -6000, "E": -6000, "poor": -6000, "C": -2000, "fair": -2000}),
        (20, {"A": 5000, "excellent": 5000, "B": 500, "good": 500}),
    )
    return [
        graded.with_columns(points=col("level").replace_strict(of, default=0, return_dtype=pl.Int64))
        .sort("determined_on", "points")
        .group_by("subject_id")
        .agg(col("points").last())
        .select("subject_id", line=pl.lit(number, pl.Int32), points=col("points"))
        for number, of in values
    ]


def main() -> None:
    """Read, judge, add up, grade, write."""
    started, cpu = time.perf_counter(), time.process_time()
    # Kept, or every line of the model reads and judges all records anew.
    read = pl.scan_parquet(records_file).select(COLUMNS)
    on_file = standing(read, pl.scan_parquet(events_file)).collect().lazy()
    counted = on_file.filter((col("item") != "cn.registration") & col("counted"))
    pieces = [
        counted.filter((col("item") == item) & condition).select(
            "subject_id", line=pl.lit(number, pl.Int32), points=points.cast(pl.Int64)
        )
        for number, item, condition, points in lines()
    ]
    bounds = pl.LazyFrame({"line": range(23), "low": FLOORS, "high": CAPS}, schema_overrides={"line": pl.Int32})
    long = (
        pl.concat([*pieces, *latest(counted)])
        .group_by("subject_id", "line").agg(col("points").sum())
        .join(bounds, on="line").with_columns(points=col("points").clip(col("low"), col("high")))
    )  # fmt: skip
    sums = {
        name: col("points").filter(col("line").is_between(of.start, of.stop - 1)).sum().clip(low, high)
        for name, (of, low, high) in DIMENSIONS.items()
    }
    listed = counted.filter(
        (col("item") == "cn.serious") & (col("payload").str.json_path_match("$.whom").fill_null("itself") == "itself")
    )
    rank = pl.when(col("score") >= 85000).then(pl.lit("A")).when(col("score") >= 80000).then(pl.lit("B"))
    rank = rank.when(col("score") >= 75000).then(pl.lit("C")).when(col("score") >= 70000).then(pl.lit("D"))
    result = (
        on_file.filter(col("item") == "cn.registration").select("subject_id").unique()
        .join(long.group_by("subject_id").agg(**sums), on="subject_id", how="left")
        .join(listed.select("subject_id").unique().with_columns(listed=True), on="subject_id", how="left")
        .with_columns(*(col(name).fill_null(0) for name in DIMENSIONS))
        .with_columns(score=81500 + pl.sum_horizontal(*DIMENSIONS))
        .with_columns(grade=pl.when(col("listed").fill_null(value=False) & (col("score") >= 75000))
            .then(pl.lit("D")).otherwise(rank.otherwise(pl.lit("E"))))
        .drop("listed")
    )  # fmt: skip
    result.collect().write_parquet(out)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
    taken = {"seconds": time.perf_counter() - started, "cpu_seconds": time.process_time() - cpu, "peak_gib": peak}
    print(json.dumps(taken))


main()
