"""An auditor who keeps a head finds out whether anything of what was there then was taken back or changed."""

from __future__ import annotations

import json
import shutil
from typing import TYPE_CHECKING, Any

import pytest
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from gongxin.errors import InputError
from gongxin.ledger import Ledger
from gongxin.ledger.transparency.growth import kept_size, verify_growth
from gongxin.workspace import Workspace

if TYPE_CHECKING:
    from pathlib import Path

    from tests.ledger.conftest import Department


def written(path: Path, document: dict[str, Any]) -> Path:
    path.write_text(json.dumps(document), encoding="utf-8")
    return path


def key_of(workspace: Workspace, path: Path) -> Path:
    path.write_bytes(workspace.public_key.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo))
    return path


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return Workspace.create(tmp_path / "platform")


@pytest.fixture
def office(make_department: type[Department], workspace: Workspace) -> Department:
    """A department that has handed in two batches."""
    office = make_department(Ledger.open(workspace))
    for number in (1, 2):
        office.hands_in(records=[office.penalty(f"R{number}")])
    return office


def test_a_ledger_that_has_grown_is_proved_to_have_only_grown(
    office: Department, workspace: Workspace, tmp_path: Path
) -> None:
    head, key = written(tmp_path / "head.json", office.ledger.prove_batches([])), key_of(workspace, tmp_path / "pem")
    for number in (3, 4, 5):
        office.hands_in(records=[office.penalty(f"R{number}")])
    proof = written(tmp_path / "growth.json", office.ledger.prove_growth(kept_size(head)))
    found = verify_growth(proof, head, key)
    assert (found["only_grown"], found["batches_then"], found["batches_now"]) == (True, 2, 5)
    assert verify_growth(head_of_now := written(tmp_path / "now.json", office.ledger.prove_growth(5)), proof, key)
    assert kept_size(head_of_now) == 5


def test_a_ledger_made_up_anew_by_its_own_platform_is_found_out(
    office: Department, workspace: Workspace, make_department: type[Department], tmp_path: Path
) -> None:
    head, key = written(tmp_path / "head.json", office.ledger.prove_batches([])), key_of(workspace, tmp_path / "pem")
    other = Workspace.create(tmp_path / "rewritten")
    shutil.rmtree(other.keys_dir)
    shutil.copytree(workspace.keys_dir, other.keys_dir)
    rewritten = make_department(Ledger.open(Workspace.open(other.root)))
    for number in (1, 9, 3):
        rewritten.hands_in(records=[rewritten.penalty(f"R{number}")])
    proof = written(tmp_path / "growth.json", rewritten.ledger.prove_growth(2))
    with pytest.raises(InputError) as refused:
        verify_growth(proof, head, key)
    assert (refused.value.rule, refused.value.where) == ("growth-not-proved", str(proof))
    assert "consistency" in refused.value.message.en


def test_a_head_of_another_platform_proves_nothing(office: Department, tmp_path: Path) -> None:
    head = written(tmp_path / "head.json", office.ledger.prove_batches([]))
    proof = written(tmp_path / "growth.json", office.ledger.prove_growth(2))
    stranger = key_of(Workspace.create(tmp_path / "stranger"), tmp_path / "pem")
    with pytest.raises(InputError) as refused:
        verify_growth(proof, head, stranger)
    assert (refused.value.rule, refused.value.where) == ("growth-not-proved", str(head))


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"head": 3}', '{"head": {"size": "all"}}'])
def test_what_is_no_head_is_refused_in_words(
    office: Department, workspace: Workspace, tmp_path: Path, text: str
) -> None:
    head, key = tmp_path / "head.json", key_of(workspace, tmp_path / "pem")
    head.write_text(text)
    proof = written(tmp_path / "growth.json", office.ledger.prove_growth(2))
    for check in (lambda: kept_size(head), lambda: verify_growth(proof, head, key)):
        with pytest.raises(InputError) as refused:
            check()
        assert refused.value.rule == "proof-unreadable"
        assert "gongxin ledger head" in refused.value.message.en
