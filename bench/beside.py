"""Evaluation of all subjects beside plain queries, pandas and Polars, on the same records in one run.

``python -m bench.beside [SUBJECTS]``: the others are given the records of :mod:`bench.evaluation_ledger` in one Parquet
file in no order, and the events in another. A query by hand and programs for pandas and Polars are written for this one
model, this one day and these records, with hardly a tenth of the rules of standing that ours goes through, and share
nothing with us. Beside them stands our own SQL, compiled from the law, as one plain query over the same file: it tells
what buckets, parts and writing in order cost. Each has a process of its own and as many cores as it can use; elapsed
time says something on an idle machine only, processor seconds always. The query by hand is asked twice: with as much
memory as it takes, and with as much as ours has. Scores, grades and dimensions of all subjects must be equal. None may
hold more than 20 GiB, so that one that needs more ends by itself; it is then reported with the last line of what it
said.
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import duckdb

from bench.evaluation_ledger import AS_OF, open_ledger
from bench.oracle import SCRIPTS, environment
from gongxin.evaluation.duckdb_engine import MEMORY as OURS

if TYPE_CHECKING:
    from pathlib import Path

SUBJECTS = 1_000_000
MEMORY = 20 * 2**30
ENVIRONMENTS = {"pandas": ("pandas==2.2.3", "pyarrow==18.1.0"), "polars": ("polars==1.17.1",)}


def lay_out(subjects: int) -> Path:
    """Records in no order and events, each in one file; the folder they lie in."""
    workspace, ledger = open_ledger(subjects)
    with ledger.snapshot(1) as snapshot, ledger.connect(memory_limit="8GB") as connection:
        snapshot.attach(connection)
        for name, rows in (("unclustered", "record ORDER BY hash(record_id)"), ("events", "event")):
            file = workspace.root / f"{name}.parquet"
            if not file.exists():
                connection.execute(f"COPY (SELECT * FROM {rows}) TO '{file}' (FORMAT parquet, COMPRESSION zstd)")
    return workspace.root


def measured(command: list[str]) -> dict[str, Any]:
    """What a process says of its time and memory, or why it ended."""
    done = subprocess.run(command, check=False, capture_output=True, text=True, preexec_fn=_bounded)
    if done.returncode:
        said = done.stderr.strip().splitlines()
        return {"ended": done.returncode, "said": said[-1][:200] if said else ""}
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return {name: round(found[name], 2) for name in ("seconds", "cpu_seconds", "peak_gib")}


def _bounded() -> None:
    """Bound what a process may hold, lest the machine's other processes be killed for it."""
    resource.setrlimit(resource.RLIMIT_DATA, (MEMORY, MEMORY))


def differences(ours: Path, theirs: Path, factor: int) -> int:
    """How many rows differ; ``factor`` is what makes hundredths of their numbers."""
    names = [name for (name, *_) in duckdb.execute(f"DESCRIBE SELECT * FROM '{ours}'").fetchall()]
    numbers = [name for name in names if name not in ("subject_id", "grade", "direct")]

    def rows(file: Path, factor: int) -> str:
        listed = ", ".join(f'CAST("{name}" * {factor} AS BIGINT) AS "{name}"' for name in numbers)
        return f"SELECT subject_id, CAST(grade AS VARCHAR) AS grade, {listed} FROM '{file}'"

    mine, other = rows(ours, 100), rows(theirs, factor)
    differ = f"SELECT count(*) FROM (({mine} EXCEPT {other}) UNION ALL ({other} EXCEPT {mine}))"
    return int(duckdb.execute(differ).fetchall()[0][0])


def main(subjects: int) -> None:
    """All of them, one after the other."""
    folder = lay_out(subjects)
    ours = folder / "all.parquet"
    step = [sys.executable, "-m", "bench.evaluation", "--step"]
    print(json.dumps({"by": "gongxin", **measured([*step, "evaluate", str(subjects)])}), flush=True)

    def beside(by: str, command: list[str], out: Path, factor: int) -> None:
        found = measured(command)
        if "ended" not in found:
            found["differ"] = differences(ours, out, factor)
        print(json.dumps({"by": by, **found}), flush=True)

    beside("our SQL as one query", [*step, "one-query", str(subjects)], folder / "one-query.parquet", 100)
    files = [str(folder / "unclustered.parquet"), str(folder / "events.parquet"), AS_OF.isoformat()]
    # The query by hand is run by the same DuckDB as ours: what is compared is the work, not the versions.
    pythons = {"sql": sys.executable, **{name: str(environment(name, needs)) for name, needs in ENVIRONMENTS.items()}}
    for name, python in pythons.items():
        out = folder / f"{name}.parquet"
        command = [python, str(SCRIPTS / f"{name}_model.py"), *files, str(out)]
        beside(name, command, out, 1)
        if name == "sql":
            beside("sql in our memory", [*command, f"{OURS}MB"], out, 1)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else SUBJECTS)
