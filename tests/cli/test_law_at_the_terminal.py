"""``gongxin law`` as whoever reads the rules sees it at the terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.cli.conftest import Operator


def test_who_asks_for_a_day_before_a_rule_is_told_so_first_and_sees_an_edition_a_line(operator: Operator) -> None:
    answer = operator.types("law", "show", "r2017", "--as-of", "2025-01-01")
    zh, en, *table = answer.out.splitlines()
    assert answer.code == 0
    assert zh.startswith("r2017 在 2025-01-01 不适用，其适用期间自 2017-07-31 至 2019-06-30")
    assert "r2017 is not in force on 2025-01-01, only from 2017-07-31 to 2019-06-30" in en
    assert [line.split()[:2] for line in table if line.startswith("20")] == [["2017-07-31", "2019-06-30"]]
