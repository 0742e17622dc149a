"""A taxi company's penalty must not end up with an engineering firm."""

from __future__ import annotations

from typing import Any

import pytest


def test_the_taxi_companys_penalty_under_the_engineering_firms_code_is_held(registered: Any) -> None:
    desk = registered
    receipt = desk.hand_in([desk.penalty(NAME=desk.SWALLOW)])
    (remark,) = receipt.remarks()
    assert (remark.row, remark.outcome, remark.rule) == (2, "held", "name-not-of-code")
    assert f"{desk.SWALLOW} ({desk.SWALLOW_CODE})" in remark.message.zh
    assert f"{desk.SWALLOW} ({desk.SWALLOW_CODE})" in remark.message.en
    assert desk.query("SELECT count(*) FROM record WHERE item = 'yunze.penalty'") == [(0,)]


def test_a_name_under_an_unregistered_code_that_belongs_to_somebody_else_is_held(registered: Any) -> None:
    desk = registered
    receipt = desk.hand_in([desk.penalty(NAME=desk.SWALLOW, CODE=desk.UNKNOWN_CODE)])
    assert desk.said(receipt) == [(2, "held", "name-of-another")]


def test_where_nothing_is_known_of_code_and_name_the_row_is_taken_with_a_note(registered: Any) -> None:
    desk = registered
    receipt = desk.hand_in([desk.penalty(NAME="云泽市新月茶馆", CODE=desk.UNKNOWN_CODE)])
    assert desk.said(receipt) == [(2, "accepted", "not-registered")]


def test_where_nobody_is_registered_there_is_nothing_to_compare_and_nothing_to_say(desk: Any) -> None:
    assert desk.said(desk.hand_in([desk.penalty(NAME=desk.SWALLOW)])) == []


@pytest.mark.parametrize(
    "name",
    [
        "云泽市大桥工程有限公司",
        "云泽市大桥工程有限责任公司",
        "云泽市大桥工程（有限公司）",
        "云泽市 大桥工程 有限公司",
        "云泽桥梁工程队",
    ],
)
def test_spellings_of_the_registered_name_and_former_names_hold_nothing_up(registered: Any, name: str) -> None:
    assert registered.said(registered.hand_in([registered.penalty(NAME=name)])) == []


def test_a_name_like_the_registered_one_is_held_and_the_likeliest_bearer_named(registered: Any) -> None:
    desk = registered
    receipt = desk.hand_in([desk.penalty(NAME="云泽市飞燕出租车有限公司")])
    (remark,) = receipt.remarks()
    assert remark.outcome == "held"
    assert desk.SWALLOW in remark.message.zh
    assert desk.BRIDGE not in remark.message.zh


def test_a_name_given_up_becomes_a_former_name_and_still_fits(registered: Any) -> None:
    desk = registered
    desk.register((desk.BRIDGE_CODE, "云泽市虹桥工程有限公司"))
    assert desk.query(f"SELECT name, list_sort(former_names) FROM subject WHERE subject_id = '{desk.BRIDGE_CODE}'") == [
        ("云泽市虹桥工程有限公司", ["云泽市大桥工程有限公司", "云泽桥梁工程队"])
    ]
    assert desk.said(desk.hand_in([desk.penalty()])) == []


def test_a_row_that_is_rejected_anyway_is_not_held_as_well(registered: Any) -> None:
    desk = registered
    assert desk.said(desk.hand_in([desk.penalty(NAME=desk.SWALLOW, YJ="")])) == [(2, "rejected", "no-legal-basis")]


def test_an_organisation_code_alone_finds_its_registered_bearer_and_the_guard_watches_it(registered: Any) -> None:
    desk = registered
    rows = [
        desk.penalty(CODE="", ORG=desk.BRIDGE_CODE[8:17]),
        desk.penalty(CODE="", ORG=desk.BRIDGE_CODE[8:17], NAME=desk.SWALLOW, WSH="2号"),
        desk.penalty(CODE="", ORG=desk.UNKNOWN_CODE[8:17], WSH="3号"),
    ]
    receipt = desk.hand_in(rows)
    assert desk.said(receipt) == [
        (2, "accepted", "org-code-resolved"),
        (3, "held", "name-not-of-code"),
        (4, "rejected", "org-code-unknown"),
    ]
    assert desk.query("SELECT subject_id, subject_kind FROM record WHERE doc_no LIKE '云监罚%'") == [
        (desk.BRIDGE_CODE, "enterprise")
    ]
