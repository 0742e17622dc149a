"""Finding a company by its code, its name, or a name it had."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from gongxin.ledger.subjects import find_subjects
from gongxin.subjects.names import name_key

if TYPE_CHECKING:
    from tests.ledger.conftest import Department, Row


def company(subject_id: str, name: str, *former: str) -> Row:
    return {
        "subject_id": subject_id,
        "name": name,
        "name_key": name_key(name),
        "former_names": list(former),
        "former_keys": [name_key(other) for other in former],
        "registered": True,
    }


@pytest.fixture
def register(market: Department) -> Department:
    hengyuan = company("91990100MA00000001", "云泽市恒远商贸有限公司", "云泽市远恒商行")
    market.hands_in(subjects=[hengyuan, company("91990100MA00000002", "云泽市宏达食品有限公司")])
    return market


@pytest.mark.parametrize(
    ("asked", "likeness"),
    [
        ("91990100MA00000001", "same-code"),
        (" 91990100MA00000001 ", "same-code"),
        ("云泽市恒远商贸有限责任公司", "same-name"),
        ("云泽市远恒商行", "former-name"),
    ],
)
def test_a_company_is_found_by_code_name_and_former_name(register: Department, asked: str, likeness: str) -> None:
    found = find_subjects(register.ledger, asked)[0].as_dict()
    assert (found["subject_id"], found["likeness"]) == ("91990100MA00000001", likeness)


def test_the_register_is_asked_as_it_was_known(register: Department) -> None:
    assert find_subjects(register.ledger, "91990100MA00000001", known_at=0) == []
    assert find_subjects(register.ledger, "啊") == []
