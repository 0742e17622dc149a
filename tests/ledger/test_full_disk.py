"""A disk that runs full while a batch is written: said in words, and nothing that was committed is harmed."""

from __future__ import annotations

import errno
import os
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from gongxin.errors import LedgerError
from gongxin.ledger import Ledger, batch_writer, table_log
from gongxin.workspace import Workspace, durable

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from types import ModuleType

    from tests.ledger.conftest import Department

WRITE_BEYOND_THE_LIMIT = """
import resource, sys
from datetime import date
import duckdb
from gongxin.errors import LedgerError
from gongxin.ledger import Ledger
from gongxin.workspace import Workspace

ledger = Ledger.open(Workspace.open(sys.argv[1]))
resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, 200_000))
try:
    with ledger.begin(item="cn.penalty", source="yunze.market", as_of=date(2026, 3, 2)) as batch:
        batch.append("record", duckdb.connect(), "SELECT 'R' || i AS record_id, 1 AS version, "
            "md5(i::VARCHAR) AS content, 'S' || i AS subject_id, 'cn.penalty' AS item FROM range(50000) t(i)")
        batch.commit({}, "", synthetic=True)
except LedgerError as error:
    print(error.rule)
"""


def test_a_file_that_cannot_grow_is_a_full_disk(market: Department, workspace: Workspace) -> None:
    market.hands_in(records=[market.penalty("R1")])
    command = [sys.executable, "-c", WRITE_BEYOND_THE_LIMIT, str(workspace.root)]
    answer = subprocess.run(command, capture_output=True, text=True, check=True)
    assert answer.stdout == "disk-full\n"
    assert market.contents() == {"R1": "a"}
    assert market.hands_in(records=[market.penalty("R2")]).number == 2
    assert market.ledger.verify().sound


@pytest.mark.parametrize(
    ("module", "place", "there"),
    [
        (batch_writer, "bucket=-1", False),
        (table_log, "_delta_log", False),
        (durable, "batches", True),
    ],
)
def test_whatever_step_fails_the_batch_is_wholly_absent_or_wholly_there(
    market: Department, monkeypatch: pytest.MonkeyPatch, module: ModuleType, place: str, there: bool
) -> None:
    def no_room(path: Path) -> None:
        if place in path.parts:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    market.hands_in(records=[market.penalty("R1")])
    monkeypatch.setattr(module, "sync", no_room)
    with pytest.raises(LedgerError) as refusal:
        market.hands_in(records=[market.penalty("R2")])
    assert refusal.value.rule == "disk-full"
    monkeypatch.undo()
    market.ledger = Ledger.open(market.ledger._store.workspace)
    assert set(market.contents()) == ({"R1", "R2"} if there else {"R1"})
    assert market.hands_in(records=[market.penalty("R3")]).number == (3 if there else 2)
    assert market.ledger.verify().sound


def test_a_disk_that_fails_otherwise_is_said_to(market: Department, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(path: Path) -> None:
        raise OSError(errno.EIO, os.strerror(errno.EIO))

    monkeypatch.setattr(batch_writer, "sync", broken)
    with pytest.raises(LedgerError) as refusal:
        market.hands_in(records=[market.penalty("R1")])
    assert refusal.value.rule == "storage-failed"


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of eight megabytes."""
    mount, directory = shutil.which("mount"), tmp_path / "disk"
    directory.mkdir()
    if mount is None or subprocess.run([mount, "-t", "tmpfs", "-o", "size=8m", "tmpfs", directory]).returncode:
        pytest.skip("mounting a small disk is not permitted here")
    yield directory
    subprocess.run([shutil.which("umount") or "umount", directory], check=True)


def test_a_ledger_on_a_full_disk_keeps_what_it_has_and_goes_on_once_there_is_room(
    market: Department, small_disk: Path
) -> None:
    market.ledger = Ledger.open(Workspace.create(small_disk / "home", buckets=2))
    market.hands_in(records=[market.penalty("R1")])
    ballast = small_disk / "ballast"
    ballast.write_bytes(bytes(7_700_000))
    rows = [market.penalty(f"R{n}", f"S{n}", payload=os.urandom(200).hex()) for n in range(5_000)]
    with pytest.raises(LedgerError) as refusal:
        market.hands_in(records=rows)
    assert refusal.value.rule == "disk-full"
    assert market.contents() == {"R1": "a"}

    ballast.unlink()
    assert market.hands_in(records=rows[2:]).number == 2
    market.ledger.compact()
    assert len(market.contents()) == 4_999
    assert market.ledger.verify().sound
