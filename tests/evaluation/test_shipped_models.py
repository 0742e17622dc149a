"""The shipped models against the cases beside them: records, and the score worked out by hand.

A change of a weight changes a case; that is its purpose.
"""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest

from gongxin.errors import UsageError
from gongxin.evaluation.cases import Tried, try_cases
from gongxin.evaluation.sql import compile_model
from gongxin.law.library import Law, shipped_packs
from gongxin.law.problems import LawErrors


@pytest.fixture(scope="module")
def law() -> Law:
    return Law.load()


@pytest.fixture(scope="module")
def tried(law: Law) -> list[Tried]:
    return list(try_cases(law))


@pytest.mark.slow  # two hundred cases
def test_each_model_comes_to_what_was_worked_out_by_hand(tried: list[Tried]) -> None:
    assert not [(of.where, of.difference) for of in tried if of.difference is not None]


@pytest.mark.slow
def test_every_edition_of_every_model_has_its_case(law: Law, tried: list[Tried]) -> None:
    editions = {(model.id, model.in_force.from_) for model in law.models}
    assert {(of.model, law.model(of.model, of.case.as_of).in_force.from_) for of in tried} == editions


def test_zhejiangs_score_of_enterprises_is_for_reference_once_the_nation_evaluates(law: Law) -> None:
    before, after = (compile_model(law, "zj.enterprise", date(2026, 4, day)) for day in (1, 2))
    assert before.plan.reference_only is None
    assert after.plan.reference_only is not None
    assert law.cite(after.plan.reference_only, "zh").startswith("《")


@pytest.fixture
def changed(tmp_path: Path) -> Path:
    """The packs that a case of Anchorage needs, to be changed."""
    for pack in ("anchorage-food", "cn-national", "cn-publicity"):
        shutil.copytree(shipped_packs() / pack, tmp_path / pack)
    return tmp_path


CASES = Path("anchorage-food/cases/history.yaml")


def test_a_case_that_fails_says_at_which_step_and_where(changed: Path) -> None:
    cases = changed / CASES
    cases.write_text(cases.read_text(encoding="utf-8").replace("findings: 20", "findings: 21"), encoding="utf-8")
    (outcome,) = try_cases(Law.load([changed], shipped=False), "anchorage-food")
    told = outcome.as_dict()
    assert told["difference"] == {"step": "dimension findings", "expected": 21, "found": 20}
    assert str(told["where"]).startswith(f"{cases}:")


def test_a_case_about_a_field_that_its_item_does_not_have_is_refused(changed: Path) -> None:
    cases = changed / CASES
    cases.write_text(cases.read_text(encoding="utf-8").replace("value: 85", "valeu: 85"), encoding="utf-8")
    with pytest.raises(Exception, match="has no field 'valeu'"):
        list(try_cases(Law.load([changed], shipped=False)))


def test_a_case_without_a_result_to_expect_is_refused_with_its_line(changed: Path) -> None:
    cases = changed / CASES
    cases.write_text(cases.read_text(encoding="utf-8").replace("score: 20", "# score: 20"), encoding="utf-8")
    with pytest.raises(LawErrors, match="give either the 'score' or 'not_evaluated'"):
        list(try_cases(Law.load([changed], shipped=False)))


def test_a_name_that_is_neither_a_pack_nor_a_model_is_refused(law: Law) -> None:
    with pytest.raises(UsageError, match=r"no pack and no model 'zj\.enterprize'; did you mean"):
        list(try_cases(law, "zj.enterprize"))
