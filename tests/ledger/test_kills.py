"""A writer killed at any moment: the ledger opens, each batch is wholly there or wholly absent, nothing is doubled."""

from __future__ import annotations

import random
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import pytest

from gongxin.ledger import Ledger
from gongxin.workspace import Workspace

if TYPE_CHECKING:
    from pathlib import Path

    from duckdb import DuckDBPyConnection
    from tests.ledger.conftest import Department

KILLS = 20
BATCHES = 30
RECORDS = 3_000

# A third of all records come with each batch, in three chunks; the version follows from the number of the batch.
WRITER = f"""
import sys
from datetime import date
import duckdb
from gongxin.ledger import Ledger
from gongxin.workspace import Workspace

ledger = Ledger.open(Workspace.open(sys.argv[1]))
connection = duckdb.connect()
print("ready", flush=True)
for number in range(ledger.last_batch + 1, {BATCHES} + 1):
    with ledger.begin(item="cn.penalty", source="yunze.market", as_of=date(2026, 3, 2)) as batch:
        assert batch.number == number
        for chunk in range(3):
            batch.append("record", connection, f'''
                SELECT 'R' || i AS record_id, (({{number}} + i % 3) // 3)::INTEGER AS version,
                    'S' || i % 500 AS subject_id, md5(i || ' ' || version) AS content, 'cn.penalty' AS item,
                    repeat(content, 10) AS payload
                FROM range({RECORDS} * {{chunk}} // 3, {RECORDS} * ({{chunk}} + 1) // 3) t(i)
                WHERE (i + {{number}}) % 3 = 0 ORDER BY hash(i)''')
        batch.append("event", connection, f"SELECT 'E{{number}}' AS event_id, 'S1' AS subject_id, 'repaired' AS kind")
        batch.commit({{}}, "", synthetic=True)
    if number % 4 == 0:
        ledger.compact()
"""


def start(workspace: Workspace) -> subprocess.Popen[str]:
    """A writer that has begun."""
    writer = subprocess.Popen(
        [sys.executable, "-c", WRITER, str(workspace.root)], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    assert writer.stdout is not None
    assert writer.stdout.readline() == "ready\n", writer.communicate()[1]
    return writer


def check(ledger: Ledger, connection: DuckDBPyConnection) -> None:
    """Whether the ledger holds just what its last batch says it does."""
    last = ledger.last_batch
    with ledger.snapshot() as snapshot:
        snapshot.attach(connection)
        # Of the records that have come by now, each must be there once, in the version the last batch left.
        wrong = connection.execute(
            f"""
            SELECT count(*)
            FROM (SELECT i, 'R' || i AS record_id, ({last} + i % 3) // 3 AS version FROM range({RECORDS}) t(i)) AS due
                FULL JOIN record USING (record_id)
            WHERE coalesce(due.version, 0) <> coalesce(record.version, 0)
                OR (record.version > 0 AND record.content IS DISTINCT FROM md5(i || ' ' || due.version))
            """
        ).fetchall()
        assert wrong == [(0,)]
        assert connection.execute("SELECT count(*) FROM event").fetchall() == [(last,)]
    assert ledger.verify().as_dict()["findings"] == []


@pytest.mark.slow
def test_twenty_kills_cost_nothing_but_the_batch_in_hand(market: Department, tmp_path: Path) -> None:
    chance = random.Random(20260401)
    struck: list[Workspace] = []
    killed = 0
    while killed < KILLS:
        if not struck or Ledger.open(struck[-1]).last_batch == BATCHES:
            struck.append(Workspace.create(tmp_path / f"struck-{len(struck)}", buckets=4))
        writer = start(struck[-1])
        time.sleep(chance.uniform(0, 0.5))
        writer.kill()
        writer.communicate()
        killed += writer.returncode == -9
        check(Ledger.open(struck[-1]), market.connection)

    quiet = Workspace.create(tmp_path / "quiet", buckets=4)
    for workspace in (*struck, quiet):
        writer = start(workspace)
        _, complaint = writer.communicate()
        assert writer.returncode == 0, complaint
        ledger = Ledger.open(workspace)
        check(ledger, market.connection)
        ledger.vacuum()
        assert not any(table.replaced_files for table in ledger.status().tables.values())
    # Down to the last byte of the last manifest, nobody can tell that anything happened.
    assert len({Ledger.open(workspace).status().root for workspace in (*struck, quiet)}) == 1
