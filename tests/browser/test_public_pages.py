"""Every public page, in both languages, on a telephone and on a desk."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from tests.browser.checks import check_page
from tests.browser.town import BRIDGE, BRIDGE_CODE

if TYPE_CHECKING:
    from tests.browser.conftest import Visits

pytestmark = pytest.mark.slow

PAGES = {
    "home": "/",
    "search": "/search/?q=云泽",
    "nothing-found": "/search/?q=甲乙丙丁",
    "file": f"/subjects/{BRIDGE_CODE}/",
    "way-up": f"/subjects/{BRIDGE_CODE}/way-up/zj.enterprise/",
    "progress": "/progress/",
    "commitments": "/commitments/",
    "not-yet-updated": "/not-yet-updated/",
    "about": "/about/",
    "sign-in": "/desk/sign-in/",
}


@pytest.mark.parametrize("width", [360, 1440])
@pytest.mark.parametrize("lang", ["zh-CN", "en"])
@pytest.mark.parametrize("name", list(PAGES))
def test_a_public_page_can_be_used_by_everybody(visit: Visits, name: str, lang: str, width: int) -> None:
    visitor = visit(lang, width)
    visitor.goes_to(PAGES[name])
    check_page(visitor, name)


@pytest.mark.parametrize("width", [360, 1440])
@pytest.mark.parametrize("lang", ["zh-CN", "en"])
def test_what_can_be_done_about_a_record_can_be_read_by_everybody(visit: Visits, lang: str, width: int) -> None:
    visitor = visit(lang, width)
    visitor.goes_to(PAGES["file"])
    about = {"zh-CN": "这条记录我能做什么", "en": "What can be done about this record"}[lang]
    visitor.page.get_by_role("link", name=about).first.click()
    visitor.page.wait_for_load_state("networkidle")
    check_page(visitor, "record")


@pytest.mark.parametrize("lang", ["zh-CN", "en"])
def test_a_page_that_is_not_there_says_so_in_the_reader_s_language(visit: Visits, lang: str) -> None:
    visitor = visit(lang)
    answer = visitor.page.goto(visitor.site.url("/nowhere/"))
    assert answer is not None
    assert answer.status == 404
    assert visitor.page.locator("h1").inner_text() == {"zh-CN": "未找到", "en": "Not found"}[lang]


def test_whoever_reads_chinese_can_change_to_english_and_back(visit: Visits) -> None:
    visitor = visit("zh-CN", 360)
    visitor.goes_to("/about/")
    visitor.page.get_by_role("button", name="English").click()
    assert visitor.page.locator("html").get_attribute("lang") == "en"
    assert visitor.page.url.endswith("/about/")
    visitor.page.get_by_role("button", name="中文").click()
    assert visitor.page.locator("html").get_attribute("lang") == "zh-Hans"


def test_a_firm_is_found_by_part_of_its_name_and_its_file_opened_without_a_mouse(visit: Visits) -> None:
    visitor = visit()
    visitor.goes_to("/")
    visitor.page.get_by_label("单位的名称或统一社会信用代码").fill("大桥工程")
    visitor.page.keyboard.press("Enter")
    visitor.page.get_by_role("link", name=BRIDGE).press("Enter")
    assert visitor.page.locator("h1").inner_text() == BRIDGE


def test_pages_work_without_any_script(visit: Visits) -> None:
    visitor = visit(script=False)
    visitor.goes_to(PAGES["file"])
    visitor.page.get_by_role("link", name="怎样提升等级").first.click()
    assert visitor.page.get_by_role("heading", name="怎样提升等级").is_visible()
    visitor.goes_to(PAGES["file"])
    visitor.page.get_by_role("link", name="这条记录我能做什么").first.click()
    assert visitor.page.locator("h1").inner_text() == "这条记录我能做什么"
