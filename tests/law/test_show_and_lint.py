"""``gongxin law show``, ``list`` and ``lint``: the law as its readers see it."""

from __future__ import annotations

import json
import shutil
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from gongxin.errors import UsageError
from gongxin.law.library import Law
from gongxin.law.lint import lint
from gongxin.law.problems import LawErrors
from gongxin.law.show import listing, show

SOUND = Path(__file__).parent / "sound"
TODAY = date(2026, 11, 24)


@pytest.fixture(scope="module")
def law() -> Law:
    """The law of the invented city."""
    return Law.load([SOUND], shipped=False)


def only(law: Law, entry_id: str, as_of: date = TODAY) -> dict[str, Any]:
    """The one entry of that id, which must be plain data."""
    answer = show(law, entry_id, as_of)
    assert (answer["id"], answer["as_of"], answer["law_version"]) == (entry_id, as_of.isoformat(), law.version)
    assert json.dumps(answer, default=str)
    (entry,) = answer["entries"]
    assert isinstance(entry, dict)
    return entry


def test_an_item_is_shown_with_its_place_its_law_and_what_governs_it(law: Law) -> None:
    entry = only(law, "yunze.penalty")
    assert (entry["sort"], entry["pack"], entry["line"]) == ("items", "yunze", 2)
    assert entry["file"].endswith("sound/yunze/catalogue.yaml")
    assert entry["in_force"] is True
    assert entry["content"]["cite"]["zh"] == "《云泽市公共信用信息管理办法》（云泽令〔2020〕1号）第8条"
    assert [rules["id"] for rules in entry["governed_by"]] == ["yunze.publicity"]
    assert entry["content"]["reporting"]["within"] == {"zh": "7个工作日", "en": "7 working days"}


def test_an_entry_is_not_in_force_before_its_day(law: Law) -> None:
    assert only(law, "yunze.penalty", date(2019, 12, 31))["in_force"] is False


def test_a_day_when_nothing_of_the_id_is_in_force_is_told_with_the_days_when_it_is(law: Law) -> None:
    answer = show(law, "yunze.penalty", date(2019, 12, 31))
    (edition,) = answer["editions"]
    assert answer["not_in_force"]["zh"].startswith(
        f"yunze.penalty 在 2019-12-31 不适用，其适用期间自 {edition['from']} 起"
    )
    assert f"only from {edition['from']} on" in answer["not_in_force"]["en"]
    assert (edition["sort"], edition["to"], edition["line"]) == ("items", None, 2)


def test_on_a_day_when_one_is_in_force_no_editions_are_listed_instead(law: Law) -> None:
    answer = show(law, "yunze.penalty", TODAY)
    assert (answer["not_in_force"], answer["editions"]) == (None, [])


def test_a_parameter_before_its_first_value_is_not_in_force(law: Law) -> None:
    answer = show(law, "yunze.repair.decide", date(2010, 1, 1))
    first = answer["entries"][0]["content"]["values"][0]["from"]
    assert [edition["from"] for edition in answer["editions"]] == [first]
    assert first in answer["not_in_force"]["en"]


def test_editions_that_follow_on_each_other_are_told_as_one_span() -> None:
    answer = show(Law.load(), "cn.tax-credit", date(1990, 1, 1))
    assert [edition["from"] for edition in answer["editions"]] == sorted(of["from"] for of in answer["editions"])
    first, *_, last = answer["editions"]
    assert len(answer["editions"]) > 1
    assert last["to"] is None
    assert f"only from {first['from']} on;" in answer["not_in_force"]["en"]


def test_a_parameter_is_shown_with_its_value_of_the_day(law: Law) -> None:
    assert only(law, "yunze.repair.decide")["value"]["value"] == {"zh": "7个工作日", "en": "7 working days"}
    assert only(law, "yunze.repair.decide", date(2010, 1, 1))["value"] is None


def test_a_model_is_shown_with_points_and_what_was_not_verified(law: Law) -> None:
    indicator = only(law, "yunze.enterprise")["content"]["dimensions"][0]["indicators"][0]
    assert indicator["points"] == Decimal(-30)
    assert indicator["cite"]["verified"] is False
    assert indicator["cite"]["en"].endswith("article 21 [unverified]")


def test_a_rule_set_and_a_code_list_are_shown(law: Law) -> None:
    assert [one["id"] for one in only(law, "yunze.publicity")["content"]["classes"]] == ["minor", "general"]
    assert only(law, "yunze.kinds")["content"]["values"][1]["aliases"] == ["处以罚款"]
    assert only(law, "yunze.kinds")["in_force"] is None


def test_a_procedure_is_shown_with_who_must_do_what_within_which_time_on_the_day(law: Law) -> None:
    entry = only(law, "yunze.repair.2020")
    terms = {term["deadline"]: (term["who"], term["term"]["en"]) for term in entry["terms_on_the_day"]}
    assert terms == {
        "accept": ("source", "3 working days"),
        "make-up": ("subject", "10 days"),
        "decide": ("source", "7 working days, and 10 working days more if prolonged"),
    }
    assert entry["terms_on_the_day"][2]["term"]["zh"] == "7个工作日，可以延长10个工作日"
    assert entry["content"]["conditions"][0]["cite"]["zh"].endswith("第30条")


def test_a_flow_is_shown_with_the_procedures_that_run_by_it_and_an_item_with_those_about_it(law: Law) -> None:
    (flow,) = show(law, "yunze.repair", TODAY)["entries"]
    assert flow["procedures"] == ["yunze.repair.2020"]
    assert flow["content"]["states"][0]["moves"][0]["title"]["zh"] == "提交"
    assert [procedure["id"] for procedure in only(law, "yunze.penalty")["procedures"]] == ["yunze.repair.2020"]


def test_an_instrument_is_shown_with_all_that_cites_it(law: Law) -> None:
    entry = only(law, "yunze-draft")
    assert entry["in_force"] is False
    assert entry["citations"] == 1
    (cited,) = entry["cited_by"]
    assert (cited["sort"], cited["id"], cited["article"]) == ("parameters", "yunze.repair.decide", "5")
    assert cited["where"].endswith("parameters.yaml:5: parameters[0].values[0].cite")


def test_what_replaced_what_is_shown(tmp_path: Path) -> None:
    shutil.copytree(SOUND, tmp_path, dirs_exist_ok=True)
    district = tmp_path / "linhe"
    district.mkdir()
    (district / "pack.yaml").write_text(
        "id: linhe\ntitle: {zh: 临河, en: Linhe}\njurisdiction: {level: city, region: '990102'}\nover: [yunze]\n",
        encoding="utf-8",
    )
    rules = (tmp_path / "yunze" / "publicity.yaml").read_text(encoding="utf-8")
    (district / "publicity.yaml").write_text("overrides: yunze\n" + rules, encoding="utf-8")
    entry = only(Law.load([tmp_path], shipped=False), "yunze.publicity")
    assert entry["pack"] == "linhe"
    assert [replaced["pack"] for replaced in entry["replaces"]] == ["yunze"]


def test_an_unknown_id_is_answered_with_the_nearest_one(law: Law) -> None:
    with pytest.raises(UsageError, match=r"did you mean 'yunze\.penalty'"):
        show(law, "yunze.penalti", TODAY)


def test_the_list_names_all_there_is(law: Law) -> None:
    listed = listing(law)
    assert [pack["id"] for pack in listed["packs"]] == ["yunze"]
    assert {sort: [entry["id"] for entry in listed[sort]] for sort in listed if sort != "packs"} == {
        "items": ["yunze.penalty"],
        "code_lists": ["yunze.kinds"],
        "parameters": ["yunze.repair.decide"],
        "publicity": ["yunze.publicity"],
        "models": ["yunze.enterprise"],
        "flows": ["yunze.repair", "yunze.promise"],
        "procedures": ["yunze.repair.2020", "yunze.promise"],
    }


def test_lint_counts_what_is_in_a_pack_and_what_of_it_nobody_verified() -> None:
    report = lint([SOUND], shipped=False)
    (pack,) = report["packs"]
    assert pack["entries"] == {
        "instruments": 2,
        "years": 1,
        "items": 1,
        "code_lists": 1,
        "models": 1,
        "parameters": 1,
        "flows": 2,
        "procedures": 2,
        "rules": 1,
        "regions": 2,
    }
    assert (pack["citations"], pack["unverified"]) == (23, 3)


def test_lint_of_a_folder_without_packs_says_so(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"a pack is a folder with a pack\.yaml"):
        lint([tmp_path], shipped=False)


def test_a_mistake_in_a_pack_that_is_reached_by_two_paths_is_told_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "packs" / "city"
    folder.mkdir(parents=True)
    header = "id: my-city\ntitle: {zh: 某市, en: my city}\njurisdiction: {level: city}\n"
    (folder / "pack.yaml").write_text(header, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    with pytest.raises(LawErrors) as refused:
        lint([tmp_path / "packs", Path("packs")], shipped=False)
    assert [error.rule for error in refused.value.errors] == ["missing-key"]
    mended = header.replace("level: city", "level: city, region: '99'")
    (folder / "pack.yaml").write_text(mended, encoding="utf-8")
    assert [pack["id"] for pack in lint([tmp_path / "packs", Path("packs")], shipped=False)["packs"]] == ["my-city"]


def test_lint_of_a_broken_pack_raises_its_mistakes() -> None:
    with pytest.raises(LawErrors):
        lint([Path(__file__).parent / "broken" / "silent-override", SOUND], shipped=False)
