"""Two journeys from end to end, in a real browser: another firm's penalty goes where it belongs; a fine is repaired."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest
from tests.browser.checks import check_page, keep_picture
from tests.browser.conftest import TODAY
from tests.browser.furnishing import PASSWORD
from tests.browser.town import BRIDGE, BRIDGE_CODE, SWALLOW, SWALLOW_CODE

from gongxin.casework.pdf_text import pdf_of

if TYPE_CHECKING:
    from pathlib import Path

    from tests.browser.conftest import Site, Visitor, Visits

pytestmark = pytest.mark.slow

CLAIM = "该处罚的当事人是飞燕出租汽车公司，本公司没有车辆。"
REASONS = "经核对车牌和营运证，当事人为飞燕出租汽车公司。"

#: What the pages say, by the language of the browser.
SAYS = {
    "zh-CN": {
        "objected": "异议处理中",
        "not acknowledged": "云泽企业查询",
        "bank": "云泽农村商业银行",
        "repaired": "已修复",
    },
    "en": {
        "objected": "objection",
        "not acknowledged": "Yunze company search",
        "bank": "Yunze Rural Commercial Bank",
        "repaired": "repaired",
    },
}


def report_of(site: Site, subject: str, folder: Path) -> dict[str, Any]:
    """The credit report of today as anybody can have it drawn up at the terminal."""
    out = folder / f"{subject}.json"
    words = [sys.executable, "-m", "gongxin", "report", subject, "--as-of", TODAY, "--out", str(out)]
    environment = os.environ | {"GONGXIN_HOME": str(site.workspace.root)}
    subprocess.run(words, env=environment, check=True, capture_output=True)
    found: dict[str, Any] = json.loads(out.read_text("utf-8"))
    return found


def score(visitor: Visitor, subject: str) -> str:
    """The grade, the score and how it came about, as the public file shows them."""
    visitor.goes_to(f"/subjects/{subject}/")
    return visitor.page.locator(".panel:has(#grade-1)").last.inner_text()


def cards(visitor: Visitor, text: str) -> int:
    """How many records on the page that is open say ``text``."""
    return visitor.page.locator("article").filter(has_text=text).count()


def decides(visitor: Visitor, move: str, *, reason: str | None = None) -> None:
    """Make a move on the case page that is open; a decision is given its reason, shown once more, and confirmed."""
    page = visitor.page
    page.locator(f"#move-{move} > summary").click()
    form = page.locator(f"form[action*='/move/{move}/']")
    if move == "reassign":
        form.locator(f"input[name=to_subject][value='{SWALLOW_CODE}']").check()
    if reason is not None:
        form.locator("[name=reason]").fill(reason)
    visitor.clicks(form.locator("button:not([name])"))
    if reason is None:
        return
    once_more = page.locator(f"form[action*='/move/{move}/']").filter(has=page.locator("[name=decide]"))
    if once_more.locator("[name=confirm-password]").count():
        once_more.locator("[name=confirm-password]").fill(PASSWORD)
    visitor.clicks(once_more.locator("button[name=decide]"))


def opens_first_case(visitor: Visitor) -> None:
    """The clerk opens the first case of the queue."""
    visitor.goes_to("/desk/queue/")
    visitor.clicks(visitor.page.locator("main a[href*='/desk/cases/']").first)


@pytest.mark.parametrize("lang", ["zh-CN", "en"])
def test_another_firm_s_penalty_goes_where_it_belongs(
    own_site: Site, visits_to: Any, lang: str, tmp_path: Path
) -> None:
    visit: Visits = visits_to(own_site)
    before = {subject: report_of(own_site, subject, tmp_path) for subject in (BRIDGE_CODE, SWALLOW_CODE)}

    # 张工 finds a taxi company's penalty under her firm's code, by name, on the public page.
    public = visit(lang)
    public.goes_to("/")
    public.page.locator("main form input:visible").first.fill(BRIDGE)
    with public.page.expect_navigation(wait_until="networkidle"):
        public.page.keyboard.press("Enter")
    grades = {subject: score(public, subject) for subject in (BRIDGE_CODE, SWALLOW_CODE)}
    public.goes_to(f"/subjects/{BRIDGE_CODE}/")
    assert cards(public, SWALLOW) == 1
    check_page(public, "journey-objection-1-file")

    # She asks what can be done about it, and objects.
    zhang = visit(lang)
    zhang.signs_in("zhang")
    zhang.goes_to(f"/subjects/{BRIDGE_CODE}/")
    zhang.clicks(zhang.page.locator("article").filter(has_text=SWALLOW).locator("a[href*='/records/']").last)
    check_page(zhang, "journey-objection-2-what-can-i-do")
    zhang.clicks(zhang.page.locator("a[href*='/apply/zj.objection/']"))
    zhang.page.locator("[name=claim]").fill(CLAIM)
    zhang.clicks(zhang.page.locator("main form.panel button"))
    check_page(zhang, "journey-objection-3-handed-in")

    # The record is marked at once, for everybody, and stands until it is decided.
    public.goes_to(f"/subjects/{BRIDGE_CODE}/")
    assert SAYS[lang]["objected"] in public.page.locator("article").filter(has_text=SWALLOW).inner_text().lower()

    # The clerk of the source department confirms: the record belongs to the taxi company.
    zhou = visit(lang)
    zhou.signs_in("zhou")
    opens_first_case(zhou)
    decides(zhou, "accept")
    check_page(zhou, "journey-objection-4-case")
    decides(zhou, "reassign", reason=REASONS)
    check_page(zhou, "journey-objection-5-decided")
    assert SWALLOW_CODE in zhou.page.locator("main").inner_text()

    # It has moved, and both histories are true.
    public.goes_to(f"/subjects/{BRIDGE_CODE}/")
    assert cards(public, "3号") == 0
    public.goes_to(f"/subjects/{SWALLOW_CODE}/")
    assert cards(public, "3号") == 1
    keep_picture(public, "journey-objection-6-right-subject")

    # Grade and report of both change at once.
    after = {subject: report_of(own_site, subject, tmp_path) for subject in (BRIDGE_CODE, SWALLOW_CODE)}
    assert all(score(public, subject) != grades[subject] for subject in grades)
    assert "3号" in json.dumps(before[BRIDGE_CODE], ensure_ascii=False)
    assert "3号" not in json.dumps(after[BRIDGE_CODE], ensure_ascii=False)
    assert "3号" in json.dumps(after[SWALLOW_CODE], ensure_ascii=False)

    # Everyone who had received it is told; who has not acknowledged shows as such.
    chen = visit(lang)
    chen.signs_in("chen")
    chen.goes_to("/desk/notices/")
    for box in chen.page.locator("input[name=notice]").all():
        box.check()
    check_page(chen, "journey-objection-7-notices")
    chen.clicks(chen.page.locator("main form[action*='acknowledge'] button").last)
    public.goes_to("/not-yet-updated/")
    check_page(public, "journey-objection-8-not-yet-updated")
    told = public.page.locator("main").inner_text()
    assert SAYS[lang]["not acknowledged"] in told
    assert SAYS[lang]["bank"] not in told


@pytest.mark.parametrize("lang", ["zh-CN", "en"])
def test_a_company_repairs_a_fine_after_its_minimum_period(
    own_site: Site, visits_to: Any, lang: str, tmp_path: Path
) -> None:
    visit: Visits = visits_to(own_site)
    proof = tmp_path / "缴款凭证.pdf"
    proof.write_bytes(pdf_of(["缴款凭证", "罚款人民币5000元，2026-03-20 缴清"]))

    # 孙经理 sees that the fine can be repaired since June, and by whom it will be answered.
    sun = visit(lang)
    sun.signs_in("sun")
    before = score(sun, SWALLOW_CODE)
    sun.clicks(sun.page.locator("article a[href*='/records/']").last)
    sun.clicks(sun.page.locator("a[href*='/apply/cn.repair.market/']"))
    check_page(sun, "journey-repair-1-apply")

    # One page: what the platform knows is filled in, the commitment is signed on it, the proof is added.
    for chosen in sun.page.locator("main form.panel input[type=file]").all():
        if chosen.get_attribute("required") is not None or chosen.evaluate(
            "one => one.closest('.field')?.innerText ?? ''"
        ):
            chosen.set_input_files(proof)
    for box in sun.page.locator("main form.panel input[type=checkbox]").all():
        box.check()
    sun.clicks(sun.page.locator("main form.panel button"))
    check_page(sun, "journey-repair-2-handed-in")

    # The clerk accepts and grants it.
    zhou = visit(lang)
    zhou.signs_in("zhou")
    opens_first_case(zhou)
    decides(zhou, "accept")
    decides(zhou, "grant", reason="罚款已缴清，已补报年度报告。")
    check_page(zhou, "journey-repair-3-granted")

    # Display ends everywhere, and the grade is refreshed.
    public = visit(lang)
    assert score(public, SWALLOW_CODE) != before
    assert cards(public, "2号") == 0
    check_page(public, "journey-repair-4-file")
    sun.goes_to("/desk/my-file/")
    check_page(sun, "journey-repair-5-my-file")
    public.goes_to("/not-yet-updated/")
    assert SAYS[lang]["bank"] in public.page.locator("main").inner_text()
