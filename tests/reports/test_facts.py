"""What departments hand in, put into words."""

from __future__ import annotations

from typing import Any

import pytest

from gongxin.law.library import Law
from gongxin.law.schema.catalogue import CatalogueItem
from gongxin.reports.facts import facts


@pytest.fixture(scope="module")
def shipped() -> Law:
    return Law.load()


def item(**field: Any) -> CatalogueItem:
    """An item with one field of the given kind."""
    return CatalogueItem.model_validate(
        {
            "id": "x.y",
            "title": {"zh": "事项", "en": "item"},
            "catalogue_class": "test",
            "nature": "neutral",
            "kinds": ["enterprise"],
            "in_force": {"from": "2000-01-01"},
            "cite": {"instrument": "book", "verified": False},
            "subject": {"scheme": "uscc", "code": "f"},
            "key": ["f"],
            "fields": [{"id": "f", "title": {"zh": "字段", "en": "field"}, **field}],
        }
    )


@pytest.mark.parametrize(
    ("field", "value", "zh", "en"),
    [
        ({"type": "amount", "unit": "wan_yuan"}, "5", "5 万元（50,000.00 元）", "CNY 50,000.00"),
        ({"type": "amount", "unit": "yuan"}, "1234.5", "1,234.50 元", "CNY 1,234.50"),
        ({"type": "date"}, "2099-12-31", "长期（无截止日期）", "no end"),
        ({"type": "date", "date_spelling": "year"}, "2017-12-31", "2017 年", "2017"),
        ({"type": "numbers"}, "18;3;32", "3、18、32", "3, 18, 32"),
        ({"type": "region"}, "330106", "浙江省杭州市西湖区（330106）", "330106 浙江省杭州市西湖区"),
        ({"type": "code", "values": "cn.registration-state"}, "unheard-of", "unheard-of", "unheard-of"),
    ],
)
def test_a_value_is_said_in_words(shipped: Law, field: dict[str, Any], value: str, zh: str, en: str) -> None:
    (fact,) = facts(shipped, item(**field), {"f": value})
    assert fact.value == value
    assert fact.shown is not None
    assert (fact.shown.zh, fact.shown.en) == (zh, en)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ({}, "经查"),
        ({"type": "date"}, "2024-05-01"),
        ({"type": "amount", "unit": "yuan"}, "很多"),
        ({"type": "region"}, "1"),
    ],
)
def test_a_value_that_speaks_for_itself_is_left_as_it_is(shipped: Law, field: dict[str, Any], value: str) -> None:
    (fact,) = facts(shipped, item(**field), {"f": value})
    assert fact.shown is None


def test_empty_and_personal_fields_are_no_facts(shipped: Law) -> None:
    person = item(type="person_id", personal="digest")
    assert facts(shipped, person, {"f": "digest"}) == ()
    assert facts(shipped, item(), {}) == ()
