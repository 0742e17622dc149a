"""Leaves of a batch's tree: each is the hash of a text that anybody can put together by hand."""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING

import pytest

from gongxin.ledger import leaves

if TYPE_CHECKING:
    from tests.ledger.conftest import Department

#: As many lines as the database hands over at a time.
FEW = 2048


def leaf_of(subject: str, lines: list[str]) -> bytes:
    """The hash of a leaf, as the documentation says it is made."""
    return sha256(b"\0" + "\n".join([subject, *sorted(lines)]).encode()).digest()


@pytest.mark.parametrize("records", [1, 3, FEW, FEW + 1, 3 * FEW - 1])
def test_a_subject_has_one_leaf_however_many_lines_are_read_at_a_time(
    market: Department, records: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(leaves, "_LINES_AT_A_TIME", FEW)
    for content in ("a", "b"):
        market.hands_in(
            records=[
                market.penalty(f"R{subject}-{number}", f"S{subject}", content=content, version=1 + (content == "b"))
                for subject in (1, 2)
                for number in range(records)
            ]
        )
    with market.ledger.snapshot() as snapshot:
        rows = snapshot.all_rows()
        found = {
            (batch, subject.decode()): hash_
            for (batch, _, subject), hash_ in leaves.leaf_hashes(market.connection, rows, "TRUE")
        }
        text = leaves.leaf_text(market.connection, rows, "TRUE", 2, "S1")
    assert found == {
        (batch, f"S{subject}"): leaf_of(
            f"S{subject}", [f"record R{subject}-{number} {batch} {content}" for number in range(records)]
        )
        for batch, content in ((1, "a"), (2, "b"))
        for subject in (1, 2)
    }
    assert sha256(b"\0" + text.encode()).digest() == found[2, "S1"]


def test_of_no_rows_there_are_no_leaves(market: Department) -> None:
    market.hands_in(records=[market.penalty("R1")])
    with market.ledger.snapshot() as snapshot:
        assert list(leaves.leaf_hashes(market.connection, snapshot.all_rows(), "bucket < 0")) == []


def test_rows_of_all_tables_stand_in_the_order_of_their_bytes(market: Department) -> None:
    market.hands_in(
        records=[market.penalty("R1", "企业甲")],
        subjects=[{"subject_id": "企业甲", "name": "云泽恒远"}],
        events=[{"event_id": "E1", "record_id": "R1", "subject_id": "企业甲", "kind": "repaired"}],
    )
    with market.ledger.snapshot() as snapshot:
        text = leaves.leaf_text(market.connection, snapshot.all_rows(), "TRUE", 1, "企业甲")
        (leaf,) = leaves.leaf_hashes(market.connection, snapshot.all_rows(), "TRUE")
    assert [line.split(" ")[0] for line in text.split("\n")] == ["企业甲", "event", "record", "subject"]
    assert leaf[1] == sha256(b"\0" + text.encode()).digest()
