"""A taxi company's penalty must not end up with an engineering firm."""

from __future__ import annotations

from typing import Any

import pytest

#: Rows on the two firms: what differs from a sound penalty on the engineering firm, how it ends, by which rule.
CASES: dict[str, tuple[dict[str, str], str, str | None]] = {
    "the taxi company under the engineering firm's code": ({"NAME": "飞燕"}, "held", "name-not-of-code"),
    "a name like the taxi company's": ({"NAME": "云泽市飞燕出租车有限公司"}, "held", "name-not-of-code"),
    "the taxi company under a code nobody has": ({"NAME": "飞燕", "CODE": "?"}, "held", "name-of-another"),
    "a tea house nobody knows": ({"NAME": "云泽市新月茶馆", "CODE": "?"}, "accepted", "not-registered"),
    "the registered name": ({}, "accepted", None),
    "the legal form spelled out": ({"NAME": "云泽市大桥工程有限责任公司"}, "accepted", None),
    "brackets": ({"NAME": "云泽市大桥工程（有限公司）"}, "accepted", None),
    "spaces": ({"NAME": "云泽市 大桥工程 有限公司"}, "accepted", None),
    "a former name": ({"NAME": "云泽桥梁工程队"}, "accepted", None),
    "a row that is rejected anyway": ({"NAME": "飞燕", "YJ": ""}, "rejected", "no-legal-basis"),
    "an organisation code alone": ({"CODE": "", "ORG": "大桥"}, "accepted", "org-code-resolved"),
    "an organisation code and another's name": (
        {"NAME": "飞燕", "CODE": "", "ORG": "大桥"},
        "held",
        "name-not-of-code",
    ),
    "an organisation code nobody has": ({"CODE": "", "ORG": "?"}, "rejected", "org-code-unknown"),
}


@pytest.fixture(scope="module")
def yunze(module_desk: Any) -> Any:
    """Both firms are registered; the engineering firm used to be a bridge-building team."""
    module_desk.register(
        (module_desk.BRIDGE_CODE, module_desk.BRIDGE, "云泽桥梁工程队"), (module_desk.SWALLOW_CODE, module_desk.SWALLOW)
    )
    return module_desk


@pytest.fixture(scope="module")
def receipt(yunze: Any) -> Any:
    """The receipt of all cases, handed in with one file."""
    return yunze.hand_in(
        [row(yunze, changes) | {"WSH": f"案{place}"} for place, (changes, _, _) in enumerate(CASES.values())]
    )


def row(desk: Any, changes: dict[str, str]) -> dict[str, str]:
    stands_for = {
        ("NAME", "飞燕"): desk.SWALLOW,
        ("CODE", "?"): desk.UNKNOWN_CODE,
        ("ORG", "?"): desk.UNKNOWN_CODE[8:17],
        ("ORG", "大桥"): desk.BRIDGE_CODE[8:17],
    }
    filled: dict[str, str] = desk.penalty(**{key: stands_for.get((key, cell), cell) for key, cell in changes.items()})
    return filled


@pytest.mark.parametrize("name", CASES)
def test_how_a_row_ends_by_its_name_and_code(receipt: Any, name: str) -> None:
    place = list(CASES).index(name) + 2
    said = {remark.rule: remark.outcome for remark in receipt.remarks() if remark.row == place}
    _, outcome, rule = CASES[name]
    assert said == ({} if rule is None else {rule: outcome})


def test_what_is_held_is_in_no_record(yunze: Any, receipt: Any) -> None:
    assert receipt.held == 4
    taken = {doc_no for (doc_no,) in yunze.query("SELECT doc_no FROM record WHERE item = 'yunze.penalty'")}
    assert taken == {f"案{n}" for n, (_, outcome, _) in enumerate(CASES.values()) if outcome == "accepted"}


def test_the_receipt_names_whom_a_held_record_may_be_about(yunze: Any, receipt: Any) -> None:
    for remark in receipt.remarks():
        if remark.outcome == "held":
            assert f"{yunze.SWALLOW} ({yunze.SWALLOW_CODE})" in remark.message.zh
            assert f"{yunze.SWALLOW} ({yunze.SWALLOW_CODE})" in remark.message.en
            assert yunze.BRIDGE not in remark.message.zh


def test_an_organisation_code_gives_the_record_its_subject(yunze: Any, receipt: Any) -> None:
    place = list(CASES).index("an organisation code alone")
    found = yunze.query(f"SELECT subject_id, subject_kind FROM record WHERE doc_no = '案{place}'")
    assert found == [(yunze.BRIDGE_CODE, "enterprise")]


@pytest.mark.slow
def test_a_name_given_up_becomes_a_former_name_and_still_fits(registered: Any) -> None:
    desk = registered
    desk.register((desk.BRIDGE_CODE, "云泽市虹桥工程有限公司"))
    assert desk.query(f"SELECT name, list_sort(former_names) FROM subject WHERE subject_id = '{desk.BRIDGE_CODE}'") == [
        ("云泽市虹桥工程有限公司", ["云泽市大桥工程有限公司", "云泽桥梁工程队"])
    ]
    assert desk.said(desk.hand_in([desk.penalty()])) == []


@pytest.mark.slow
def test_where_nobody_is_registered_there_is_nothing_to_compare_and_nothing_to_say(desk: Any) -> None:
    assert desk.said(desk.hand_in([desk.penalty(NAME=desk.SWALLOW)])) == []
