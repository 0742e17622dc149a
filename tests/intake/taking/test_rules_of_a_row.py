"""Each demand of the catalogue on a row: what breaks it, what the receipt says, and what is as good as allowed."""

from __future__ import annotations

from typing import Any

import pytest

REJECTED = [
    ({"NAME": ""}, "name", "required"),
    ({"NAME": "— —"}, "name", "required"),
    ({"CFLB": ""}, "kinds", "required"),
    ({"FK": ""}, "fine", "required-here"),
    ({"YJ": ""}, "basis", "no-legal-basis"),
    ({"NAME": "桥" * 61}, "name", "too-long"),
    ({"WSH": "云监罚 1号"}, "doc_no", "wrong-form"),
    ({"CFLB": "fine;whipping"}, "kinds", "not-in-list"),
    ({"PARTY": "guild"}, "party", "not-in-list"),
    ({"CODE": "91990100MB00000190"}, "code", "uscc-check"),
    ({"CODE": "91990100MB"}, "code", "uscc-check"),
    ({"ORG": "MB0000010"}, "org_code", "org-code-check"),
    ({"REG": "990100000000000"}, "reg_no", "reg-no-check"),
    ({"FR_SFZ": "110101199001011235"}, "head_number", "person-id-check"),
    ({"YXQ": "2026-03-09"}, "until", "date-order"),
    ({"JDRQ": "2026-03-13"}, "decided", "in-future"),
    ({"CODE": ""}, None, "no-subject"),
    ({"CODE": "00000000000000000X"}, None, "no-subject"),
]


@pytest.mark.parametrize(("changes", "field", "rule"), REJECTED, ids=[rule for _, _, rule in REJECTED])
def test_a_row_that_breaks_a_rule_is_rejected_and_the_receipt_names_field_and_rule(
    desk: Any, changes: dict[str, str], field: str | None, rule: str
) -> None:
    receipt = desk.hand_in([desk.penalty(**changes)])
    (remark,) = receipt.remarks()
    assert (remark.row, remark.outcome, remark.field, remark.rule) == (2, "rejected", field, rule)
    assert (receipt.total, receipt.rejected) == (1, 1)
    assert desk.query("SELECT count(*) FROM record") == [(0,)]


def test_every_broken_rule_of_a_row_is_named_at_once(desk: Any) -> None:
    receipt = desk.hand_in([desk.penalty(NAME="", YJ="", JDRQ="2026-13-01")])
    assert {rule for _, _, rule in desk.said(receipt)} == {"required", "no-legal-basis", "not-a-date"}


def test_two_codes_that_contradict_each_other_are_rejected(desk: Any) -> None:
    receipt = desk.hand_in([desk.penalty(ORG=desk.SWALLOW_CODE[8:17])])
    assert desk.said(receipt) == [(2, "rejected", "codes-disagree")]
    assert desk.hand_in([desk.penalty(ORG=desk.BRIDGE_CODE[8:17])]).accepted == 1


def test_a_value_outside_an_open_list_is_kept_with_a_note(desk: Any) -> None:
    receipt = desk.hand_in([desk.penalty(TRADE="采珠")])
    assert desk.said(receipt) == [(2, "accepted", "outside-list")]
    assert desk.query("SELECT payload ->> '$.trade' FROM record") == [("采珠",)]


def test_a_value_of_an_open_list_needs_no_note(desk: Any) -> None:
    assert desk.said(desk.hand_in([desk.penalty(TRADE="运输")])) == []
    assert desk.query("SELECT payload ->> '$.trade' FROM record") == [("transport",)]


def test_a_condition_asks_only_where_it_holds(desk: Any) -> None:
    assert desk.hand_in([desk.penalty(CFLB="warning", FK="")]).accepted == 1


def test_today_is_not_in_the_future_and_a_period_may_end_on_the_day_it_starts(desk: Any) -> None:
    assert desk.hand_in([desk.penalty(JDRQ="2026-03-12", YXQ="2026-03-12")]).accepted == 1


@pytest.mark.parametrize(
    ("decided", "late"),
    [
        # Seven working days back from Thursday 12 March: 11, 10, 9, 7 (a Saturday worked), 4, 3, 2; off: 5, 6, 8.
        ("2026-03-02", False),
        ("2026-03-01", True),
        ("2026-02-28", True),
        ("2026-03-12", False),
    ],
)
def test_a_row_after_seven_working_days_is_taken_and_marked_late(desk: Any, decided: str, late: bool) -> None:
    receipt = desk.hand_in([desk.penalty(JDRQ=decided)])
    assert receipt.accepted == 1
    assert desk.said(receipt) == ([(2, "accepted", "reported-late")] if late else [])
    assert desk.query("SELECT late FROM record") == [(late,)]


def test_the_term_is_counted_by_the_calendar_the_law_gives(desk: Any, law: Any) -> None:
    """The oracle: the calendar asked for each day on its own."""
    days = [f"2026-02-{day:02}" for day in range(20, 29)] + [f"2026-03-{day:02}" for day in range(1, 13)]
    desk.hand_in([desk.penalty(JDRQ=day, WSH=day) for day in days])
    within = law.item("yunze.penalty").reporting.within
    for decided, late in desk.query("SELECT determined_on, late FROM record"):
        assert late == (law.calendar.due(within, decided).day < desk.TODAY), decided


def test_a_decision_not_to_punish_is_kept_and_is_no_penalty(desk: Any) -> None:
    receipt = desk.hand_in([desk.penalty(CFLB="不予行政处罚", FK="")])
    assert desk.said(receipt) == [(2, "accepted", "no-penalty")]
    assert desk.query("SELECT no_penalty FROM record") == [(True,)]


def test_an_item_that_is_not_about_a_kind_of_subject_rejects_it(desk: Any) -> None:
    from gongxin.subjects.identifiers import uscc

    office = uscc.make("11", "990100", "00000007")
    receipt = desk.hand_in([desk.penalty(CODE=office)])
    assert desk.said(receipt) == [(2, "rejected", "kind-not-admitted")]


def test_the_ledger_keeps_columns_and_payload(desk: Any) -> None:
    desk.hand_in([desk.penalty(SY='称“是"\\是”\n', YXQ="2099/12/31")])
    row = desk.query(
        """SELECT subject_id, subject_kind, kinds, amount, CAST(determined_on AS VARCHAR), effective_to, doc_no, source,
           version, CAST(reported_on AS VARCHAR), payload ->> '$.facts', payload ->> '$.fine', item FROM record"""
    )
    assert row == [
        (
            desk.BRIDGE_CODE,
            "enterprise",
            ["fine"],
            5000,
            "2026-03-10",
            None,
            "云监罚〔2026〕1号",
            desk.LIN,
            1,
            "2026-03-12",
            '称“是"\\是”',
            "0.5",
            "yunze.penalty",
        )
    ]
