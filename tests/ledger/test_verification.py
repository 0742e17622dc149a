"""Checking a ledger finds what is wrong with it, and nothing in a sound one."""

from __future__ import annotations

import json
import shutil
from typing import TYPE_CHECKING, Any

import duckdb
import pytest

from gongxin.ledger import Ledger
from gongxin.ledger.transparency.heads import TreeHead
from gongxin.workspace import Workspace

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.ledger.conftest import Department


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory, make_department: type[Department]) -> Path:
    """A workspace of three batches: two compacted, one recent."""
    home = tmp_path_factory.mktemp("template") / "home"
    market = make_department(Ledger.open(Workspace.create(home, buckets=4)))
    for number in range(3):
        if number == 2:
            market.ledger.compact()
        market.hands_in(
            records=[market.penalty(f"R{row}", f"S{row}", number + 1, content=f"c{number}") for row in range(8)],
            subjects=[{"subject_id": f"S{number}", "name": "Hengyuan", "former_names": ["Henyuan"]}],
            events=[{"event_id": f"E{number}", "subject_id": "S1", "kind": "repaired"}],
        )
    market.connection.close()
    return home


@pytest.fixture
def workspace(template: Path, tmp_path: Path) -> Workspace:
    return Workspace.open(shutil.copytree(template, tmp_path / "home"))


@pytest.fixture
def filed(market: Department) -> Department:
    return market


def found(market: Department) -> set[str]:
    verification = Ledger.open(market.ledger._store.workspace).verify()
    assert verification.sound == (not verification.findings)
    for finding in verification.as_dict()["findings"]:
        assert finding["where"] in finding["message"]["zh"]
        assert finding["where"] in finding["message"]["en"]
    return {finding.fault.value for finding in verification.findings}


def rewrite(path: Path, change: str) -> None:
    """Put other rows into a Parquet file, as somebody would who does not use Gongxin."""
    with duckdb.connect() as connection:
        connection.execute(f"CREATE TABLE rows AS FROM read_parquet('{path}', hive_partitioning = false)")
        connection.execute(change)
        connection.execute(f"COPY rows TO '{path}' (FORMAT parquet)")


def edit(path: Path, change: Callable[[dict[str, Any]], object]) -> None:
    content = json.loads(path.read_text())
    change(content)
    path.write_text(json.dumps(content))


@pytest.fixture
def recent(filed: Department, workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The recent file of records. Whoever tampers with it is clever enough to mend the size on record, too."""
    monkeypatch.setattr("gongxin.ledger.verification.check_files", lambda snapshot: [])
    (path,) = (workspace.ledger_dir / "record" / "bucket=-1").glob("*.parquet")
    return path


def test_in_a_sound_ledger_nothing_is_found(filed: Department) -> None:
    verification = filed.ledger.verify()
    assert (verification.sound, verification.batches) == (True, 3)
    assert verification.rows == {"subject": 3, "record": 24, "event": 3}
    assert verification.as_dict()["root"] == filed.ledger.status().root


def test_a_check_says_how_far_it_has_come(filed: Department) -> None:
    said: list[tuple[int, int | None]] = []
    filed.ledger.verify(lambda done, total: said.append((done, total)))
    assert said == [(1, 1)]


def test_what_a_killed_writer_left_is_no_fault(filed: Department, workspace: Workspace) -> None:
    stray = workspace.ledger_dir / "record" / "bucket=-1" / "batch-00000004-0000-00000000.parquet"
    stray.write_bytes(b"PAR1")
    assert found(filed) == set()


def test_a_missing_file_is_found(filed: Department, workspace: Workspace) -> None:
    next((workspace.ledger_dir / "record").glob("bucket=*/*.parquet")).unlink()
    assert found(filed) == {"file-missing"}


def test_a_file_cut_short_is_found(filed: Department, workspace: Workspace) -> None:
    path = next((workspace.ledger_dir / "event").glob("bucket=*/*.parquet"))
    path.write_bytes(path.read_bytes()[:-10])
    assert found(filed) == {"file-size"}


def test_a_file_of_rubbish_is_found(filed: Department, recent: Path) -> None:
    recent.write_bytes(b"\0" * recent.stat().st_size)
    assert found(filed) == {"file-damaged"}


@pytest.mark.parametrize(
    ("change", "faults"),
    [
        ("UPDATE rows SET content = 'bribed' WHERE record_id = 'R1'", {"contents-differ"}),
        ("DELETE FROM rows WHERE record_id = 'R1'", {"row-count", "contents-differ"}),
        (
            "INSERT INTO rows SELECT * FROM rows WHERE record_id = 'R1'",
            {"row-count", "contents-differ", "version-doubled"},
        ),
        (
            "UPDATE rows SET subject_id = 'S3', bucket = 1 WHERE record_id = 'R1'",
            {"contents-differ", "record-with-two-subjects"},
        ),
        ("UPDATE rows SET bucket = 1 - bucket WHERE bucket < 2", {"row-in-wrong-bucket", "contents-differ"}),
    ],
)
def test_rows_that_were_tampered_with_are_found(filed: Department, recent: Path, change: str, faults: set[str]) -> None:
    rewrite(recent, change)
    assert found(filed) == faults


def test_a_name_that_was_changed_is_found(filed: Department, recent: Path) -> None:
    (path,) = (recent.parents[2] / "subject" / "bucket=-1").glob("*.parquet")
    rewrite(path, "UPDATE rows SET former_names = NULL")
    assert found(filed) == {"contents-differ"}


def test_a_record_that_moved_without_a_mark_is_found(filed: Department) -> None:
    filed.hands_in(records=[filed.penalty("R1", "S6", version=4)])
    assert found(filed) == {"record-with-two-subjects"}


def test_a_batch_that_was_rewritten_is_found(filed: Department, workspace: Workspace) -> None:
    batches = workspace.ledger_dir / "batches"
    edit(batches / "00000002.json", lambda content: content["manifest"]["counts"].update(total=7))
    assert found(filed) == {"tree-head-differs"}


def test_a_batch_file_in_the_wrong_place_is_found(filed: Department, workspace: Workspace) -> None:
    batches = workspace.ledger_dir / "batches"
    (batches / "00000003.json").write_bytes((batches / "00000002.json").read_bytes())
    assert {"batch-number", "tree-head-differs"} <= found(filed)


def test_a_batch_file_that_cannot_be_read_is_found(filed: Department, workspace: Workspace) -> None:
    (workspace.ledger_dir / "batches" / "00000002.json").write_text("{")
    assert found(filed) == {"batch-file-damaged"}


def test_a_head_signed_by_somebody_else_is_found(filed: Department, workspace: Workspace, tmp_path: Path) -> None:
    stranger = Workspace.create(tmp_path / "elsewhere").signing_key()
    head = TreeHead.sign(filed.ledger._store.batches.read(3).head.tree, stranger)
    edit(workspace.ledger_dir / "batches" / "00000003.json", lambda content: content.update(tree=head.as_dict()))
    assert found(filed) == {"signature-false"}
