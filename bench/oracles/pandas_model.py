"""``zj.enterprise`` of 2020 over records and events in Parquet, written for pandas as one would for this task alone.

Standing is only what these records need of it: who was withdrawn or repaired, and terms from fixed days. Points are
whole hundredths, so that they are exact. Arguments: records, events, day, result; prints seconds as JSON.
"""

import json
import resource
import sys
import time
from datetime import date
from typing import Any

import pandas as pd

records_file, events_file, day, out = sys.argv[1:]
AS_OF = date.fromisoformat(day)
YEAR, THREE = AS_OF.replace(year=AS_OF.year - 1), AS_OF.replace(year=AS_OF.year - 3)
TWO = AS_OF.replace(year=AS_OF.year - 2)
COLUMNS = [
    *("record_id", "subject_id", "subject_kind", "item", "no_penalty", "title", "code", "level", "kinds", "amount"),
    *("severity", "procedure", "field", "status", "determined_on", "published_on", "payload"),
]
DIMENSIONS = {
    "basic": (-8000, 0),
    "finance-tax": (-19500, 0),
    "governance": (-9000, 0),
    "law-abiding": (-45000, 0),
    "social-responsibility": (0, 18500),
}
#: Line -> dimension, floor, cap.
LINES = {
    0: ("basic", -2000, None),
    1: ("basic", -2000, None),
    2: ("basic", -2000, None),
    3: ("basic", -2000, None),
    4: ("finance-tax", -5000, None),
    5: ("finance-tax", -6000, None),
    6: ("finance-tax", -1500, None),
    7: ("finance-tax", -1000, None),
    8: ("finance-tax", -3000, None),
    9: ("finance-tax", -3000, None),
    10: ("governance", -3000, None),
    11: ("governance", -3000, None),
    12: ("governance", -3000, None),
    13: ("law-abiding", -18000, None),
    14: ("law-abiding", -10000, None),
    15: ("law-abiding", -6000, None),
    16: ("law-abiding", -2000, None),
    17: ("law-abiding", -3000, None),
    18: ("law-abiding", -6000, None),
    19: ("social-responsibility", None, 8000),
    20: ("social-responsibility", None, 5000),
    21: ("social-responsibility", None, 3000),
    22: ("social-responsibility", None, 2500),
}


def main() -> None:
    """Read, judge, add up, grade, write."""
    started = time.perf_counter()
    cpu = time.process_time()
    r = pd.read_parquet(records_file, columns=COLUMNS, dtype_backend="pyarrow")
    events = pd.read_parquet(events_file, columns=["record_id", "kind", "effective_on"], dtype_backend="pyarrow")
    events = events[events.effective_on <= AS_OF]
    r = r[(r.subject_kind == "enterprise") & ~r.no_penalty.fillna(False) & ~(r.determined_on > AS_OF).fillna(False)]
    r = r[~r.record_id.isin(events.record_id[events.kind == "withdrawn"])]
    registered = r.subject_id[r.item == "cn.registration"].drop_duplicates()
    r = r[(r.item != "cn.registration") & ~r.record_id.isin(events.record_id[events.kind == "repaired"])]
    of = dict(iter(r.groupby("item")))
    pieces = []

    def line(number: int, rows: Any, mask: Any, points: Any) -> None:
        chosen = rows if mask is None else rows[mask.fillna(False)]
        points = points if isinstance(points, int) else points[chosen.index]
        pieces.append(pd.DataFrame({"subject_id": chosen.subject_id, "line": number, "points": points}))

    serious = of["cn.serious"]
    main_person = serious.payload.str.contains('"whom":"main-person"', regex=False)
    itself = serious[~main_person]
    line(0, serious, main_person, -2000)
    line(5, serious, serious.title.str.contains("非法吸收公众存款|集资诈骗|贷款诈骗|骗取贷款"), -6000)
    line(6, serious, serious.title.str.contains("逃废"), -1500)
    line(14, itself, None, -10000)
    debtor = of["cn.debtor"]
    main_person = debtor.payload.str.contains('"whom":"main-person"', regex=False)
    financing = debtor.payload.str.extract('"obligation":"(?P<words>[^"]*)"').words.str.contains("借款|贷款|融资|担保")
    line(1, debtor, main_person, -2000)
    line(4, debtor, ~main_person & financing, -5000)
    line(15, debtor, ~main_person & ~financing, -4000)
    abnormal = of["cn.abnormal"]
    code = abnormal.code.fillna("business")
    line(2, abnormal, code.isin(["business", "activity", "institution"]), -2000)
    line(3, abnormal, code == "non-normal-taxpayer", -2000)
    line(7, abnormal, code == "foreign-stock-rights", -1000)
    line(8, abnormal, code == "social-insurance-arrears", -3000)
    line(9, abnormal, code == "tax-arrears", -3000)
    inspection = of["cn.inspection"]
    inspection = inspection[(inspection.published_on >= YEAR) & (inspection.published_on <= AS_OF)]
    sampled = inspection.code.isin(["quality-spot-check", "food-sampling"])
    bad = inspection.level.isin(["failed", "refused"])
    line(10, inspection, sampled & (inspection.level == "failed"), -1500)
    line(11, inspection, bad & (inspection.field == "work-safety"), -1500)
    line(12, inspection, bad & (inspection.field == "environment"), -1500)
    worse = inspection.level.isin(["failed", "refused", "not-reachable"])
    line(16, inspection, worse & ~sampled & ~inspection.field.isin(["work-safety", "environment"]), -2000)
    line(22, inspection, inspection.level == "passed", 200)
    penalty = of["cn.penalty"]
    warning = penalty.kinds.map(lambda kinds: list(kinds) == ["warning"])
    new = penalty.published_on >= date(2021, 9, 1)
    middle = ~new & (penalty.determined_on >= date(2019, 7, 1))
    grave = penalty.severity == "serious"
    start = penalty.published_on.where(new | middle, penalty.determined_on)
    ended = (start < THREE) | (~new & ~grave & (start < YEAR))
    dull = new & ((penalty.procedure == "simplified") | warning)
    penalty = penalty[~ended & ~dull & (start <= AS_OF)]
    hard = {"revocation", "suspension-of-business", "closure", "ban-on-occupation"}
    points = pd.Series(-2400, index=penalty.index)
    points[penalty.amount >= 100000] = -4000
    points[(penalty.severity == "serious") | penalty.kinds.map(lambda kinds: not hard.isdisjoint(kinds))] = -6000
    factor = pd.Series(100, index=penalty.index)
    factor[penalty.determined_on <= YEAR] = 85
    factor[penalty.determined_on <= TWO] = 75
    line(13, penalty, None, points * factor // 100)
    honour = of["cn.honour"]
    line(19, honour, honour.determined_on >= YEAR, 2500)
    commitment = of["cn.commitment"]
    commitment = commitment[commitment.determined_on >= THREE]
    line(17, commitment, commitment.status == "broken", -2000)
    line(21, commitment, commitment.status == "kept", 200)
    graded = of["cn.evaluation"]
    graded = graded[(graded.determined_on >= YEAR) & graded.code.isin(["national", "industry"])]
    for number, values in ((18, {"D": -6000, "E": -6000, "poor": -6000, "C": -2000, "fair": -2000}),
                           (20, {"A": 5000, "excellent": 5000, "B": 500, "good": 500})):  # fmt: skip
        valued = graded.assign(points=graded.level.map(values).fillna(0).astype("int64"))
        line(number, valued.sort_values(["determined_on", "points"]).drop_duplicates("subject_id", keep="last"), None,
             valued.points)  # fmt: skip

    long = pd.concat(pieces).groupby(["subject_id", "line"], as_index=False).points.sum()
    floors = {number: -(10**9) if low is None else low for number, (_, low, _) in LINES.items()}
    caps = {number: 10**9 if high is None else high for number, (_, _, high) in LINES.items()}
    long["points"] = long.points.clip(long.line.map(floors), long.line.map(caps))
    long["dimension"] = long.line.map({number: dimension for number, (dimension, _, _) in LINES.items()})
    wide = long.pivot_table(index="subject_id", columns="dimension", values="points", aggfunc="sum", fill_value=0)
    result = wide.reindex(index=registered, columns=list(DIMENSIONS), fill_value=0).fillna(0)
    for name, (low, high) in DIMENSIONS.items():
        result[name] = result[name].clip(low, high)
    result["score"] = 81500 + result.sum(axis=1)
    bounds = [-(10**9), 70000, 75000, 80000, 85000, 10**9]
    result["grade"] = pd.cut(result.score, bounds, right=False, labels=list("EDCBA")).astype(str)
    listed = result.index.isin(itself.subject_id) & (result.score >= 75000)
    result.loc[listed, "grade"] = "D"
    result.astype(dict.fromkeys((*DIMENSIONS, "score"), "int64")).reset_index().to_parquet(out)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
    taken = {"seconds": time.perf_counter() - started, "cpu_seconds": time.process_time() - cpu, "peak_gib": peak}
    print(json.dumps(taken))


main()
