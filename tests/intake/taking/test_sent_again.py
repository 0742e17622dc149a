"""Rows that are on file already, rows that a batch has twice, records that change or change their subject."""

from __future__ import annotations

from typing import Any

import pytest

from gongxin.subjects.identifiers import uscc

pytestmark = pytest.mark.slow


def records(desk: Any) -> Any:
    return desk.query("SELECT doc_no, version, subject_id, payload ->> '$.facts' FROM record ORDER BY ALL")


def test_a_file_sent_twice_changes_nothing(registered: Any) -> None:
    desk = registered
    rows = [desk.penalty(), desk.penalty(WSH="2号"), desk.penalty(WSH="3号", NAME=desk.SWALLOW)]
    desk.hand_in(rows)
    before = desk.query("FROM record ORDER BY ALL"), desk.query("FROM subject ORDER BY ALL")
    again = desk.hand_in(rows)
    assert (again.total, again.accepted, again.unchanged, again.held) == (3, 0, 2, 1)
    assert before == (desk.query("FROM record ORDER BY ALL"), desk.query("FROM subject ORDER BY ALL"))
    assert dict(desk.ledger.batches()[-1].rows) == {"subject": 0, "record": 0, "event": 0}


def test_a_row_with_other_content_is_the_records_next_version(desk: Any) -> None:
    desk.hand_in([desk.penalty()])
    receipt = desk.hand_in([desk.penalty(SY="更正事实")])
    assert desk.said(receipt) == [(2, "accepted", "new-version")]
    assert records(desk) == [("云监罚〔2026〕1号", 2, desk.BRIDGE_CODE, "更正事实")]
    assert desk.query("SELECT version FROM record", known_at=1) == [(1,)]


def test_what_a_decision_has_corrected_does_not_come_back_by_being_sent_again(desk: Any) -> None:
    desk.hand_in([desk.penalty(SY="有误的事实")])
    with (
        desk.ledger.begin(item="gongxin.decisions", source="gongxin.office", as_of=desk.TODAY) as batch,
        desk.ledger.connect(threads=1) as connection,
        desk.ledger.snapshot() as snapshot,
    ):
        snapshot.attach(connection)
        corrected = (
            "SELECT * EXCLUDE (bucket, batch, chunk) REPLACE (2 AS version, repeat('e', 32) AS content) FROM record"
        )
        batch.append("record", connection, corrected)
        event = "SELECT 'E1' AS event_id, record_id, subject_id, 'corrected' AS kind, DATE '2026-03-11' AS effective_on"
        batch.append("event", connection, f"{event} FROM record")
        batch.commit({}, "0" * 64, synthetic=True)
    again = desk.hand_in([desk.penalty(SY="有误的事实")])
    assert desk.said(again) == [(2, "unchanged", "corrected-since")]
    assert desk.query("SELECT version, content FROM record") == [(2, "e" * 32)]
    changed = desk.hand_in([desk.penalty(SY="重新查明的事实")])
    assert desk.said(changed) == [(2, "accepted", "new-version")]


@pytest.mark.slow
def test_another_spelling_of_the_same_value_is_no_change(desk: Any) -> None:
    desk.hand_in([desk.penalty()])
    assert desk.hand_in([desk.penalty(JDRQ="2026年3月10日", FK="0.50", CODE=desk.BRIDGE_CODE.lower())]).unchanged == 1


@pytest.mark.slow
def test_two_rows_alike_are_one_and_the_second_is_named(desk: Any) -> None:
    receipt = desk.hand_in([desk.penalty(), desk.penalty(WSH="2号"), desk.penalty()])
    (remark,) = receipt.remarks()
    assert (remark.row, remark.outcome, remark.rule) == (4, "unchanged", "repeated-row")
    assert "2" in remark.message.en
    assert (receipt.accepted, receipt.unchanged) == (2, 1)


@pytest.mark.slow
def test_two_rows_that_contradict_each_other_leave_the_first_and_reject_the_second(desk: Any) -> None:
    receipt = desk.hand_in([desk.penalty(), desk.penalty(SY="另一说法")])
    (remark,) = receipt.remarks()
    assert (remark.row, remark.outcome, remark.rule) == (3, "rejected", "conflicting-row")
    assert "row 2" in remark.message.en
    assert records(desk) == [("云监罚〔2026〕1号", 1, desk.BRIDGE_CODE, "未按规定公示年度报告")]


@pytest.mark.slow
def test_a_rejected_row_does_not_stand_in_the_way_of_its_mended_twin(desk: Any) -> None:
    receipt = desk.hand_in([desk.penalty(YJ=""), desk.penalty()])
    assert (receipt.rejected, receipt.accepted) == (1, 1)


@pytest.mark.slow
def test_a_repeated_row_in_another_file_of_the_batch_is_named_with_its_file(desk: Any) -> None:
    files = [desk.file([desk.penalty()]), desk.file([desk.penalty(SY="另一说法")])]
    receipt = desk.take(files)
    (remark,) = receipt.remarks()
    assert (remark.file, remark.row, remark.rule) == (1, 2, "conflicting-row")
    assert "row 2 (file-1.csv)" in remark.message.en
    assert (receipt.batch, receipt.total, desk.ledger.last_batch) == (1, 2, 1)


@pytest.mark.slow
def test_the_same_decision_from_another_department_is_another_record(desk: Any) -> None:
    desk.hand_in([desk.penalty()])
    assert desk.hand_in([desk.penalty()], source="云泽市发展和改革局").accepted == 1
    assert len(records(desk)) == 2


@pytest.mark.slow
def test_a_record_whose_code_is_corrected_moves_to_the_other_subject(registered: Any) -> None:
    desk = registered
    desk.hand_in([desk.penalty()])
    desk.hand_in([desk.penalty(NAME=desk.SWALLOW, CODE=desk.SWALLOW_CODE)])
    assert desk.query("SELECT subject_id, version FROM record WHERE doc_no IS NOT NULL") == [(desk.SWALLOW_CODE, 2)]


@pytest.mark.slow
def test_a_subject_is_brought_once_by_the_first_row_that_names_it(desk: Any) -> None:
    desk.hand_in([desk.penalty(), desk.penalty(WSH="2号")])
    desk.hand_in([desk.penalty(WSH="3号")])
    assert desk.query("SELECT subject_id, name, registered, kind, individual_business, batch FROM subject") == [
        (desk.BRIDGE_CODE, desk.BRIDGE, False, "enterprise", False, 1)
    ]


@pytest.mark.slow
def test_registering_a_subject_that_was_only_mentioned_makes_it_registered(desk: Any) -> None:
    desk.hand_in([desk.penalty()])
    desk.register((desk.BRIDGE_CODE, desk.BRIDGE))
    assert desk.query("SELECT name, registered, source FROM subject") == [(desk.BRIDGE, True, "云泽市行政审批局")]


@pytest.mark.slow
def test_an_individual_business_is_an_enterprise_with_a_flag(desk: Any) -> None:
    stall = uscc.make("92", "990100", "MB000003")
    desk.hand_in([desk.penalty(CODE=stall, NAME="云泽市阿福小吃店")])
    assert desk.query("SELECT kind, individual_business FROM subject") == [("enterprise", True)]


@pytest.mark.slow
def test_what_a_registration_says_is_kept_and_only_what_changes_is_written_again(desk: Any) -> None:
    row = {"CODE": desk.BRIDGE_CODE, "NAME": desk.BRIDGE, "TRADE": "工程", "STATE": "存续", "FOUNDED": "2001-02-03"}
    desk.hand_in([row], "yunze.registration")
    desk.hand_in([row | {"STATE": "注销"}], "yunze.registration")
    found = desk.query("SELECT name, industry, status, CAST(established_on AS VARCHAR), scheme, batch FROM subject")
    assert found == [(desk.BRIDGE, "engineering", "注销", "2001-02-03", "uscc", 2)]
    desk.hand_in([row | {"STATE": "注销"}], "yunze.registration")
    assert desk.ledger.batches()[-1].rows["subject"] == 0


@pytest.mark.slow
def test_rows_whose_keys_may_repeat_are_told_apart_by_their_order(desk: Any) -> None:
    visit = {"CODE": desk.BRIDGE_CODE, "NAME": desk.BRIDGE, "DAY": "2026-03-01", "RESULT": "好"}
    rows = [visit, visit, visit | {"RESULT": "差"}]
    first = desk.hand_in(rows, "yunze.visit")
    again = desk.hand_in(rows, "yunze.visit")
    assert (first.accepted, again.unchanged) == (3, 3)
    assert desk.query("SELECT level FROM record ORDER BY level") == [("好",), ("好",), ("差",)]
    changed = desk.hand_in([visit, visit | {"RESULT": "差"}, visit | {"RESULT": "差"}], "yunze.visit")
    assert (changed.unchanged, changed.accepted) == (2, 1)
