"""Proofs that somebody else can check, with nothing but the proof and the public key."""

from __future__ import annotations

import copy
import json
import shutil
import subprocess
from base64 import b64decode
from typing import TYPE_CHECKING, Any

import pytest

from gongxin.errors import LedgerError, NotFound
from gongxin.ledger import Ledger
from gongxin.ledger.transparency.documents import ProvedRecord, check_document, check_growth
from gongxin.workspace import Workspace

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.ledger.conftest import Department


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory, make_department: type[Department]) -> Path:
    """A workspace of five batches about some forty companies; S1 is spoken of in the first, third and fifth."""
    home = tmp_path_factory.mktemp("template") / "home"
    market = make_department(Ledger.open(Workspace.create(home, buckets=4)))
    for number in range(1, 6):
        records = [market.penalty(f"R{number}-{row}", f"S{row}", content=f"c{number}") for row in range(2, 40)]
        if number % 2:
            records += [market.penalty("R1", "S1", number // 2 + 1, content=f"c{number}")]
        market.hands_in(records=records, subjects=[{"subject_id": "S1", "name": "Hengyuan"}] if number == 1 else [])
    market.ledger.compact()
    market.connection.close()
    return home


@pytest.fixture
def workspace(template: Path, tmp_path: Path) -> Workspace:
    return Workspace.open(shutil.copytree(template, tmp_path / "home"))


@pytest.fixture
def filed(market: Department) -> Department:
    return market


def carried(document: dict[str, Any]) -> dict[str, Any]:
    """The document as it arrives elsewhere."""
    return json.loads(json.dumps(document))  # type: ignore[no-any-return]


def test_all_that_was_said_of_a_subject_is_proved(filed: Department, workspace: Workspace) -> None:
    facts = check_document(carried(filed.ledger.prove_subject("S1")), workspace.public_key)
    assert (facts.size, facts.subject_id, list(facts.batches)) == (5, "S1", [1, 3, 5])
    assert facts.records == (
        ProvedRecord("R1", 1, "c1", 1),
        ProvedRecord("R1", 2, "c3", 3),
        ProvedRecord("R1", 3, "c5", 5),
    )
    assert facts.batches[3]["source"] == "yunze.market"


def test_a_proof_can_be_had_of_an_earlier_state(filed: Department, workspace: Workspace) -> None:
    facts = check_document(carried(filed.ledger.prove_subject("S1", known_at=3)), workspace.public_key)
    assert (facts.size, list(facts.batches)) == (3, [1, 3])


def test_a_record_that_went_to_another_subject_is_shown_to_have_gone(filed: Department, workspace: Workspace) -> None:
    move = {"record_id": "R1", "version": 4, "from_subject": "S1", "to_subject": "S2"}
    filed.hands_in(records=[filed.penalty("R1", "S2", version=4)], moved=[move])
    facts = check_document(carried(filed.ledger.prove_subject("S1")), workspace.public_key)
    assert facts.records[-1] == ProvedRecord("R1", 4, None, 6)


def test_batches_are_proved_to_be_in_the_log(filed: Department, workspace: Workspace) -> None:
    facts = check_document(carried(filed.ledger.prove_batches([2, 4])), workspace.public_key)
    assert {number: manifest["rows"]["record"] for number, manifest in facts.batches.items()} == {2: 38, 4: 38}
    assert facts.root == filed.ledger.status().root


def test_the_log_is_shown_to_have_only_grown(filed: Department, workspace: Workspace) -> None:
    kept = check_document(filed.ledger.prove_batches([], known_at=2), workspace.public_key)
    document = carried(filed.ledger.prove_growth(kept.size))
    assert check_growth(document, kept.size, bytes.fromhex(kept.root), workspace.public_key).size == 5
    with pytest.raises(LedgerError, match="proof does not hold"):
        check_growth(document, kept.size, bytes(32), workspace.public_key)
    with pytest.raises(LedgerError, match="proof does not hold"):
        check_growth(document, 3, bytes.fromhex(kept.root), workspace.public_key)
    with pytest.raises(LedgerError, match="proof does not hold"):
        check_growth(filed.ledger.prove_batches([1]), kept.size, bytes.fromhex(kept.root), workspace.public_key)


def scalars(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The place of every text and number in a document."""
    if isinstance(value, dict | list):
        for key, inner in value.items() if isinstance(value, dict) else enumerate(value):
            yield from scalars(inner, (*path, key))
    elif not isinstance(value, bool):
        yield path


def changed(document: dict[str, Any], path: tuple[Any, ...]) -> dict[str, Any]:
    """The document with one text or number changed a little."""
    copied = copy.deepcopy(document)
    holder: Any = copied
    for key in path[:-1]:
        holder = holder[key]
    value = holder[path[-1]]
    holder[path[-1]] = value + 1 if isinstance(value, int) else ("1" if value[:1] == "0" else "0") + value[1:]
    return copied


def test_whatever_is_changed_in_a_proof_it_no_longer_holds(filed: Department, workspace: Workspace) -> None:
    document = carried(filed.ledger.prove_subject("S1"))
    places = list(scalars(document))
    assert len(places) > 80
    for path in places:
        with pytest.raises(LedgerError) as refusal:
            check_document(changed(document, path), workspace.public_key)
        assert refusal.value.rule in ("proof-false", "proof-unreadable"), path


def test_a_proof_signed_by_somebody_else_does_not_hold(filed: Department, tmp_path: Path) -> None:
    stranger = Workspace.create(tmp_path / "elsewhere")
    with pytest.raises(LedgerError) as refusal:
        check_document(filed.ledger.prove_subject("S1"), stranger.public_key)
    assert (refusal.value.rule, refusal.value.where) == ("proof-false", "head")


@pytest.mark.skipif(shutil.which("openssl") is None, reason="openssl is not installed")
def test_a_head_can_be_checked_by_hand_with_openssl(filed: Department, workspace: Workspace, tmp_path: Path) -> None:
    head = filed.ledger.prove_batches([])["head"]
    text, signature = tmp_path / "head.txt", tmp_path / "signature"
    signature.write_bytes(b64decode(head["signature"]))
    command = ["openssl", "pkeyutl", "-verify", "-pubin", "-inkey", str(workspace.keys_dir / "signing.pub"), "-rawin"]
    for size, exit_code in ((head["size"], 0), (head["size"] + 1, 1)):
        text.write_text(f"gongxin tree head\n{size}\n{head['root']}\n")
        checked = subprocess.run([*command, "-in", str(text), "-sigfile", str(signature)], capture_output=True)
        assert checked.returncode == exit_code


@pytest.mark.parametrize("document", [{}, {"format": "else"}, {"format": "gongxin-ledger-proof/1", "head": 3}])
def test_what_is_no_proof_is_refused_in_words(document: dict[str, Any], workspace: Workspace) -> None:
    with pytest.raises(LedgerError) as refusal:
        check_document(document, workspace.public_key)
    assert refusal.value.rule == "proof-unreadable"


def test_there_is_no_proof_of_nothing(tmp_path: Path, filed: Department) -> None:
    market = filed
    market.ledger = Ledger.open(Workspace.create(tmp_path / "new", buckets=4))
    with pytest.raises(NotFound) as refusal:
        market.ledger.prove_batches([])
    assert refusal.value.rule == "empty-ledger"
    market.hands_in()
    with pytest.raises(NotFound) as refusal:
        market.ledger.prove_subject("S1")
    assert refusal.value.rule == "unknown-subject"
    for wrong in ([0], [2], [-1]):
        with pytest.raises(NotFound) as refusal:
            market.ledger.prove_batches(wrong)
        assert refusal.value.rule == "no-such-batch"
