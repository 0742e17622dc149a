"""What a decision says of a record goes into the right field, in the right unit."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from gongxin.casework.facts.cells import cells_of
from gongxin.errors import UsageError

if TYPE_CHECKING:
    from gongxin.law.library import Law


@pytest.mark.parametrize(
    ("said", "cells"),
    [
        ({"facts": "在路边停车"}, {"facts": "在路边停车"}),
        ({"determined_on": date(2026, 5, 10)}, {"decided_on": "2026-05-10"}),
        ({"kinds": ["fine", "warning"]}, {"kinds": "fine;warning"}),
        ({"fine": "0.02"}, {"fine": "0.02"}),  # a field, in its own unit: 万元
        ({"amount": 200}, {"fine": "0.02"}),  # a column, in yuan
        ({"amount": "1000000"}, {"fine": "100"}),
        ({"note": None}, {"note": ""}),
    ],
)
def test_a_value_goes_to_its_field_in_its_unit(law: Law, said: dict[str, Any], cells: dict[str, str]) -> None:
    assert cells_of(law.item("cn.penalty"), said) == cells


@pytest.mark.parametrize(
    ("said", "rule"),
    [
        ({"colour": "red"}, "no-such-field"),
        ({"party_code": "91990100MA0T4X1C8Y"}, "not-by-decision"),
        ({"party_id": "1"}, "not-by-decision"),
        ({"legal_representative_id": "1"}, "not-by-decision"),
        ({"amount": "much"}, "not-a-sum"),
    ],
)
def test_what_cannot_be_said_is_refused(law: Law, said: dict[str, Any], rule: str) -> None:
    with pytest.raises(UsageError) as refused:
        cells_of(law.item("cn.penalty"), said)
    assert refused.value.rule == rule
