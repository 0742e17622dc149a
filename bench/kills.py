"""Kill intake two hundred times: whether the ledger ever loses, halves or doubles anything.

``python -m bench.kills [KILLS]``. A writer takes in files of penalties one after the other, each with new records and
new versions of old ones, and compacts between them. It is killed (``SIGKILL``) at moments chosen at random; after each
the ledger is opened and checked from the first file to the last signature, and the next writer goes on. Whenever all
files are in, the ledger must hold what one holds whose writer was never disturbed; then a new one is begun.
"""

from __future__ import annotations

import json
import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import duckdb

from bench.intake import AS_OF, AUTHORITY, PENALTY, make_firms
from gongxin.intake.pipeline import take
from gongxin.ledger import Ledger
from gongxin.workspace import Workspace

KILLS = 200
SEED = 20260401
FILES = 12
ROWS = 6_000
#: Rows of a file that the file before it had, too, with other words: they become new versions.
SHARED = 1_500
#: A writer lives at most as long as an undisturbed one takes for this many files.
LONGEST_LIFE_FILES = 2


def write_files(folder: Path) -> None:
    """Write the register and the files of penalties."""
    every = PENALTY.replace("$rows", str(FILES * ROWS))
    number = "CAST(regexp_extract(CF_WSH, '〕(\\d+)号', 1) AS BIGINT)"
    with duckdb.connect() as connection:
        make_firms(connection)
        connection.execute(f"CREATE TABLE penalty AS SELECT *, {number} AS number FROM ({every})")
        for file in range(FILES):
            first = file * (ROWS - SHARED)
            connection.execute(
                f"COPY (SELECT * EXCLUDE number REPLACE (concat(CF_NR, '（第{file}次报送）') AS CF_NR) FROM penalty "
                f"WHERE number >= {first} AND number < {first + ROWS}) TO '{folder}/penalties-{file:02}.csv' (HEADER)"
            )


def write(home: Path, folder: Path) -> None:
    """Be the writer: take in every file that is not in yet; compact after every third."""
    workspace = Workspace.open(home)
    ledger = Ledger.open(workspace)
    print("ready", flush=True)
    done = {name for batch in ledger.batches() for name in batch.files}
    for place, path in enumerate(sorted(folder.glob("*.csv"))):
        if path.name not in done:
            take(workspace, [path], "cn.penalty", AUTHORITY, AS_OF, confirm_unusual=True, synthetic=True)
        if place % 3 == 2:
            ledger.compact()


def start(home: Path, folder: Path) -> subprocess.Popen[str]:
    """A writer at work."""
    command = [sys.executable, "-m", "bench.kills", "--write", str(home), str(folder)]
    writer = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    assert writer.stdout is not None
    if writer.stdout.readline() != "ready\n":
        raise RuntimeError(writer.communicate()[1])
    return writer


def finish(home: Path, folder: Path) -> None:
    """Let a writer go on to the end."""
    writer = start(home, folder)
    _, complaint = writer.communicate()
    if writer.returncode:
        raise RuntimeError(complaint)


def state(home: Path) -> list[object]:
    """What the ledger holds, and how every batch ended, in few words."""
    ledger = Ledger.open(Workspace.open(home))
    with ledger.snapshot() as snapshot, duckdb.connect() as connection:
        snapshot.attach(connection)
        rows = [
            connection.execute(f"SELECT count(*), bit_xor(hash(record_id, version, content)) FROM {rows}").fetchall()
            for rows in ("record", snapshot.all_rows()["record"])
        ]
    return [rows, [(batch.files, dict(batch.counts), batch.contents_root) for batch in ledger.batches()]]


def main(kills: int) -> int:
    """Kill, check, and print what came of it; 1 if anything was ever wrong."""
    chance = random.Random(SEED)
    killed = ledgers = 0
    wrong: list[str] = []
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write_files(folder)
        quiet = Workspace.create(folder / "quiet", buckets=16).root
        started = time.perf_counter()
        finish(quiet, folder)
        longest = LONGEST_LIFE_FILES * (time.perf_counter() - started) / FILES
        due = state(quiet)
        home = Workspace.create(folder / "struck-0", buckets=16).root
        while killed < kills:
            writer = start(home, folder)
            time.sleep(chance.uniform(0, longest))
            writer.kill()
            writer.communicate()
            killed += writer.returncode < 0
            verification = Ledger.open(Workspace.open(home)).verify()
            wrong += [f"kill {killed}: {finding.message.en}" for finding in verification.findings]
            if verification.batches == FILES or killed == kills:
                finish(home, folder)
                ledgers += 1
                if state(home) != due:
                    wrong.append(f"ledger {ledgers}: holds other things than one never disturbed")
                home = Workspace.create(folder / f"struck-{ledgers}", buckets=16).root
    print(json.dumps({"kills": killed, "ledgers_completed": ledgers, "wrong": wrong}), flush=True)
    return 1 if wrong else 0


if __name__ == "__main__":
    if sys.argv[1:2] == ["--write"]:
        write(Path(sys.argv[2]), Path(sys.argv[3]))
        sys.exit(0)
    sys.exit(main(int(sys.argv[1]) if sys.argv[1:] else KILLS))
