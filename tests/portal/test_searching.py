"""Finding an organisation, and nobody else."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from tests.browser.town import BRIDGE, BRIDGE_CODE, SWALLOW

if TYPE_CHECKING:
    from tests.portal.conftest import Site

pytestmark = [pytest.mark.slow, pytest.mark.parametrize("office", ["sqlite"], indirect=True)]

#: Has the form of an identity number, and belongs to nobody: there is no such region.
NUMBER = "999999199001011234"


def test_part_of_a_name_finds_the_firm(site: Site) -> None:
    reader = site.public().gets("/search/", q="大桥工程")
    assert BRIDGE in reader.sees
    assert SWALLOW not in reader.sees


def test_a_code_leads_straight_to_the_file_however_it_is_typed(site: Site) -> None:
    reader = site.public().posts("/search/", q=f" {BRIDGE_CODE.lower()} ")
    assert reader.status == 302
    assert reader.answer.url == f"/subjects/{BRIDGE_CODE}/"


def test_an_identity_number_is_refused_and_gets_into_no_address(site: Site) -> None:
    reader = site.public().posts("/search/", q=NUMBER)
    assert reader.status == 400
    assert "自然人不能被查询" in reader.sees
    assert NUMBER not in reader.html


def test_a_name_that_nobody_has_is_told_with_what_to_do(site: Site) -> None:
    reader = site.public("en").gets("/search/", q="甲乙丙丁戊")
    assert "Nothing found" in reader.sees
    assert "Natural persons cannot be searched." in reader.sees


def test_an_empty_question_finds_nothing(site: Site) -> None:
    assert "请输入名称或代码" in site.public().gets("/search/", q="  ").sees
