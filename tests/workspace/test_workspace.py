"""The folder a platform lives in: its version, its keys, its one writer."""

from __future__ import annotations

import json
import os
import signal
import stat
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from gongxin.errors import BusyError, GongxinError, LedgerError, UsageError
from gongxin.workspace import Workspace

#: The page that says what has to be copied.
OFFICE = Path(__file__).parents[2] / "docs" / "office.md"


@pytest.fixture
def home(tmp_path: Path) -> Workspace:
    return Workspace.create(tmp_path / "home")


def rule_of(refusal: pytest.ExceptionInfo[GongxinError]) -> str:
    assert refusal.value.message.zh
    assert refusal.value.message.en
    return refusal.value.rule


def test_what_was_made_can_be_opened(home: Workspace) -> None:
    opened = Workspace.open(str(home.root))
    assert opened == home
    assert opened.buckets == 64
    assert all(folder.is_dir() for folder in (home.receipts_dir, home.held_dir, home.packs_dir, home.temp_dir))


def test_the_page_on_backups_names_all_that_lies_in_a_workspace(home: Workspace) -> None:
    backup = OFFICE.read_text("utf-8").partition("## Backup")[2]
    assert [entry.name for entry in home.root.iterdir() if f"`{entry.name}" not in backup] == []


def test_making_it_again_changes_nothing(home: Workspace) -> None:
    key = home.digest_key
    assert Workspace.create(home.root).digest_key == key
    with pytest.raises(UsageError) as refusal:
        Workspace.create(home.root, buckets=8)
    assert rule_of(refusal) == "workspace-exists"


def test_a_workspace_that_was_half_made_is_completed_with_the_keys_it_has(home: Workspace) -> None:
    key = home.digest_key
    (home.root / "workspace.json").unlink()
    assert Workspace.create(home.root, buckets=8).digest_key == key


@pytest.mark.parametrize("buckets", [0, -1, 4097])
def test_the_number_of_buckets_has_bounds(tmp_path: Path, buckets: int) -> None:
    with pytest.raises(UsageError) as refusal:
        Workspace.create(tmp_path / "home", buckets=buckets)
    assert rule_of(refusal) == "bucket-count"


def test_a_folder_without_a_workspace_is_none(tmp_path: Path) -> None:
    for root in (tmp_path, tmp_path / "nowhere"):
        with pytest.raises(LedgerError) as refusal:
            Workspace.open(root)
        assert rule_of(refusal) == "no-workspace"
        assert "gongxin init" in refusal.value.message.en


@pytest.mark.parametrize(("version", "cure"), [(2, "Upgrade gongxin"), (0, "Use the version that made it")])
def test_a_workspace_of_another_version_says_so_and_what_to_do(home: Workspace, version: int, cure: str) -> None:
    (home.root / "workspace.json").write_text(json.dumps({"format": version, "buckets": 64}))
    with pytest.raises(LedgerError) as refusal:
        Workspace.open(home.root)
    assert rule_of(refusal) == "workspace-version"
    assert cure in refusal.value.message.en


@pytest.mark.parametrize(
    "content", [b"", b"{", b"[]", b"{}", b"\xff", b'{"format": 1}', b'{"format": 1, "buckets": 0}']
)
def test_a_marker_that_cannot_be_read_is_named(home: Workspace, content: bytes) -> None:
    (home.root / "workspace.json").write_bytes(content)
    with pytest.raises(LedgerError) as refusal:
        Workspace.open(home.root)
    assert rule_of(refusal) == "workspace-damaged"


def test_a_marker_that_is_no_file_is_named(home: Workspace) -> None:
    (home.root / "workspace.json").unlink()
    (home.root / "workspace.json").mkdir()
    with pytest.raises(LedgerError) as refusal:
        Workspace.open(home.root)
    assert rule_of(refusal) == "workspace-unreadable"


def test_a_place_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(LedgerError) as refusal:
        Workspace.create(tmp_path / "file" / "home")
    assert rule_of(refusal) == "workspace-unwritable"


def test_secret_keys_are_for_their_owner_alone(home: Workspace) -> None:
    modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in home.keys_dir.iterdir()}
    assert modes == {"digest.key": 0o600, "signing.key": 0o600, "signing.pub": 0o644}
    assert stat.S_IMODE(home.keys_dir.stat().st_mode) == 0o700
    assert len(home.digest_key) == 32


def test_two_workspaces_have_different_keys(home: Workspace, tmp_path: Path) -> None:
    other = Workspace.create(tmp_path / "other")
    assert other.digest_key != home.digest_key
    assert other.public_key.public_bytes_raw() != home.public_key.public_bytes_raw()


def test_what_one_key_signs_the_other_checks(home: Workspace) -> None:
    home.public_key.verify(home.signing_key().sign(b"text"), b"text")


def test_a_key_that_others_can_read_is_refused(home: Workspace) -> None:
    (home.keys_dir / "digest.key").chmod(0o640)
    with pytest.raises(LedgerError) as refusal:
        _ = home.digest_key
    assert rule_of(refusal) == "key-exposed"


@pytest.mark.parametrize("content", [None, b"", b"zz", b"00ff"])
def test_a_key_that_cannot_be_read_is_named(home: Workspace, content: bytes | None) -> None:
    for name in ("digest.key", "signing.key", "signing.pub"):
        path = home.keys_dir / name
        path.unlink() if content is None else path.write_bytes(content)
        with pytest.raises(LedgerError) as refusal:
            {"digest.key": lambda: home.digest_key, "signing.key": home.signing_key}.get(
                name, lambda: home.public_key
            )()
        assert rule_of(refusal) == "key-unreadable"
        assert refusal.value.where == str(path)


WRITE_UNTIL_KILLED = """
import sys, time
from gongxin.workspace import Workspace
with Workspace.open(sys.argv[1]).writing("intake of cn.penalty"), Workspace.open(sys.argv[1]).scratch() as scratch:
    (scratch / "sorted").touch()
    print("writing", flush=True)
    time.sleep(60)
"""


@pytest.fixture
def other_writer(home: Workspace) -> subprocess.Popen[str]:
    writer = subprocess.Popen(
        [sys.executable, "-c", WRITE_UNTIL_KILLED, str(home.root)], stdout=subprocess.PIPE, text=True
    )
    assert writer.stdout is not None
    with writer.stdout:
        assert writer.stdout.readline() == "writing\n"
    return writer


def test_a_second_writer_is_turned_away_and_told_who_is_writing(
    home: Workspace, other_writer: subprocess.Popen[str]
) -> None:
    with pytest.raises(BusyError) as refusal, home.writing():
        pass
    assert rule_of(refusal) == "workspace-busy"
    assert f"Process {other_writer.pid} on " in refusal.value.message.en
    assert "(intake of cn.penalty)" in refusal.value.message.en
    other_writer.kill()
    other_writer.wait()


def test_the_lock_of_a_killed_writer_is_no_obstacle_and_its_scratch_is_swept(
    home: Workspace, other_writer: subprocess.Popen[str]
) -> None:
    home.sweep_scratch()
    assert len(list(home.temp_dir.iterdir())) == 1
    os.kill(other_writer.pid, signal.SIGKILL)
    other_writer.wait()
    with home.writing():
        home.sweep_scratch()
    assert list(home.temp_dir.iterdir()) == []


def test_whoever_holds_the_lock_may_take_it_again(home: Workspace) -> None:
    with home.writing("outer"), home.writing("inner"):
        pass
    with home.writing():
        pass


def test_another_thread_is_another_writer(home: Workspace) -> None:
    refusals: list[BusyError] = []

    def write() -> None:
        try:
            with home.writing():
                pass
        except BusyError as error:
            refusals.append(error)

    with home.writing():
        thread = threading.Thread(target=write)
        thread.start()
        thread.join()
    assert len(refusals) == 1


def test_scratch_is_gone_after_use(home: Workspace) -> None:
    with home.scratch() as first, home.scratch() as second:
        assert first != second
        (first / "rows").touch()
        home.sweep_scratch()
        assert (first / "rows").exists()
    assert list(home.temp_dir.iterdir()) == []
