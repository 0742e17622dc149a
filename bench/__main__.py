"""``python -m bench [NAME ...]``: run benches, all if none is named; a line of JSON for each result.

Each bench is a module of this package that prints its results as JSON, a line each, when it is run. It gets a process
of its own, so that its memory is its own. A line printed here says which bench it is, on what machine, and the result.
"""

from __future__ import annotations

import json
import os
import platform
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path

#: Name of a bench -> its module.
BENCHES = {
    "intake": "bench.intake",
    "evaluation": "bench.evaluation",
    "beside": "bench.beside",
    "dated-parameters": "bench.dated_parameters",
    "credit-file": "bench.credit_file",
    "pages": "bench.pages",
    "readers": "bench.readers",
    "desks": "bench.desks",
    "kills": "bench.kills",
    "decisions": "bench.decisions",
    "migration": "bench.migration",
    "information": "bench.information",
    "chicago": "bench.chicago",
}


def machine() -> dict[str, object]:
    """What the numbers depend on."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    return {
        "processor": _processor(),
        "cores": len(os.sched_getaffinity(0)),
        "memory_gib": round(memory / 2**30, 1),
        "system": f"{platform.system()} {platform.release()}",
        "python": platform.python_version(),
        **{package: version(package) for package in ("gongxin", "duckdb", "deltalake", "pyarrow")},
    }


def _processor() -> str:
    for line in Path("/proc/cpuinfo").read_text().splitlines():
        if line.startswith("model name"):
            return line.partition(":")[2].strip()
    return platform.machine()


def run(name: str, facts: dict[str, object]) -> bool:
    """Run one bench and pass its results on; whether it ended well."""
    command = [sys.executable, "-m", BENCHES[name]]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as bench:
        assert bench.stdout is not None
        for line in bench.stdout:
            print(json.dumps({"bench": name, "result": json.loads(line), "machine": facts}), flush=True)
    return bench.returncode == 0


def main(names: list[str]) -> int:
    """Run the benches named; 2 where there is none of that name, 1 where one failed."""
    unknown = sorted(set(names) - set(BENCHES))
    if unknown:
        print(f"no bench {', '.join(unknown)}; there are {', '.join(BENCHES)}", file=sys.stderr)
        return 2
    facts = machine()
    done = [run(name, facts) for name in names or BENCHES]
    return 0 if all(done) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
