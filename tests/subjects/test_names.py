"""Names: which spellings are one name, in one text and in bulk."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gongxin.subjects.names import name_key, name_key_sql, split_names, split_names_sql

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    Ask = Callable[[str, Sequence[str | None]], list[object]]

PIECES = [
    "云泽",
    "青禾",
    "（中国）",
    "(中国)",
    "有限责任公司",
    "有限公司",
    "股份公司",
    "个体工商户",
    "ａｂ",
    "Ltd.",
    "Co., ",
    "〇",
    "々",
]


@pytest.mark.parametrize(
    "typed",
    [
        "云泽青禾（集团）有限公司",
        "云泽青禾(集团)有限公司",
        "云泽青禾【集团】有限公司",
        " 云泽 青禾〔集团〕有限公司 ",
        "云泽青禾集团有限责任公司",
        "云泽青禾﹙集团﹚责任有限公司",
        "云泽青禾「集团」有限公司。",
    ],
)
def test_brackets_spaces_and_the_longer_legal_form_make_no_other_name(typed: str) -> None:
    assert name_key(typed) == "云泽青禾集团有限公司"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("云泽青禾有限公司", "云泽青禾股份有限公司"),
        ("云泽青禾有限公司", "云泽青禾有限公司第一分公司"),
        ("云泽市青禾有限公司", "云泽青禾有限公司"),
        ("云泽一〇一商行", "云泽一一商行"),
    ],
)
def test_what_tells_companies_apart_stays(one: str, other: str) -> None:
    assert name_key(one) != name_key(other)


def test_the_mark_of_an_individual_business_is_no_part_of_its_name() -> None:
    assert name_key("云泽市百味面馆（个体工商户）") == name_key("云泽市百味面馆")


def test_a_branch_is_the_same_under_both_words_for_the_form() -> None:
    assert name_key("云泽青禾有限责任公司城东分公司") == name_key("云泽青禾有限公司城东分公司")


def test_latin_names_are_one_whatever_their_case_and_form() -> None:
    assert name_key("Blue Heron Co., Ltd.") == name_key("BLUE HERON COMPANY LIMITED") == "BLUEHERONCOLTD"


@settings(deadline=None, max_examples=40)
@given(
    st.lists(
        st.lists(st.sampled_from(PIECES) | st.text(st.characters(exclude_categories=["Cs"])), max_size=6).map("".join),
        min_size=1,
        max_size=50,
    )
)
def test_the_key_is_the_same_in_bulk(ask: Ask, texts: list[str]) -> None:
    assert ask(name_key_sql("code"), texts) == [name_key(text) for text in texts]


@given(st.lists(st.sampled_from(PIECES) | st.text(max_size=3), max_size=6).map("".join))
def test_the_key_of_a_key_is_itself(text: str) -> None:
    assert name_key(name_key(text)) == name_key(text)


def test_former_names_in_one_cell_come_apart(ask: Ask) -> None:
    cell = "云泽青禾厂；云泽青禾有限公司、 云泽禾苗厂 ;"
    names = ["云泽青禾厂", "云泽青禾有限公司", "云泽禾苗厂"]
    assert split_names(cell) == names
    assert ask(split_names_sql("code"), [cell, None, ""]) == [names, None, []]
