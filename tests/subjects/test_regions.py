"""Regions: what a code stood for, when, and what it lies in."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from gongxin.subjects.regions import Region, Regions, known_sql

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    import duckdb

    Ask = Callable[[str, Sequence[str | None]], list[object]]

YUNZE = (
    Region("990000", "云上省", "Yunshang"),
    Region("990100", "云泽市", "Yunze"),
    Region("990101", "城东区", "Chengdong"),
    Region("990102", "湖滨县", "Hubin", until=date(2018, 6, 30)),
    Region("990102", "湖滨区", "Hubin", since=date(2018, 7, 1)),
)


@pytest.fixture(scope="module")
def regions() -> Regions:
    return Regions.standard(YUNZE)


@pytest.mark.parametrize(
    ("code", "name"),
    [
        ("330000", "浙江省"),
        ("330106", "浙江省杭州市西湖区"),
        ("110105", "北京市朝阳区"),
        ("429004", "湖北省仙桃市"),
        ("330106001", "浙江省杭州市西湖区"),
        ("990101", "云上省云泽市城东区"),
    ],
)
def test_a_code_has_a_full_name(regions: Regions, code: str, name: str) -> None:
    assert regions.full_name(code) == name


def test_an_abolished_code_stays_good_for_documents_of_its_time(regions: Regions) -> None:
    xiacheng = "330103"
    assert regions.is_known(xiacheng)
    assert regions.is_known(xiacheng, date(2019, 5, 1))
    assert not regions.is_known(xiacheng, date(2024, 5, 1))
    assert regions.full_name(xiacheng, date(2019, 5, 1)) == "浙江省杭州市下城区"
    assert regions.full_name(xiacheng, date(2024, 5, 1)) is None


def test_a_code_may_have_stood_for_two_places_one_after_the_other(regions: Regions) -> None:
    first, second = regions.find("330206", date(1985, 5, 1)), regions.find("330206", date(2020, 5, 1))
    assert first is not None
    assert second is not None
    assert (first.zh, second.zh) == ("滨海区", "北仑区")


def test_a_pack_may_say_the_very_day_on_which_a_county_became_a_district(regions: Regions) -> None:
    assert regions.full_name("990102", date(2018, 6, 30)) == "云上省云泽市湖滨县"
    assert regions.full_name("990102", date(2018, 7, 1)) == "云上省云泽市湖滨区"


def test_a_line_runs_from_the_province_down(regions: Regions) -> None:
    assert regions.lineage("330106") == ("330000", "330100", "330106")
    assert regions.parent("330106") == "330100"
    assert regions.parent("330000") is None


def test_every_code_lies_in_a_province(regions: Regions) -> None:
    for region in regions:
        assert regions.lineage(region.code)[0] == region.code[:2] + "0000"


@pytest.mark.parametrize(
    "code", ["", "33", "33010", "3301067", "000000", "123456", "999999", "３３０１０６", "330106\n"]
)
def test_what_is_no_region_is_unknown(regions: Regions, code: str) -> None:
    assert not regions.is_known(code)
    assert regions.lineage(code) == ()
    assert regions.parent(code) is None
    assert regions.full_name(code) is None


def test_a_column_of_codes_is_judged_as_one_by_one(
    connection: duckdb.DuckDBPyConnection, ask: Ask, regions: Regions
) -> None:
    regions.create_table(connection)
    codes = ["330106", "330103", "330103001", "990102", "990199", "33010", "abc", "", "330106001001"]
    assert ask(known_sql("code"), codes) == [regions.is_known(code) for code in codes]
    for day in (date(1970, 1, 1), date(2019, 1, 1), date(2024, 1, 1)):
        assert ask(known_sql("code", f"DATE '{day}'"), codes) == [regions.is_known(code, day) for code in codes]
    assert ask(known_sql("code", "NULL::DATE"), codes) == [regions.is_known(code) for code in codes]
