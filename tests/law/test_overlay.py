"""Packs over packs: what a district may change of its city's rules, and what stays."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from gongxin.law.library import Law
from gongxin.law.order import applies
from gongxin.law.problems import LawErrors

SOUND = Path(__file__).parent / "sound"

LINHE = """
id: linhe
title: {zh: 临河区补充规则（虚构）, en: Supplementary rules of Linhe (invented)}
jurisdiction: {level: city, region: "990102"}
over: [yunze]
instruments:
  - id: linhe-notice
    title: {zh: 临河区通知, en: Notice of Linhe}
    in_force: {from: 2022-01-01}
"""


def write(root: Path, **files: str) -> None:
    """Write a pack of the district; underscores in names stand for dots."""
    for name, text in files.items():
        path = root / "linhe" / name.replace("_", ".")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """A folder with the packs of the city, and a header for the district."""
    shutil.copytree(SOUND, tmp_path, dirs_exist_ok=True)
    write(tmp_path, pack_yaml=LINHE)
    return tmp_path


def load(place: Path, region: str | None = None) -> Law:
    return Law.load([place], shipped=False, region=region)


PARAMETER = """
parameters:
  - id: yunze.repair.decide
    overrides: yunze
    title: {zh: 修复办理期限, en: term to decide a repair}
    values:
      - {from: 2022-01-01, value: 3 working days, cite: {instrument: linhe-notice, article: "2", verified: true}}
"""


def test_a_district_replaces_a_term_on_purpose(place: Path) -> None:
    write(place, parameters_yaml=PARAMETER)
    law = load(place)
    assert [str(value.value) for value in law.parameter("yunze.repair.decide").values] == ["3 working days"]
    (replaced,) = law.statutes.parameters.replaced["yunze.repair.decide"]
    assert replaced.pack == "yunze"


def test_elsewhere_in_the_city_the_wider_rule_holds(place: Path) -> None:
    write(place, parameters_yaml=PARAMETER)
    law = load(place, region="990103")
    assert len(law.parameter("yunze.repair.decide").values) == 2
    assert "linhe" not in law.packs
    assert len(load(place, region="990102").parameter("yunze.repair.decide").values) == 1


def test_two_districts_may_replace_the_same_term_each_for_itself(place: Path) -> None:
    write(place, parameters_yaml=PARAMETER)
    (place / "linshan").mkdir()
    for file in (place / "linhe").iterdir():
        text = file.read_text(encoding="utf-8").replace("linhe", "linshan").replace("990102", "990103")
        (place / "linshan" / file.name).write_text(text, encoding="utf-8")
    for region, pack in (("990102", "linhe"), ("990103", "linshan")):
        law = load(place, region=region)
        assert law.statutes.parameters.under("yunze.repair.decide")[0].pack == pack
    with pytest.raises(LawErrors, match="choose a region"):
        load(place)


def test_a_model_is_replaced_with_all_its_editions(place: Path) -> None:
    model = (
        (place / "yunze" / "model.yaml")
        .read_text(encoding="utf-8")
        .replace("source: city", "source: city\noverrides: yunze")
    )
    first = model.replace("in_force: {from: 2020-01-01}", "in_force: {from: 2022-01-01, to: 2023-12-31}")
    second = model.replace("in_force: {from: 2020-01-01}", "in_force: {from: 2024-01-01}")
    (place / "linhe" / "models").mkdir()
    (place / "linhe" / "models" / "2022.yaml").write_text(first, encoding="utf-8")
    (place / "linhe" / "models" / "2024.yaml").write_text(second, encoding="utf-8")
    law = load(place)
    assert [str(model.in_force.from_) for model in law.models] == ["2022-01-01", "2024-01-01"]


def test_a_district_adds_names_and_fields_to_an_item_without_copying_it(place: Path) -> None:
    write(
        place,
        catalogue_yaml="""
item_extensions:
  - item: yunze.penalty
    cite: {instrument: linhe-notice, article: "1", verified: true}
    names:
      - {field: number, codes: [CF_WSH], headings: [决定书文号]}
    fields:
      - {id: street, title: {zh: 街道, en: street}, headings: [街道]}
    ignore: [序号]
code_list_extensions:
  - code_list: yunze.kinds
    cite: {instrument: linhe-notice, article: "1", verified: true}
    names:
      - {code: fine, aliases: [罚金]}
    values:
      - {code: criticism, title: {zh: 通报批评, en: public criticism}}
""",
    )
    law = load(place)
    item = law.item("yunze.penalty")
    assert item.field("number").headings == ("决定书文号",)
    assert item.field("number").column == "doc_no"
    assert item.fields[-1].id == "street"
    assert item.ignore == ("备注", "序号")
    kinds = law.code_list("yunze.kinds")
    assert [value.code for value in kinds.values] == ["warning", "fine", "criticism"]
    assert kinds.values[1].aliases == ("处以罚款", "罚金")
    (placed,) = law.statutes.items.under("yunze.penalty")
    assert placed.where_listed("fields", len(item.fields) - 1).endswith(
        "catalogue.yaml:8: item_extensions[0].fields[0]"
    )


def test_what_a_district_adds_can_be_read_by_conditions(place: Path) -> None:
    write(
        place,
        catalogue_yaml="""
item_extensions:
  - item: yunze.penalty
    cite: {instrument: linhe-notice, verified: true}
    fields:
      - {id: street, title: {zh: 街道, en: street}}
""",
    )
    assert "street" in load(place).fields_readable(["yunze.penalty"])


@pytest.mark.parametrize(
    ("of_pack", "region", "holds"),
    [
        ("CN", "330106", True),
        ("33", "330106", True),
        ("3301", "330106", True),
        ("330000", "330106", True),
        ("330106", "330106", True),
        ("34", "330106", False),
        ("330106", "3301", False),
        ("US-IL-Chicago", "330106", False),
        ("US", "US-IL-Chicago", True),
        ("US-IL-Chicago", "US-IL-Chicago", True),
        ("US-IL", "US-ILX", False),
        ("CN", "US", False),
    ],
)
def test_a_pack_applies_in_its_region_and_in_all_that_lies_within(of_pack: str, region: str, holds: bool) -> None:
    assert applies(of_pack, region) is holds
