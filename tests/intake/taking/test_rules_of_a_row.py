"""Each demand of the catalogue on a row: what breaks it, what the receipt says, and what is as good as allowed."""

from __future__ import annotations

from itertools import groupby
from typing import Any

import pytest

from gongxin.subjects.identifiers import uscc

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
    ({"ORG": uscc.make("91", "990100", "MB000002")[8:17]}, "code", "codes-disagree"),
    ({"CODE": uscc.make("11", "990100", "00000007")}, "code", "kind-not-admitted"),
    ({"CODE": ""}, None, "no-subject"),
    ({"CODE": "00000000000000000X"}, None, "no-subject"),
]


@pytest.fixture(scope="module")
def rejected(module_desk: Any) -> dict[int, list[Any]]:
    """What the receipt says of each of the rows above, all handed in with one file: remarks by row."""
    rows = [
        module_desk.penalty(**({"WSH": f"第{place}号"} | changes)) for place, (changes, _, _) in enumerate(REJECTED)
    ]
    receipt = module_desk.hand_in(rows)
    assert (receipt.total, receipt.rejected) == (len(rows), len(rows))
    assert module_desk.query("SELECT count(*) FROM record WHERE version = 1") == [(0,)]
    return {row: list(said) for row, said in groupby(receipt.remarks(), key=lambda remark: remark.row)}


@pytest.mark.parametrize("place", range(len(REJECTED)), ids=[f"{rule}-{field}" for _, field, rule in REJECTED])
def test_a_row_that_breaks_a_rule_is_rejected_and_the_receipt_names_field_and_rule(
    rejected: dict[int, list[Any]], place: int
) -> None:
    _, field, rule = REJECTED[place]
    (remark,) = rejected[place + 2]
    assert (remark.outcome, remark.field, remark.rule) == ("rejected", field, rule)


#: Rows that are taken: what differs from a sound one, what is said of it, what is asked of the record, and the answer.
ACCEPTED = [
    ({}, [], "subject_id", uscc.make("91", "990100", "MB000001")),
    ({"CFLB": "warning", "FK": ""}, [], "kinds", ["warning"]),
    ({"ORG": "MB0000019"}, [], "payload ->> '$.org_code'", "MB0000019"),
    ({"JDRQ": "2026-03-12", "YXQ": "2026-03-12"}, [], "CAST(effective_to AS VARCHAR)", "2026-03-12"),
    ({"YXQ": "2099/12/31"}, [], "effective_to", None),
    ({"TRADE": "运输"}, [], "payload ->> '$.trade'", "transport"),
    ({"TRADE": "采珠"}, ["outside-list"], "payload ->> '$.trade'", "采珠"),
    ({"CFLB": "不予行政处罚", "FK": ""}, ["no-penalty"], "no_penalty", True),
    ({"CFLB": "罚款"}, [], "no_penalty", False),
    ({"SY": '称“是"\\是”\n\t是'}, [], "payload ->> '$.facts'", '称“是"\\是”\n\t是'),
    # Seven working days back from Thursday 12 March: 11, 10, 9, 7 (a Saturday worked), 4, 3, 2; off: 5, 6 and 8.
    ({"JDRQ": "2026-03-02"}, [], "late", False),
    ({"JDRQ": "2026-03-01"}, ["reported-late"], "late", True),
    ({"JDRQ": "2026-02-28"}, ["reported-late"], "late", True),
    ({"JDRQ": "2026-03-12"}, [], "late", False),
]


@pytest.fixture(scope="module")
def accepted(module_desk: Any) -> Any:
    """Each row's rules, and a way to ask of its record; all handed in with one file."""
    rows = [module_desk.penalty(**({"WSH": f"收{place}号"} | row)) for place, (row, *_) in enumerate(ACCEPTED)]
    receipt = module_desk.hand_in(rows)
    assert receipt.accepted == len(rows)
    said: dict[int, list[str]] = {place: [] for place in range(len(rows))}
    for remark in receipt.remarks():
        said[remark.row - 2].append(remark.rule)
    return lambda place, what: (
        said[place],
        module_desk.query(f"SELECT {what} FROM record WHERE doc_no = '收{place}号'")[0][0],
    )


@pytest.mark.parametrize("place", range(len(ACCEPTED)), ids=[f"{row}" for row, *_ in ACCEPTED])
def test_a_row_that_is_in_order_is_kept_as_it_should_be(accepted: Any, place: int) -> None:
    _, rules, what, answer = ACCEPTED[place]
    assert accepted(place, what) == (rules, answer)


def test_every_broken_rule_of_a_row_is_named_at_once(module_desk: Any) -> None:
    receipt = module_desk.hand_in([module_desk.penalty(NAME="", YJ="", JDRQ="2026-13-01")], confirm_unusual=True)
    assert {rule for _, _, rule in module_desk.said(receipt)} == {"required", "no-legal-basis", "not-a-date"}


def test_the_reporting_term_is_the_one_the_calendar_gives_for_each_day(module_desk: Any, law: Any) -> None:
    days = [f"2026-02-{day:02}" for day in range(20, 29)] + [f"2026-03-{day:02}" for day in range(1, 13)]
    module_desk.hand_in([module_desk.penalty(JDRQ=day, WSH=f"期{day}") for day in days], confirm_unusual=True)
    within = law.item("yunze.penalty").reporting.within
    found = module_desk.query("SELECT determined_on, late FROM record WHERE doc_no LIKE '期%'")
    assert len(found) == len(days)
    for decided, late in found:
        assert late == (law.calendar.due(within, decided).day < module_desk.TODAY), decided


def test_the_ledger_keeps_columns_and_payload(module_desk: Any) -> None:
    module_desk.hand_in([module_desk.penalty(WSH="全")], confirm_unusual=True)
    assert module_desk.query(
        """SELECT subject_id, subject_kind, kinds, amount, CAST(determined_on AS VARCHAR), source, version,
           CAST(reported_on AS VARCHAR), item, json(payload) FROM record WHERE doc_no = '全'"""
    ) == [
        (
            module_desk.BRIDGE_CODE,
            "enterprise",
            ["fine"],
            5000,
            "2026-03-10",
            module_desk.LIN,
            1,
            "2026-03-12",
            "yunze.penalty",
            f'{{"name":"{module_desk.BRIDGE}","party":"organisation","code":"{module_desk.BRIDGE_CODE}","doc_no":"全",'
            '"facts":"未按规定公示年度报告","basis":"《云泽市测试规定》第五条","kinds":"fine","fine":"0.5",'
            '"decided":"2026-03-10","authority":"云泽市市场监督管理局"}',
        )
    ]


def test_a_region_code_that_nobody_knows_is_kept_with_a_note(module_desk: Any) -> None:
    visit = {"CODE": module_desk.BRIDGE_CODE, "NAME": module_desk.BRIDGE, "DAY": "2026-03-01"}
    places = ["330106", "330184", "990101", "998877"]
    receipt = module_desk.hand_in([visit | {"PLACE": place} for place in places], "yunze.visit")
    assert module_desk.said(receipt) == [(4, "accepted", "region-unknown"), (5, "accepted", "region-unknown")]
    assert module_desk.query("SELECT region FROM record WHERE item = 'yunze.visit' ORDER BY ALL") == [
        (place,) for place in places
    ]
