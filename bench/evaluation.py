"""Evaluation of a nation: standing, score, dimensions and grade of every subject, from 1 to 33 million.

``python -m bench.evaluation [SUBJECTS ...]`` builds the ledgers once in ``bench/data`` (33 million subjects: some
minutes and three gigabytes) and prints a line for each size, then the slope of time over size. Each step has a process
of its own, so that its memory is its own:

- ``evaluate``: all subjects by ``zj.enterprise``, as ``gongxin evaluate`` does it
- ``contributions``: the same with the table of contributions
- ``kept``: all subjects, with their workings kept for later runs
- ``one-query``: the same SQL as one plain query over the same records in no order, with all cores and memory
- ``touched``: after a batch about one subject in a thousand, the subjects touched (``--changed-only``), from the
  workings of ``kept``; ``touched-from-records``: from the result of ``evaluate``, which has none; ``rewritten``: the
  same with the whole result written anew

The results of ``one-query`` are held against those of ``evaluate``, row by row.
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import time
from math import log
from typing import TYPE_CHECKING

from bench.evaluation_ledger import AS_OF, SOURCE, open_ledger, records_sql
from gongxin.evaluation.duckdb_engine import give_tables
from gongxin.evaluation.run import evaluate
from gongxin.evaluation.sql import compile_model
from gongxin.evaluation.workings import workings_path

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from gongxin.ledger import Ledger
    from gongxin.workspace import Workspace

SIZES = (1_000_000, 3_300_000, 10_000_000, 33_000_000)
MODEL = "zj.enterprise"


def _out(workspace: Workspace, name: str) -> Path:
    return workspace.root / f"{name}.parquet"


def _evaluate(workspace: Workspace, ledger: Ledger) -> dict[str, object]:
    summary = evaluate(ledger, workspace.law(), MODEL, as_of=AS_OF, known_at=1, out=_out(workspace, "all"))
    return {"evaluated": summary.evaluated, "grades": summary.grades}


def _contributions(workspace: Workspace, ledger: Ledger) -> dict[str, object]:
    out, unfolded = _out(workspace, "again"), _out(workspace, "contributions")
    evaluate(ledger, workspace.law(), MODEL, as_of=AS_OF, known_at=1, out=out, contributions=unfolded)
    return {"size_kib": unfolded.stat().st_size >> 10}


def _kept(workspace: Workspace, ledger: Ledger) -> dict[str, object]:
    out = _out(workspace, "kept")
    evaluate(ledger, workspace.law(), MODEL, as_of=AS_OF, known_at=1, out=out, keep_workings=True)
    return {"size_kib": workings_path(out).stat().st_size >> 10}


def _one_query(workspace: Workspace, ledger: Ledger) -> dict[str, object]:
    """The time of the query alone; laying out its input comes before and does not count."""
    import duckdb

    plain = _out(workspace, "unclustered")
    compiled = compile_model(workspace.law(), MODEL, AS_OF)
    with ledger.snapshot(1) as snapshot, ledger.connect(memory_limit="16GB") as connection:
        snapshot.attach(connection)
        if not plain.exists():
            connection.execute(
                f"COPY (SELECT * FROM record ORDER BY hash(record_id)) TO '{plain}' (FORMAT parquet, COMPRESSION zstd)"
            )
        connection.execute(f"CREATE OR REPLACE TEMP VIEW record AS SELECT * FROM read_parquet('{plain}')")
        give_tables(connection, compiled)
        started, cpu = time.perf_counter(), time.process_time()
        result = _out(workspace, "one-query")
        connection.execute(f"COPY ({compiled.results}) TO '{result}' (FORMAT parquet, COMPRESSION zstd)")
        seconds, cpu_seconds = time.perf_counter() - started, time.process_time() - cpu
    ours = f"SELECT * FROM read_parquet('{_out(workspace, 'all')}')"
    theirs = f"SELECT * FROM read_parquet('{result}')"
    differ = duckdb.execute(f"SELECT count(*) FROM (({ours} EXCEPT {theirs}) UNION ALL ({theirs} EXCEPT {ours}))")
    taken = {"seconds": round(seconds, 2), "cpu_seconds": round(cpu_seconds, 2)}
    return {**taken, "rows_that_differ": differ.fetchall()[0][0]}


def _second_batch(ledger: Ledger, subjects: int) -> None:
    """One subject in a thousand has something new."""
    if ledger.last_batch == 1:
        numbers = f"(SELECT i FROM range(0, {subjects}, 1000) t(i))"
        replaced = "md5(record_id || 'new') AS record_id, 'cn.penalty' AS item"
        fresh = f"SELECT * REPLACE ({replaced}) FROM ({records_sql(numbers)})"
        with ledger.connect() as connection, ledger.begin(item="cn.penalty", source=SOURCE, as_of=AS_OF) as batch:
            batch.append("record", connection, fresh)
            batch.commit({}, "0" * 64, synthetic=True)


def _touched(workspace: Workspace, ledger: Ledger, before: str, *, changed_only: bool) -> dict[str, object]:
    out = _out(workspace, f"since-{before}-{changed_only}")
    summary = evaluate(
        ledger,
        workspace.law(),
        MODEL,
        as_of=AS_OF,
        known_at=2,
        out=out,
        since=_out(workspace, before),
        changed_only=changed_only,
    )
    return {"rows": summary.evaluated}


STEPS: dict[str, Callable[[Workspace, Ledger], dict[str, object]]] = {
    "evaluate": _evaluate,
    "contributions": _contributions,
    "kept": _kept,
    "one-query": _one_query,
    "touched": lambda workspace, ledger: _touched(workspace, ledger, "kept", changed_only=True),
    "touched-from-records": lambda workspace, ledger: _touched(workspace, ledger, "all", changed_only=True),
    "rewritten": lambda workspace, ledger: _touched(workspace, ledger, "all", changed_only=False),
}


def run_step(name: str, subjects: int) -> None:
    """One step, with the time and memory it took."""
    workspace, ledger = open_ledger(subjects)
    if name in ("touched", "touched-from-records", "rewritten"):
        _second_batch(ledger, subjects)
    before, cpu = time.perf_counter(), time.process_time()
    found = STEPS[name](workspace, ledger)
    result = {
        "step": name,
        "subjects": subjects,
        "seconds": round(time.perf_counter() - before, 2),
        "cpu_seconds": round(time.process_time() - cpu, 2),
        "peak_gib": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20, 2),
        **found,
    }
    print(json.dumps(result, ensure_ascii=False), flush=True)


def slope(points: list[tuple[int, float]]) -> float:
    """The exponent of time over size by least squares over logarithms: 1 is linear."""
    x, y = ([log(point[axis]) for point in points] for axis in (0, 1))
    mean_x, mean_y = sum(x) / len(x), sum(y) / len(y)
    products = sum((a - mean_x) * (b - mean_y) for a, b in zip(x, y, strict=True))
    return products / sum((a - mean_x) ** 2 for a in x)


def main(sizes: list[int]) -> None:
    """All steps of all sizes."""
    points: dict[str, list[tuple[int, float]]] = {"seconds": [], "cpu_seconds": []}
    for subjects in sizes:
        open_ledger(subjects)
        for name in STEPS:
            command = [sys.executable, "-m", "bench.evaluation", "--step", name, str(subjects)]
            line = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout
            print(line, end="", flush=True)
            if name == "evaluate":
                for measure, found in points.items():
                    found.append((subjects, json.loads(line)[measure]))
    if len(sizes) > 1:
        fitted = {f"slope_of_{measure}": round(slope(found), 3) for measure, found in points.items()}
        print(json.dumps({"step": "slope", **fitted}), flush=True)


if __name__ == "__main__":
    if sys.argv[1:2] == ["--step"]:
        run_step(sys.argv[2], int(sys.argv[3]))
    else:
        main([int(size) for size in sys.argv[1:]] or list(SIZES))
