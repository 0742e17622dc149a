"""A report is genuine, or its check says what is wrong."""

from __future__ import annotations

import copy
import json
from typing import TYPE_CHECKING, Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from pydantic import ValidationError

from gongxin.errors import InputError
from gongxin.reports import Audience, verify, verify_report, write_report

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
    from tests.reports.conftest import CreditOffice

    from gongxin.reports.verification import Check

pytestmark = pytest.mark.slow

Place = tuple[str | int, ...]


@pytest.fixture(scope="session")
def key(yunze: CreditOffice) -> Ed25519PublicKey:
    return yunze.public_key


@pytest.fixture(scope="session", params=list(Audience))
def issued(yunze: CreditOffice, request: pytest.FixtureRequest) -> dict[str, Any]:
    content: dict[str, Any] = json.loads(yunze.reports(request.param).model_dump_json())
    return content


def failed(checks: tuple[Check, ...]) -> set[str]:
    return {check.name for check in checks if not check.holds}


def leaves(node: Any, place: Place = ()) -> Iterator[Place]:
    if isinstance(node, dict | list):
        for name, child in node.items() if isinstance(node, dict) else enumerate(node):
            yield from leaves(child, (*place, name))
    else:
        yield place


def changed(report: dict[str, Any], place: Place) -> dict[str, Any]:
    """The report with one value changed."""
    copied = copy.deepcopy(report)
    node: Any = copied
    for name in place[:-1]:
        node = node[name]
    old = node[place[-1]]
    node[place[-1]] = not old if isinstance(old, bool) else old + 1 if isinstance(old, int) else f"{old or ''}x"
    return copied


def test_a_report_as_issued_is_genuine(issued: dict[str, Any], key: Ed25519PublicKey) -> None:
    assert failed(verify(issued, key)) == set()


def test_a_report_still_checks_after_it_was_written_and_read_another_way(
    issued: dict[str, Any], key: Ed25519PublicKey
) -> None:
    turned = json.loads(json.dumps(issued, ensure_ascii=True, indent=7, sort_keys=True))
    assert failed(verify(turned, key)) == set()


def test_any_value_changed_is_found(issued: dict[str, Any], key: Ed25519PublicKey) -> None:
    for place in leaves(issued):
        try:
            assert failed(verify(changed(issued, place), key)), place
        except ValidationError:
            continue  # no credit report at all any more


def test_the_key_of_another_platform_does_not_fit(issued: dict[str, Any]) -> None:
    other = Ed25519PrivateKey.generate().public_key()
    assert {"seal", "log"} <= failed(verify(issued, other))


def test_a_record_left_out_breaks_the_seal(issued: dict[str, Any], key: Ed25519PublicKey) -> None:
    copied = copy.deepcopy(issued)
    copied["sections"][1]["items"][0]["entries"].pop()
    assert failed(verify(copied, key)) == {"seal"}


def test_a_record_from_a_batch_that_is_not_proved_is_found(issued: dict[str, Any], key: Ed25519PublicKey) -> None:
    copied = copy.deepcopy(issued)
    copied["sections"][1]["items"][0]["entries"][0]["batch"] = 1  # the batch of registrations
    assert "sources" in failed(verify(copied, key))


def test_the_subjects_edition_proves_the_content_of_each_record(yunze: CreditOffice, key: Ed25519PublicKey) -> None:
    report = json.loads(yunze.reports(Audience.SUBJECT).model_dump_json())
    report["sections"][1]["items"][0]["entries"][0]["content"] = "0" * 16
    assert "sources" in failed(verify(report, key))


def test_the_public_edition_does_not_tell_how_many_records_there_are(yunze: CreditOffice) -> None:
    ledger_proof = yunze.reports().proof.ledger
    assert all("subject" not in batch for batch in ledger_proof["batches"])


@pytest.fixture
def files(yunze: CreditOffice, key: Ed25519PublicKey, tmp_path: Path) -> tuple[Path, Path]:
    """A report and the platform's key, as somebody far away has them."""
    report, pem = tmp_path / "report.json", tmp_path / "platform.pem"
    written = yunze.reports()
    write_report(yunze.ledger, yunze.law, written.identity.subject_id, report, as_of=written.as_of)
    pem.write_bytes(key.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo))
    return report, pem


def test_a_file_is_checked_against_a_key_file(files: tuple[Path, Path]) -> None:
    answer = verify_report(*files)
    assert answer["genuine"] is True
    assert answer["checks"] == ["seal", "log", "sources", "sums", "synthetic"]


def test_a_forged_file_is_refused_with_what_does_not_hold(files: tuple[Path, Path]) -> None:
    report, pem = files
    report.write_text(report.read_text(encoding="utf-8").replace("云泽市澄湖", "云泽市澄江"), encoding="utf-8")
    with pytest.raises(InputError) as refusal:
        verify_report(report, pem)
    assert refusal.value.rule == "report-not-genuine"
    assert "as it was issued" in refusal.value.message.en


@pytest.mark.parametrize("content", ["", "{}", "[1]", "no json", '{"proof": 3}'])
def test_what_is_no_report_is_told(files: tuple[Path, Path], content: str) -> None:
    report, pem = files
    report.write_text(content, encoding="utf-8")
    with pytest.raises(InputError) as refusal:
        verify_report(report, pem)
    assert refusal.value.rule == "report-unreadable"


def test_what_is_no_key_is_told(files: tuple[Path, Path]) -> None:
    report, pem = files
    pem.write_text("-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----\n", encoding="utf-8")
    with pytest.raises(InputError) as refusal:
        verify_report(report, pem)
    assert refusal.value.rule == "key-unreadable"
