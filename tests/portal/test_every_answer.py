"""What holds of every answer of the site: headers, refusals in the reader's language, nothing from outside."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from tests.browser.town import BRIDGE_CODE

if TYPE_CHECKING:
    from tests.portal.conftest import Site

pytestmark = pytest.mark.parametrize("office", ["sqlite"], indirect=True)

PATHS = ("/", "/about/", "/progress/", "/commitments/", "/not-yet-updated/", f"/subjects/{BRIDGE_CODE}/", "/nowhere/")


def test_no_page_brings_script_or_style_with_it_or_from_elsewhere(site: Site) -> None:
    for path in PATHS:
        reader = site.public().gets(path)
        assert re.findall(r"<script(?![^>]*\bsrc=)|<style|\sstyle=|\son[a-z]+=|javascript:", reader.html) == []
        assert re.findall(r'(?:src|href|action)="(?:https?:)?//', reader.html) == []
        assert "default-src 'self'" in reader.answer.headers["Content-Security-Policy"]
        assert "unsafe" not in reader.answer.headers["Content-Security-Policy"]
        assert reader.answer.headers["X-Content-Type-Options"] == "nosniff"


def test_pages_say_that_the_data_is_synthetic_and_that_the_day_is_fixed(site: Site) -> None:
    reader = site.public().gets("/")
    assert "虚构数据" in reader.sees
    assert "本站显示的日期为 2026-08-17" in reader.sees


def test_pages_of_whoever_signed_in_are_not_kept_by_browsers(site: Site) -> None:
    assert site.as_("zhang").gets("/").answer.headers["Cache-Control"] == "no-store"


def test_a_failure_of_our_own_is_a_page_without_a_word_of_what_was_asked(
    site: Site, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fails(*_: object, **__: object) -> None:
        raise RuntimeError("张三 330106199001011234")

    monkeypatch.setattr("gongxin.pages.conclusions.search", fails)
    reader = site.public()
    reader.client.raise_request_exception = False
    reader.gets("/search/", q="张三")
    assert reader.status == 500
    assert "平台自身出错" in reader.sees
    assert "张三" not in reader.html


def test_an_address_with_a_character_that_no_database_takes_is_refused(site: Site) -> None:
    for path in ("/progress/?number=%00", "/subjects/%00/", "/desk/cases/%00/", "/search/?q=%00"):
        reader = site.public().gets(path)
        assert reader.status == 400, path
        assert "请求无法处理" in reader.sees


def test_the_health_address_tells_the_batch(site: Site) -> None:
    assert site.public().gets("/health").answer.json() == {"well": True, "batch": 3}
