"""The file that everybody sees: each record's standing, the grade's sum, what would raise it; nothing hidden."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from tests.browser.town import BRIDGE, BRIDGE_CODE
from tests.portal.conftest import first_record

from gongxin.subjects.identifiers import person_digest

if TYPE_CHECKING:
    from tests.portal.conftest import Site

pytestmark = [pytest.mark.slow, pytest.mark.parametrize("office", ["sqlite"], indirect=True)]

FILE = f"/subjects/{BRIDGE_CODE}/"


def test_each_record_says_what_it_is_worth_until_when_and_by_which_article(site: Site) -> None:
    reader = site.public().gets(FILE)
    assert BRIDGE in reader.sees
    assert "在期限内，自 2026-03-10 至 2027-03-10（含当日）" in reader.sees
    assert "公示中" in reader.sees
    assert "总局令第107号" in reader.sees


def test_the_lines_of_a_grade_add_up_to_its_score(site: Site) -> None:
    cells = re.findall(r'<td class="amount[^"]*" data-label="[^"]*">([−+]?[0-9.]+)', site.public().gets(FILE).html)
    base, *points, score = [float(cell.replace("−", "-")) for cell in cells]
    assert base + sum(points) == score


def test_what_would_raise_the_grade_is_a_page_and_a_part_of_one(site: Site) -> None:
    path = f"{FILE}way-up/zj.enterprise/"
    page, part = site.public().gets(path), site.public().gets(path, {"HX-Request": "true"})
    assert "<html" in page.html
    assert "<html" not in part.html
    assert "最快升至 B 级" in part.sees


def test_a_record_of_somebody_else_is_not_found_under_this_code(site: Site) -> None:
    reader = site.public().gets(f"{FILE}records/{'0' * 32}/")
    assert reader.status == 404
    assert "没有这条正在公示的记录" in reader.sees


def test_a_code_that_nobody_has_is_told_in_words_for_a_page(site: Site) -> None:
    reader = site.public().gets("/subjects/91990100MB0000099X/")
    assert reader.status == 404
    assert "请核对代码，或从首页按名称查询" in reader.sees
    assert "gongxin find" not in reader.sees


def test_a_natural_person_has_no_page_even_for_whoever_knows_the_digest(site: Site) -> None:
    reader = site.public().gets(f"/subjects/{person_digest.PREFIX}{'a' * 64}/")
    assert reader.status == 403
    assert "不向社会公开" in reader.sees


def test_what_can_be_done_says_from_which_day_and_who_must_answer_by_when(site: Site) -> None:
    reader = site.public()
    reader.gets(first_record(reader.gets(FILE)))
    assert "今日即可申请" in reader.sees
    assert "7个工作日" in reader.sees
    assert "登录并申请" in reader.sees


def test_a_look_up_by_somebody_who_signed_in_is_logged_and_that_of_the_public_is_not(site: Site) -> None:
    from gongxin.accounts.models import Query

    site.public().gets(FILE)
    site.as_("zhang").gets(FILE)  # his own firm
    assert not Query.objects.exists()
    site.as_("sun").gets(FILE)
    assert [(query.by.username, query.subject_id) for query in Query.objects.all() if query.by] == [
        ("sun", BRIDGE_CODE)
    ]


def test_a_file_in_english_keeps_chinese_names_marked_as_chinese(site: Site) -> None:
    reader = site.public("en").gets(FILE)
    assert f'<span lang="zh-Hans">{BRIDGE}</span>' in reader.html
    assert "Within its period, from 2026-03-10 to 2027-03-10, both included." in reader.sees
