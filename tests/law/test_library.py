"""The law as the other rooms ask it: what is found, what is not, what it is called in words, what it depends on."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest

from gongxin.errors import UsageError
from gongxin.law.citations import citation_text
from gongxin.law.library import Law
from gongxin.law.problems import LawErrors
from gongxin.law.readable import readable_names
from gongxin.law.schema.basics import Citation
from gongxin.law.schema.catalogue import CatalogueItem

SOUND = Path(__file__).parent / "sound"


@pytest.fixture(scope="module")
def law() -> Law:
    """The law of the invented city."""
    return Law.load([SOUND], shipped=False)


def test_an_unknown_name_is_answered_with_the_nearest_one(law: Law) -> None:
    with pytest.raises(UsageError, match=r"did you mean 'yunze\.penalty'") as asked:
        law.item("yunze.penalties")
    assert asked.value.rule == "unknown-item"
    with pytest.raises(UsageError, match="no model"):
        law.model("nothing", date(2026, 1, 1))
    for ask in (law.code_list, law.parameter, law.instrument):
        with pytest.raises(UsageError):
            ask("nothing")


def test_a_model_is_found_by_the_day(law: Law) -> None:
    assert law.model("yunze.enterprise", date(2020, 1, 1)).base.points == 1000
    with pytest.raises(UsageError, match="not in force on 2019-12-31; it is: 2020-01-01 -"):
        law.model("yunze.enterprise", date(2019, 12, 31))


def test_a_parameter_is_asked_for_a_day(law: Law) -> None:
    term = law.parameter("yunze.repair.decide")
    values = {day: term.on(day) for day in (date(2014, 12, 31), date(2019, 12, 31), date(2020, 1, 1))}
    assert [value and str(value.value) for value in values.values()] == [None, "15 working days", "7 working days"]


def test_a_citation_is_said_in_words_in_both_languages(law: Law) -> None:
    read = Citation(instrument="yunze-rules", article="12", verified=True)
    assert law.cite(read, "zh") == "《云泽市公共信用信息管理办法》（云泽令〔2020〕1号）第12条"
    assert law.cite(read, "en") == "Measures on Public Credit Information of Yunze (云泽令〔2020〕1号), article 12"


@pytest.mark.parametrize(
    ("article", "zh", "en"),
    [
        (None, "", ""),
        ("12", "第12条", ", article 12"),
        ("14(3)", "第14条(3)", ", article 14(3)"),
        ("35-38", "第35-38条", ", articles 35-38"),
        ("16, 32", "第16、32条", ", articles 16, 32"),
        ("附件", "附件", ", 附件"),
        ("（七）", "（七）", ", （七）"),
        ("二", "二", ", 二"),
        ("7-42-010(a)", "7-42-010(a)", ", 7-42-010(a)"),
    ],
)
def test_an_article_is_put_into_words_where_it_is_a_number(law: Law, article: str | None, zh: str, en: str) -> None:
    instrument = law.instrument("yunze-draft")
    citation = Citation(instrument=instrument.id, article=article, verified=True)
    assert citation_text(instrument, citation, "zh") == f"《{instrument.title.zh}》{zh}"
    assert citation_text(instrument, citation, "en") == f"{instrument.title.en}{en}"


def test_a_citation_that_nobody_checked_says_so(law: Law) -> None:
    unread = Citation(instrument="yunze-rules", article="12", verified=False)
    assert law.cite(unread, "zh").endswith("第12条（未核对原文）")
    assert law.cite(unread, "en").endswith("article 12 [unverified]")


def test_the_version_is_that_of_the_words_of_the_packs(law: Law, tmp_path: Path) -> None:
    shutil.copytree(SOUND, tmp_path, dirs_exist_ok=True)
    again = Law.load([tmp_path], shipped=False)
    assert again.version == law.version
    assert again.packs["yunze"].digest == law.packs["yunze"].digest
    with (tmp_path / "yunze" / "model.yaml").open("a", encoding="utf-8") as file:
        file.write("# a remark\n")
    assert Law.load([tmp_path], shipped=False).version != law.version


def test_the_packs_bring_their_regions_and_their_calendar(law: Law) -> None:
    assert [region.code for region in law.regions] == ["990000", "990100"]
    assert law.calendar.knows(2031)
    assert law.calendar.is_working(date(2031, 1, 4))


def test_expressions_read_the_columns_and_the_payload_of_the_items_in_scope(law: Law) -> None:
    names = law.fields_readable(["yunze.penalty"])
    assert names["staff"].sql == 'TRY_CAST(json_extract_string("payload", \'$."staff"\') AS BIGINT)'
    assert names["kinds"].values == frozenset({"warning", "fine"})
    assert names["confiscated"].unusable is not None
    aliased = law.fields_readable(["yunze.penalty"], "r")
    assert aliased["staff"].sql.startswith('TRY_CAST(json_extract_string("r"."payload"')
    assert aliased["amount"].sql == '"r"."amount"'


def test_an_empty_folder_adds_nothing(tmp_path: Path) -> None:
    assert Law.load([tmp_path], shipped=False).items == {}


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no directory"):
        Law.load([tmp_path / "nowhere"], shipped=False)


def test_many_mistakes_are_shown_together(tmp_path: Path) -> None:
    shutil.copytree(SOUND, tmp_path, dirs_exist_ok=True)
    publicity = tmp_path / "yunze" / "publicity.yaml"
    text = publicity.read_text(encoding="utf-8")
    publicity.write_text(text.replace("3 months", "soon").replace("items:", "itmes:"), encoding="utf-8")
    catalogue = tmp_path / "yunze" / "catalogue.yaml"
    text = catalogue.read_text(encoding="utf-8")
    catalogue.write_text(text.replace("nature: adverse", "nature: bad"), encoding="utf-8")
    with pytest.raises(LawErrors) as broken:
        Law.load([tmp_path], shipped=False)
    rules = sorted(error.rule for error in broken.value.errors)
    assert rules == ["missing-key", "no-duration", "no-duration", "unknown-key", "unknown-value"]
    assert broken.value.rule == "law-errors"
    assert broken.value.message.en.count("\n") == 4
    detail = broken.value.as_dict()["error"]
    assert isinstance(detail, dict)
    assert len(detail["errors"]) == 5


def test_very_many_mistakes_are_counted_after_the_first_twenty(tmp_path: Path) -> None:
    shutil.copytree(SOUND, tmp_path, dirs_exist_ok=True)
    with (tmp_path / "yunze" / "pack.yaml").open("a", encoding="utf-8") as file:
        file.writelines(f"nonsense{number}: 1\n" for number in range(30))
    with pytest.raises(LawErrors) as broken:
        Law.load([tmp_path], shipped=False)
    assert len(broken.value.errors) == 30
    assert broken.value.message.en.endswith("... and 10 more")


def test_a_name_of_two_types_stays_unusable_whatever_a_third_item_says() -> None:
    def item(name: str, **field: object) -> CatalogueItem:
        return CatalogueItem.model_validate(
            {
                "id": name,
                "title": {"zh": "事项", "en": "item"},
                "catalogue_class": "other",
                "nature": "neutral",
                "kinds": ["enterprise"],
                "in_force": {"from": "2020-01-01"},
                "cite": {"instrument": "rules", "verified": False},
                "subject": {"scheme": "uscc", "code": "outcome"},
                "key": ["outcome"],
                "fields": [{"id": "outcome", "title": {"zh": "结果", "en": "outcome"}, **field}],
            }
        )

    items = [item("a", type="date"), item("b"), item("c", type="code", values="kinds")]
    unusable = readable_names(items, {})["outcome"].unusable
    assert unusable is not None
    assert "a (date), b (text), c (code)" in unusable.en
    assert readable_names(items[1:], {})["outcome"].unusable is None
