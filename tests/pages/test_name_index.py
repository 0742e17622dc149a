"""The index of names: it answers like the search through the whole ledger, without persons, and follows new batches."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.casework.conftest import subject, take_in

from gongxin.ledger import Ledger
from gongxin.ledger.subjects import find_subjects
from gongxin.pages.name_index import NameIndex
from gongxin.subjects.names import name_key
from gongxin.workspace import Workspace

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.slow

_PLACES = ("云泽市", "云泽", "湖滨区")
_WORDS = "澄湖大桥飞燕捷顺青禾瑞丰"
_TRADES = ("出租汽车", "建设工程", "食品", "贸易")


def named(subject_id: str, name: str, former: tuple[str, ...] = (), kind: str = "enterprise") -> dict[str, Any]:
    keys = {"name_key": name_key(name), "former_names": list(former), "former_keys": [name_key(one) for one in former]}
    return subject(subject_id, name) | keys | {"kind": kind, "individual_business": False}


def firms() -> list[dict[str, Any]]:
    names = [
        f"{place}{first}{second}{trade}有限公司"
        for place in _PLACES
        for first, second in zip(_WORDS, _WORDS[3:], strict=False)
        for trade in _TRADES
    ]
    return [named(f"F{place:017}", name) for place, name in enumerate(names)]


@pytest.fixture(scope="module")
def ledger(tmp_path_factory: pytest.TempPathFactory) -> Ledger:
    workspace = Workspace.create(tmp_path_factory.mktemp("names") / "platform", buckets=2)
    former = named("F" + "9" * 17, "云泽市新名称咨询有限公司", former=("云泽市旧招牌餐饮有限公司",))
    take_in(workspace, "cn.registration", "登记", subjects=[*firms(), former])
    return Ledger.open(workspace)


@pytest.fixture(scope="module")
def index(ledger: Ledger, tmp_path_factory: pytest.TempPathFactory) -> NameIndex:
    return NameIndex(Workspace.create(tmp_path_factory.mktemp("elsewhere") / "platform"), ledger)


@given(data=st.data())
def test_it_answers_like_the_search_through_the_whole_ledger(
    ledger: Ledger, index: NameIndex, data: st.DataObject
) -> None:
    name = str(data.draw(st.sampled_from([firm["name"] for firm in firms()])))
    start = data.draw(st.integers(0, len(name) - 2))
    sought = name[start : data.draw(st.integers(start + 2, len(name)))]
    expected = find_subjects(ledger, sought, most=10)
    answer = index.search(sought, most=10)
    assert [(of.subject_id, of.score) for of in answer.found] == [(of.subject_id, of.score) for of in expected]


def test_whether_others_are_as_like_as_those_shown_is_told(index: NameIndex) -> None:
    every = index.search("食品有限公司", most=1000)
    assert not every.more
    assert not index.search("食品有限公司", most=len(every.found)).more
    fewer = index.search("食品有限公司", most=len(every.found) - 1)
    assert fewer.more
    assert fewer.found == every.found[:-1]


def test_a_natural_person_is_not_found_by_name_or_by_number(tmp_path: Path) -> None:
    workspace = Workspace.create(tmp_path / "platform", buckets=2)
    wang = named("P1", "王小明", kind="natural_person")
    take_in(workspace, "cn.registration", "登记", subjects=[named("A" * 18, "云泽市澄湖食品有限公司"), wang])
    index = NameIndex(workspace, Ledger.open(workspace))
    take_in(workspace, "cn.registration", "登记", subjects=[wang | {"subject_id": "P2"}])
    for sought in ("王小明", "P1", "P2"):
        assert index.search(sought).found == ()


def test_a_former_name_finds_the_firm_under_its_present_one(index: NameIndex) -> None:
    found = index.search("旧招牌餐饮").found + index.search("云泽市旧招牌餐饮有限公司").found
    assert ("云泽市新名称咨询有限公司", "云泽市旧招牌餐饮有限公司") in {(of.name, of.matched) for of in found}


def test_names_of_later_batches_are_found_and_replaced_ones_are_not(tmp_path: Path) -> None:
    workspace = Workspace.create(tmp_path / "platform", buckets=2)
    take_in(workspace, "cn.registration", "登记", subjects=[named("A" * 18, "云泽市澄湖食品有限公司")])
    index = NameIndex(workspace, Ledger.open(workspace))
    assert [of.name for of in index.search("澄湖食品").found] == ["云泽市澄湖食品有限公司"]
    renamed = named("A" * 18, "云泽市山海食品有限公司", former=("云泽市澄湖食品有限公司",))
    take_in(workspace, "cn.registration", "登记", subjects=[renamed, named("B" * 18, "云泽市远航物流有限公司")])
    assert [of.name for of in index.search("远航物流").found] == ["云泽市远航物流有限公司"]
    assert [of.name for of in index.search("山海食品").found] == ["云泽市山海食品有限公司"]
    assert index.search("A" * 18).found[0].name == "云泽市山海食品有限公司"


def test_an_index_that_cannot_be_read_is_built_anew(tmp_path: Path) -> None:
    workspace = Workspace.create(tmp_path / "platform", buckets=2)
    take_in(workspace, "cn.registration", "登记", subjects=[named("A" * 18, "云泽市澄湖食品有限公司")])
    ledger = Ledger.open(workspace)
    NameIndex(workspace, ledger).warm()
    (kept,) = (workspace.root / "office" / "names").iterdir()
    kept.write_bytes(b"nonsense")
    assert [of.name for of in NameIndex(workspace, ledger).search("澄湖食品").found] == ["云泽市澄湖食品有限公司"]


@pytest.mark.parametrize("sought", ["", "  ", "（）", "'; DROP TABLE names; --", "%", "\x00"])
def test_whatever_is_typed_is_answered(index: NameIndex, sought: str) -> None:
    assert isinstance(index.search(sought).found, tuple)
