"""Evaluations of several sources beside one another in a report: none replaces another, each on its own scale."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from gongxin.law.library import Law
from gongxin.reports import Audience, render_html
from gongxin.workspace import Workspace

if TYPE_CHECKING:
    from pathlib import Path

    from tests.reports.conftest import CreditOffice

    from gongxin.reports.report import Beside

pytestmark = pytest.mark.slow

IN_2026 = date(2026, 6, 30)


def evaluation(
    record_id: str, source: str, grade: str, on: str, name: str, by: str = "云泽市发展改革委"
) -> dict[str, Any]:
    columns = {"code": source, "level": grade, "title": name, "authority": by}
    return {"record_id": record_id * 16, "payload": {}, "determined_on": date.fromisoformat(on), **columns}


@pytest.fixture
def shipped(office: CreditOffice, tmp_path: Path) -> CreditOffice:
    """The credit office under the shipped law, with Lake Foods registered."""
    office = type(office)(Workspace.create(tmp_path / "shipped", buckets=4), Law.load())
    office.takes("cn.registration", {"record_id": "e0" * 16, "payload": {}, "determined_on": date(2016, 4, 18)})
    return office


def beside(office: CreditOffice, as_of: date = IN_2026, audience: Audience = Audience.PUBLIC) -> dict[str, Beside]:
    (section,) = (of for of in office.reports(audience, as_of=as_of).sections if of.id == "evaluation")
    return {of.title.zh: of for of in section.beside}


def test_results_of_four_sources_stand_beside_one_another(shipped: CreditOffice) -> None:
    shipped.takes(
        "cn.evaluation",
        evaluation("a1", "national", "B", "2026-05-01", "公共信用综合评价", "国家公共信用信息中心"),
        evaluation("a2", "industry", "A", "2026-05-02", "企业环境信用评价", "云泽市生态环境局"),
        evaluation("a3", "market", "AA", "2026-05-03", "主体信用评级", "云泽资信评估有限公司"),
    )
    found = beside(shipped)
    assert [of.source for of in found.values()] == ["national", "industry", "province", "market"]
    assert {name: of.grade for name, of in found.items() if of.record_id} == {
        "公共信用综合评价": "B",
        "企业环境信用评价": "A",
        "主体信用评级": "AA",
    }


def test_a_national_grade_is_read_on_the_scale_of_its_day(shipped: CreditOffice) -> None:
    shipped.takes("cn.evaluation", evaluation("a1", "national", "good", "2019-11-01", "公共信用综合评价"))
    assert beside(shipped, date(2020, 6, 30))["公共信用综合评价"].scale == ("excellent", "good", "fair", "poor")
    shipped.takes("cn.evaluation", evaluation("a2", "national", "C", "2026-05-01", "公共信用综合评价"))
    assert beside(shipped)["公共信用综合评价"].scale == ("A", "B", "C", "D")


def test_a_grade_and_its_scale_are_told_in_the_readers_words(shipped: CreditOffice) -> None:
    shipped.takes("cn.evaluation", evaluation("a1", "national", "good", "2019-11-01", "公共信用综合评价"))
    of = beside(shipped, date(2020, 6, 30))["公共信用综合评价"]
    assert of.grade_title is not None
    assert (of.grade_title.zh, of.grade_title.en) == ("良", "good")
    assert [title.zh for title in of.scale_titles] == ["优", "良", "中", "差"]
    page = render_html(shipped.reports(as_of=date(2020, 6, 30)), "zh")
    assert "优 良 中 差" in page
    assert ">good<" not in page


def test_of_one_evaluation_the_latest_result_is_shown(shipped: CreditOffice) -> None:
    shipped.takes(
        "cn.evaluation",
        evaluation("a1", "national", "D", "2026-04-10", "公共信用综合评价"),
        evaluation("a2", "national", "C", "2026-05-01", "公共信用综合评价"),
    )
    assert beside(shipped)["公共信用综合评价"].grade == "C"
    assert beside(shipped, date(2026, 4, 30))["公共信用综合评价"].grade == "D"


def test_under_a_national_d_an_industrys_a_is_marked_and_left_as_it_is(shipped: CreditOffice) -> None:
    shipped.takes(
        "cn.evaluation",
        evaluation("a1", "national", "D", "2026-05-01", "公共信用综合评价"),
        evaluation("a2", "industry", "A", "2026-05-02", "企业环境信用评价"),
        evaluation("a3", "industry", "B", "2026-05-02", "建筑市场信用评价"),
        evaluation("a4", "market", "A", "2026-05-02", "主体信用评级"),
    )
    found = beside(shipped)
    marked = {name: of.grade for name, of in found.items() if of.above_ceiling is not None}
    assert marked == {"企业环境信用评价": "A"}
    cite = found["企业环境信用评价"].above_ceiling
    assert cite is not None
    assert not cite.verified
    assert "高于全国评价所设上限" in render_html(shipped.reports(as_of=IN_2026), "zh")


def test_a_provinces_result_is_for_reference_only_since_the_plan_of_2026(shipped: CreditOffice) -> None:
    shipped.takes("cn.evaluation", evaluation("a1", "province", "B", "2026-03-01", "地方公共信用评价"))
    name = "地方公共信用评价"
    assert beside(shipped, date(2026, 4, 1))[name].reference_only is None
    assert beside(shipped, date(2026, 4, 2))[name].reference_only is not None


def test_tax_credit_is_shown_to_the_taxpayer_and_not_to_the_public(shipped: CreditOffice) -> None:
    shipped.takes(
        "cn.tax-information",
        {"record_id": "b1" * 16, "payload": {}, "code": "regular", "determined_on": date(2025, 12, 31)},
    )
    name = "纳税缴费信用评价（2025年）"
    assert name not in {of.title.zh for of in _gradings(shipped, Audience.PUBLIC)}
    (own,) = (of for of in _gradings(shipped, Audience.SUBJECT) if of.title.zh == name)
    assert (own.score, own.grade) == (90, "A")


def _gradings(office: CreditOffice, audience: Audience) -> Any:
    (section,) = (of for of in office.reports(audience, as_of=IN_2026).sections if of.id == "evaluation")
    return section.gradings
