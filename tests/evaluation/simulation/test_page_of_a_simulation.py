"""The page of a simulation: what it says, in both languages, to whoever decides on the rule."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from html.parser import HTMLParser
from typing import TYPE_CHECKING, Any

import pytest

from gongxin.errors import UsageError
from gongxin.evaluation.simulation.rule_changes import Part
from gongxin.evaluation.simulation.versions import Origin
from gongxin.reports import simulation_words as words
from gongxin.reports.simulation_page import LINES, render_simulation, write_simulation

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from gongxin.evaluation.simulation import Simulation
    from gongxin.reports.wording import Language

pytestmark = pytest.mark.slow


class Balanced(HTMLParser):
    """Fails on a tag that is closed in the wrong place; gathers the words."""

    VOID = frozenset({"meta", "br", "link", "img"})

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.words: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag != "script"
        assert not {"src", "onclick"} & {name for name, _ in attrs}
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if "style" not in self.open:
            self.words.append(data)


def read(page: str) -> str:
    reader = Balanced()
    reader.feed(page)
    assert reader.open == []
    return " ".join(" ".join(reader.words).split())


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_it_opens_with_the_findings(found: Simulation, law: Any, lang: Language) -> None:
    text = read(render_simulation(found, law, lang))
    expected = {
        "zh": (
            "10 个主体中，2 个降级（20.0%），2 个升级（20.0%），6 个不变",
            "由 1.1 次变为 1.25 次（+0.15）",
            "虚构数据",
        ),
        "en": ("Of the 10 subjects", "2 go down (20.0%)", "goes from 1.1 to 1.25 (+0.15)", "Synthetic data"),
    }
    for part in expected[lang]:
        assert part in text


def test_in_english_only_names_and_numbers_of_documents_are_chinese(found: Simulation, law: Any) -> None:
    page = render_simulation(found, law, "en")
    page = re.sub(r"<style>.*?</style>|<svg.*?</svg>|<caption>.*?</caption>", "", page, flags=re.DOTALL)
    marked = re.sub(r'<span lang="zh-CN">.*?</span>', "", page)
    assert re.findall(r"[\u3400-\u9fff]+", marked) == []


def test_every_word_is_there_in_both_languages() -> None:
    assert set(words.ORIGINS) == set(Origin)
    assert set(words.PARTS) == set(Part)
    for table in (words.WORDS, words.FIELDS, words.ATTRIBUTES):
        for text in table.values():
            assert sorted(re.findall(r"{\w+}", text.zh)) == sorted(re.findall(r"{\w+}", text.en))


def test_a_name_cannot_smuggle_anything_into_the_page(found: Simulation, law: Any) -> None:
    firm = replace(found.loses[0], name="<script>alert(1)</script>")
    page = render_simulation(replace(found, loses=(firm,)), law)
    assert "<script>" not in page
    assert "&lt;script&gt;" in page


def test_the_lines_of_a_subject_add_up_on_the_page(found: Simulation, law: Any) -> None:
    text = read(render_simulation(found, law))
    assert "守法 （下限）" in text
    assert "−15" in text
    assert "+65" in text


def test_many_lines_are_cut_and_their_sum_stands_for_them(found: Simulation, law: Any) -> None:
    firm = next(of for of in found.loses if of.subject_id == "firm10")
    many = replace(firm, lines=firm.lines + firm.lines[1:])
    assert len(many.lines) > LINES + 1
    text = read(render_simulation(replace(found, loses=(many,)), law))
    rest = many.lines[LINES:]
    assert f"其余 {len(rest)} 行 −{15 * len(rest)}" in text


def test_scales_that_cannot_be_compared_are_not_called_up_or_down(office: Any, law: Any) -> None:
    page = render_simulation(office.compares_editions(date(2022, 5, 1)), law)
    text = read(page)
    assert "等级名称不同" in text
    assert "升级" not in text
    assert "good 好" in text


def test_without_a_table_of_shares_it_says_how_to_name_one(office: Any, law: Any, draft: Callable[..., Path]) -> None:
    text = read(render_simulation(office.tries(draft()), law))
    assert "--shares" in text
    assert "完全相同" in text
    assert "没有主体的得分变化" in text


def test_a_page_is_html_and_nothing_else(found: Simulation, law: Any, tmp_path: Path) -> None:
    with pytest.raises(UsageError) as refused:
        write_simulation(found, law, tmp_path / "page.pdf")
    assert refused.value.rule == "report-format"
    write_simulation(found, law, tmp_path / "page.html")
    assert (tmp_path / "page.html").read_text(encoding="utf-8").startswith("<!doctype html>")
