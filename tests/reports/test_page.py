"""The report as a page: sound HTML that anyone can read, print and follow."""

from __future__ import annotations

import re
from collections import Counter
from html.parser import HTMLParser
from typing import TYPE_CHECKING

import pytest

from gongxin.errors import UsageError
from gongxin.reports import Audience, render_html, write_report
from gongxin.reports.report import plain_number
from gongxin.reports.wording import WORDS

if TYPE_CHECKING:
    from pathlib import Path

    from tests.reports.conftest import CreditOffice

    from gongxin.reports import CreditReport
    from gongxin.reports.wording import Language

pytestmark = pytest.mark.slow

LANGUAGES = ["zh", "en"]
VOID = {"meta", "br", "link", "img", "hr"}
HAN = re.compile(r"[\u4e00-\u9fff]")


class Page(HTMLParser):
    """What a reader of the page meets: tags properly nested, ids, links, tables, words by language."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.langs: list[str] = []
        self.tags: Counter[str] = Counter()
        self.ids: Counter[str] = Counter()
        self.links: list[str] = []
        self.headings: list[int] = []
        self.unscoped = 0
        self.foreign: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        of = {name: value or "" for name, value in attrs}
        self.tags[tag] += 1
        self.ids.update([of["id"]] if "id" in of else [])
        self.links += [of["href"]] if "href" in of else []
        self.headings += [int(tag[1])] if re.fullmatch("h[1-6]", tag) else []
        self.unscoped += tag == "th" and "scope" not in of
        if tag not in VOID:
            self.open.append(tag)
            self.langs.append(of.get("lang") or (self.langs[-1] if self.langs else ""))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag
        self.langs.pop()

    def handle_data(self, data: str) -> None:
        if self.open and self.open[-1] not in ("style", "title") and self.langs[-1] == "en" and HAN.search(data):
            self.foreign.append(data.strip())


@pytest.fixture(scope="session", params=list(Audience))
def report(yunze: CreditOffice, request: pytest.FixtureRequest) -> CreditReport:
    return yunze.reports(request.param)


@pytest.fixture(params=LANGUAGES)
def page(report: CreditReport, request: pytest.FixtureRequest) -> Page:
    return Page(render_html(report, request.param))


def test_the_page_is_soundly_nested(page: Page) -> None:
    assert page.open == []


def test_there_is_no_script_and_nothing_is_loaded(page: Page) -> None:
    assert not {"script", "link", "img", "iframe", "object"} & set(page.tags)
    assert all(link.startswith("#") for link in page.links)


def test_every_link_leads_somewhere_and_every_place_has_one_name(page: Page) -> None:
    assert {link.removeprefix("#") for link in page.links} <= set(page.ids)
    assert set(page.ids.values()) == {1}


def test_headings_leave_no_level_out(page: Page) -> None:
    assert page.headings[0] == 1
    assert all(later - earlier <= 1 for earlier, later in zip(page.headings, page.headings[1:], strict=False))


def test_tables_have_captions_and_headers_have_scopes(page: Page) -> None:
    assert page.tags["caption"] == page.tags["table"]
    assert page.unscoped == 0


def test_the_english_page_marks_what_departments_wrote_in_chinese(report: CreditReport) -> None:
    assert Page(render_html(report, "en")).foreign == []


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_page_tells_its_language(report: CreditReport, lang: Language) -> None:
    assert f'<html lang="{"zh-CN" if lang == "zh" else "en"}">' in render_html(report, lang)


def test_every_record_of_the_data_is_on_the_page(report: CreditReport) -> None:
    html = render_html(report)
    entries = [entry for section in report.sections for item in section.items for entry in item.entries]
    assert entries
    assert [entry.record_id for entry in entries if f'id="r-{entry.record_id}"' not in html] == []


def test_an_empty_section_says_that_there_is_nothing(report: CreditReport) -> None:
    empty = sum(not section.count for section in report.sections if section.id not in ("identity", "advice"))
    assert render_html(report).count(WORDS["none"].zh) == empty


def test_what_is_not_verified_and_what_only_informs_stands_out(report: CreditReport) -> None:
    html = render_html(report)
    assert 'class="tag warn">未核对原文' in html
    assert '</span><span class="tag' not in html, "read aloud, one badge would run into the next"
    assert WORDS["reference-only"].zh in html


@pytest.mark.parametrize("lang", LANGUAGES)
def test_invented_data_are_marked_on_the_screen_and_on_every_printed_page(report: CreditReport, lang: Language) -> None:
    html = render_html(report, lang)
    marked, real = WORDS["synthetic"], report.model_copy(update={"synthetic": False})
    assert (marked.zh if lang == "zh" else marked.en) in html
    assert "@top-center" in html
    assert "@top-center" not in render_html(real, lang)


def test_what_a_department_writes_is_text_and_never_markup(office: CreditOffice) -> None:
    trick = '<script>alert("x")</script>{{ 7 * 7 }}'
    office.takes("yr.penalty", {"record_id": "ab" * 16, "payload": {"doc_no": trick}, "kinds": ["fine"]})
    page = Page(render_html(office.reports(Audience.SUBJECT)))
    assert page.tags["script"] == 0


def test_words_exist_in_both_languages_and_differ() -> None:
    for key, words in WORDS.items():
        assert HAN.search(words.zh), key
        assert not HAN.search(words.en), key


@pytest.mark.parametrize(("ending", "start"), [(".html", "<!doctype html>"), (".json", "{"), (".HTML", "<!doctype")])
def test_a_report_is_written_by_the_files_ending(yunze: CreditOffice, tmp_path: Path, ending: str, start: str) -> None:
    out = tmp_path / f"report{ending}"
    subject = yunze.reports().identity.subject_id
    written = write_report(yunze.ledger, yunze.law, subject, out, as_of=yunze.reports().as_of)
    assert out.read_text(encoding="utf-8").strip().startswith(start)
    assert written.known_at == 3


@pytest.mark.parametrize(
    ("name", "rule"), [("report.pdf", "report-format"), ("none/report.html", "cannot-write-report")]
)
def test_a_file_that_cannot_be_written_is_told(yunze: CreditOffice, tmp_path: Path, name: str, rule: str) -> None:
    now = yunze.reports()
    with pytest.raises(UsageError) as refusal:
        write_report(yunze.ledger, yunze.law, now.identity.subject_id, tmp_path / name, as_of=now.as_of)
    assert refusal.value.rule == rule


@pytest.mark.parametrize(("number", "written"), [("2.5000", "2.5"), ("-0.0", "0"), ("1E+3", "1000"), ("-12", "-12")])
def test_points_are_written_as_by_hand(number: str, written: str) -> None:
    from decimal import Decimal

    assert plain_number(Decimal(number)) == written
