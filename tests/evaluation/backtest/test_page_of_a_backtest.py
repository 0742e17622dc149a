"""The page of a back-test: whole in both languages, nothing loaded from elsewhere, honest about what it rests on."""

from __future__ import annotations

import json
import re
import shutil
from dataclasses import replace
from datetime import date
from html.parser import HTMLParser
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from gongxin.cli.main import main
from gongxin.cli.output import to_json
from gongxin.errors import UsageError
from gongxin.evaluation.backtest import BackTest, Outcome, backtest
from gongxin.evaluation.backtest.known import Basis
from gongxin.evaluation.backtest.question import Among
from gongxin.evaluation.backtest.rates import NamedRate, Rate
from gongxin.evaluation.backtest.results import Caveat
from gongxin.law.schema.basics import Duration
from gongxin.reports.backtest_page import render_backtest
from gongxin.reports.backtest_words import BASES, CASES, CAVEATS
from gongxin.reports.backtest_writing import write_backtest

if TYPE_CHECKING:
    from tests.evaluation.backtest.conftest import City

    from gongxin.law.library import Law

_HAN = re.compile(r"[\u3400-\u9fff]")


@pytest.fixture(scope="module")
def found(yunze: City, law: Law) -> BackTest:
    return backtest(
        yunze.ledger,
        law,
        "yunze.standing",
        as_of=date(2024, 12, 31),
        horizon=Duration.model_validate("1 year"),
        outcome=Outcome("yunze.penalty", "amount < 5000"),
        fields=["district"],
    )


class Page(HTMLParser):
    """What a page says, what it loads, and whether its tags close."""

    VOID = frozenset({"meta", "br", "link"})

    def __init__(self, text: str) -> None:
        super().__init__()
        self.text: list[str] = []
        self.open: list[str] = []
        self.loads: list[str] = []
        self.ids: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in self.VOID:
            self.open.append(tag)
        named = dict(attrs)
        self.loads += [named[name] or "" for name in ("src", "href") if name in named]
        if named.get("id"):
            self.ids.append(named["id"] or "")

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self.open and self.open[-1] not in ("style", "script"):
            self.text.append(data)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_page_is_whole_and_loads_nothing(found: BackTest, law: Law, lang: str) -> None:
    written = render_backtest(found, law, lang)  # type: ignore[arg-type]
    page = Page(written)
    assert page.open == []
    assert all(link.startswith("#") for link in page.loads)
    assert "<script" not in written
    assert len(page.ids) == len(set(page.ids))
    assert written.count("<svg") == 5  # rates, curve, bands, stability, shape
    assert 'class="heat"' in written


def test_the_english_page_is_in_english(found: BackTest, law: Law) -> None:
    said = "".join(Page(render_backtest(found, law, "en")).text)
    assert not _HAN.search(said)


def test_the_page_says_what_was_found(found: BackTest, law: Law) -> None:
    said = " ".join("".join(Page(render_backtest(found, law, "en")).text).split())
    assert "4 of 10 cases (40.0%) had the outcome within the window." in said
    assert "The rates by grade stand in the order that the grades promise." in said
    assert "chance 0.812" in said
    assert "amount < 5000" in said
    assert "2025-01-01 to 2025-12-31" in said
    assert "Only 4 cases had the outcome" in said
    assert "district" in said


def test_every_caveat_basis_and_kind_of_case_has_its_words() -> None:
    assert set(CAVEATS) == set(Caveat)
    assert set(BASES) == set(Basis)
    assert set(CASES) == set(Among)


def test_the_json_holds_the_whole_tree(found: BackTest) -> None:
    answer = json.loads(json.dumps(to_json(found.as_dict())))
    assert answer["by_grade"]["rates"][1] == {
        "name": "B",
        "rate": {"cases": 3, "hits": 2, "rate": 0.666667, "low": 0.20766, "high": 0.938508},
    }
    assert answer["moves"]["overall"]["shares"][0][0] == 0.833333
    assert answer["discrimination"]["auc"]["value"] == 0.8125
    assert answer["added"][0]["with"] >= answer["added"][-1]["with"]
    assert answer["stamp"]["as_of"] == "2024-12-31"


def test_a_page_is_html(found: BackTest, law: Law, tmp_path: Path) -> None:
    with pytest.raises(UsageError) as refusal:
        write_backtest(found, law, tmp_path / "page.docx")
    assert refusal.value.rule == "report-format"
    assert ".html" in refusal.value.message.en
    assert ".json" not in refusal.value.message.en
    with pytest.raises(UsageError) as refusal:
        write_backtest(found, law, tmp_path / "nowhere" / "page.html")
    assert refusal.value.rule == "cannot-write-report"


@pytest.mark.slow
def test_an_invented_city_is_marked_on_its_page(own_yunze: City, law: Law) -> None:
    own_yunze.penalties("2025-12-31", ("a2", "2025-07-01"), synthetic=True)
    horizon = Duration.model_validate("1 year")
    outcome = Outcome("yunze.penalty")
    result = backtest(
        own_yunze.ledger, law, "yunze.standing", as_of=date(2024, 12, 31), horizon=horizon, outcome=outcome
    )
    for lang, words in (("zh", "虚构数据"), ("en", "Synthetic data")):
        assert words in render_backtest(result, law, lang)  # type: ignore[arg-type]


@pytest.mark.slow
def test_the_command_answers_in_json_and_writes_the_page(
    own_yunze: City, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    shutil.copytree(Path(__file__).parent / "packs", own_yunze.workspace.packs_dir, dirs_exist_ok=True)
    page = tmp_path / "page.html"
    words = ["backtest", "--home", str(own_yunze.workspace.root), "--model", "yunze.standing", "--as-of", "2024-12-31"]
    words += ["--outcome-item", "yunze.penalty", "--outcome-when", "amount >= 1000"]
    main([*words, "--horizon", "1 year", "--out", str(page), "--json"])
    answer = json.loads(capsys.readouterr().out)
    assert (answer["overall"]["hits"], answer["overall"]["cases"]) == (4, 10)
    assert answer["out"] == str(page)
    assert page.read_text(encoding="utf-8").startswith("<!doctype html>")
    main([*words, "--horizon", "1 year"])
    said = capsys.readouterr().out
    assert "0.8125" in said
    assert "40.0%" in said
    assert "Only 4 cases had the outcome" in said
    assert "few-outcomes" not in said
    with pytest.raises(SystemExit) as left:
        main([*words, "--horizon", "a year", "--json"])
    assert left.value.code == 2
    assert json.loads(capsys.readouterr().err)["error"]["rule"] == "backtest-horizon"


def test_a_grade_without_cases_has_no_interval_on_the_page(found: BackTest, law: Law) -> None:
    assert found.by_grade is not None
    nobody = NamedRate("E", Rate(0, 0, None, None, None))
    by_grade = replace(found.by_grade, rates=(*found.by_grade.rates, nobody))
    written = render_backtest(replace(found, by_grade=by_grade), law, "zh")
    assert "—–—" not in written
