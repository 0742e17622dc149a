"""What the department says of a held row, and what comes of it."""

from __future__ import annotations

from typing import Any

import pytest

from gongxin.errors import NotFound, UsageError
from gongxin.intake.held import confirm, drop, held_rows, reassign

pytestmark = pytest.mark.slow

SIGNED = {"by": "林", "reason": "与案卷核对"}


@pytest.fixture
def desk_with_one_held(registered: Any) -> Any:
    """Lin has handed in the taxi company's penalty under the engineering firm's code: batch 2, held as 2-1."""
    registered.hand_in([registered.penalty(NAME=registered.SWALLOW)])
    return registered


def records(desk: Any) -> Any:
    return desk.query("SELECT subject_id, version, payload ->> '$.facts' FROM record WHERE item = 'yunze.penalty'")


def test_held_rows_are_listed_with_what_is_asked(desk_with_one_held: Any) -> None:
    desk = desk_with_one_held
    (row,) = held_rows(desk.workspace)
    assert row.as_dict() == {
        "id": "2-1",
        "item": "yunze.penalty",
        "source": desk.LIN,
        "subject_id": desk.BRIDGE_CODE,
        "name": desk.SWALLOW,
        "rule": "name-not-of-code",
        "may_belong_to": [{"code": desk.SWALLOW_CODE, "name": desk.SWALLOW}],
        "doc_no": "云监罚〔2026〕1号",
        "authority": desk.LIN,
        "determined_on": "2026-03-10",
        "reported_on": "2026-03-12",
    }
    assert held_rows(desk.workspace, source="云泽市税务局") == []


def test_a_confirmed_row_is_taken_under_its_code_and_not_asked_about_again(desk_with_one_held: Any) -> None:
    desk = desk_with_one_held
    decision = confirm(desk.workspace, "2-1", as_of=desk.TODAY, **SIGNED)
    assert records(desk) == [(desk.BRIDGE_CODE, 1, "未按规定公示年度报告")]
    assert desk.said(decision.receipt) == [(1, "accepted", "held-confirmed")]
    assert held_rows(desk.workspace) == []
    again = desk.hand_in([desk.penalty(NAME=desk.SWALLOW)])
    assert (again.unchanged, again.held) == (1, 0)
    changed = desk.hand_in([desk.penalty(NAME=desk.SWALLOW, SY="更正事实")])
    assert desk.said(changed) == [(2, "accepted", "new-version")]


def test_a_reassigned_row_is_taken_under_the_other_subject_also_when_it_changes(desk_with_one_held: Any) -> None:
    desk = desk_with_one_held
    reassign(desk.workspace, "2-1", to=desk.SWALLOW_CODE, as_of=desk.TODAY, **SIGNED)
    assert records(desk) == [(desk.SWALLOW_CODE, 1, "未按规定公示年度报告")]
    assert desk.hand_in([desk.penalty(NAME=desk.SWALLOW)]).unchanged == 1
    desk.hand_in([desk.penalty(NAME=desk.SWALLOW, SY="更正事实")])
    assert records(desk) == [(desk.SWALLOW_CODE, 2, "更正事实")]


def test_a_dropped_row_stays_out_however_often_it_is_sent(desk_with_one_held: Any) -> None:
    desk = desk_with_one_held
    decision = drop(desk.workspace, "2-1", as_of=desk.TODAY, **SIGNED)
    assert desk.said(decision.receipt) == [(1, "rejected", "held-dropped")]
    assert records(desk) == []
    again = desk.hand_in([desk.penalty(NAME=desk.SWALLOW)])
    assert desk.said(again) == [(2, "rejected", "dropped-before")]
    assert held_rows(desk.workspace) == []


def test_each_decision_is_a_batch_that_says_who_and_why(desk_with_one_held: Any) -> None:
    desk = desk_with_one_held
    decision = confirm(desk.workspace, "2-1", as_of=desk.TODAY, **SIGNED)
    entry = desk.ledger.batches()[-1]
    assert (entry.number, entry.item, entry.source, entry.files) == (3, "yunze.penalty", desk.LIN, ())
    assert entry.receipt_digest == decision.receipt.digest
    assert decision.as_dict() == {
        "held_id": "2-1",
        "decision": "confirmed",
        "by": "林",
        "reason": "与案卷核对",
        "on": "2026-03-12",
        "to": None,
        "batch": 3,
        "total": 1,
        "accepted": 1,
        "unchanged": 0,
        "held": 0,
        "rejected": 0,
    }


def test_a_held_row_sent_again_is_still_the_same_held_row(desk_with_one_held: Any) -> None:
    desk = desk_with_one_held
    again = desk.hand_in([desk.penalty(NAME=desk.SWALLOW)])
    assert desk.said(again) == [(2, "held", "held-already")]
    assert [row.id for row in held_rows(desk.workspace)] == ["2-1"]


def test_a_held_row_sent_again_with_other_content_takes_the_place_of_the_first(desk_with_one_held: Any) -> None:
    desk = desk_with_one_held
    desk.hand_in([desk.penalty(NAME=desk.SWALLOW, SY="更正事实")])
    assert [row.id for row in held_rows(desk.workspace)] == ["3-1"]


@pytest.mark.parametrize("mended", ["name", "code"])
def test_a_held_row_sent_again_mended_no_longer_waits(desk_with_one_held: Any, mended: str) -> None:
    desk = desk_with_one_held
    row = desk.penalty() if mended == "name" else desk.penalty(NAME=desk.SWALLOW, CODE=desk.SWALLOW_CODE)
    assert desk.hand_in([row]).accepted == 1
    assert held_rows(desk.workspace) == []


def test_rows_held_in_several_files_of_one_batch_are_numbered_through(registered: Any) -> None:
    desk = registered
    files = [desk.file([desk.penalty(NAME=desk.SWALLOW, WSH=number)]) for number in ("甲", "乙")]
    desk.take(files)
    assert [(row.id, row.doc_no) for row in held_rows(desk.workspace)] == [("2-1", "甲"), ("2-2", "乙")]


def test_a_decision_must_be_signed_and_say_why(desk_with_one_held: Any) -> None:
    with pytest.raises(UsageError) as refused:
        confirm(desk_with_one_held.workspace, "2-1", by="林", reason=" ", as_of=desk_with_one_held.TODAY)
    assert refused.value.rule == "decision-unsigned"


def test_a_decision_is_final(desk_with_one_held: Any) -> None:
    desk = desk_with_one_held
    confirm(desk.workspace, "2-1", as_of=desk.TODAY, **SIGNED)
    with pytest.raises(UsageError) as refused:
        drop(desk.workspace, "2-1", as_of=desk.TODAY, **SIGNED)
    assert refused.value.rule == "held-row-decided"


def test_a_row_that_is_not_held_cannot_be_decided_on(desk_with_one_held: Any) -> None:
    with pytest.raises(NotFound) as refused:
        drop(desk_with_one_held.workspace, "2-7", as_of=desk_with_one_held.TODAY, **SIGNED)
    assert refused.value.rule == "no-such-held-row"


def test_a_row_cannot_be_reassigned_to_somebody_unknown(desk_with_one_held: Any) -> None:
    desk = desk_with_one_held
    with pytest.raises(NotFound) as refused:
        reassign(desk.workspace, "2-1", to=desk.UNKNOWN_CODE, as_of=desk.TODAY, **SIGNED)
    assert refused.value.rule == "no-such-subject"
    assert (desk.ledger.last_batch, [row.id for row in held_rows(desk.workspace)]) == (2, ["2-1"])


def test_a_row_cannot_be_reassigned_to_the_code_it_came_with(desk_with_one_held: Any) -> None:
    desk = desk_with_one_held
    with pytest.raises(UsageError) as refusal:
        reassign(desk.workspace, "2-1", to=desk.BRIDGE_CODE, as_of=desk.TODAY, **SIGNED)
    assert refusal.value.rule == "held-row-of-that-subject"
    assert "held confirm" in refusal.value.message.zh
    assert [row.id for row in held_rows(desk.workspace)] == ["2-1"]


def test_what_an_uncommitted_batch_held_is_not_seen_and_goes_with_the_next_batch(registered: Any) -> None:
    desk = registered
    desk.hand_in([desk.penalty(NAME=desk.SWALLOW)])
    left = desk.workspace.held_dir / "00000003.parquet"
    left.write_bytes((desk.workspace.held_dir / "00000002.parquet").read_bytes())
    assert [row.id for row in held_rows(desk.workspace)] == ["2-1"]
    desk.hand_in([desk.penalty(WSH="2号")])
    assert not left.exists()
