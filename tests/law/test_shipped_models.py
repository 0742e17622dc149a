"""Facts of the shipped models of evaluation: weights, bounds, grades, and that nothing claims to have been read."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from gongxin.law.library import Law
from gongxin.law.schema.basics import Citation
from gongxin.law.tree import parts

if TYPE_CHECKING:
    from gongxin.law.schema.model import EvaluationModel


@pytest.fixture(scope="module")
def law() -> Law:
    return Law.load()


ORGANISATION_MODELS = ("zj.enterprise", "zj.social-organisation", "zj.public-institution", "zj.government-body")


def floors(model: EvaluationModel) -> dict[str, int]:
    return {dimension.id: int(dimension.floor or 0) for dimension in model.dimensions}


def test_the_known_weights_of_2020_and_the_rest_make_a_thousand(law: Law) -> None:
    lost = floors(law.model("zj.enterprise", date(2021, 1, 1)))
    assert (lost["basic"], lost["finance-tax"], lost["governance"]) == (-80, -195, -90)
    earned = next(
        d for d in law.model("zj.enterprise", date(2021, 1, 1)).dimensions if d.id == "social-responsibility"
    ).cap
    assert earned is not None
    assert 80 + 195 + 90 + (earned - lost["law-abiding"]) == 1000
    assert earned - lost["law-abiding"] == 635


def test_the_known_weights_of_2019_and_the_rest_make_a_thousand(law: Law) -> None:
    lost = floors(law.model("zj.enterprise", date(2019, 6, 1)))
    assert (lost["basic"], lost["finance-tax"], lost["governance"]) == (-100, -160, -140)


@pytest.mark.parametrize(
    ("indicator", "weight"),
    [
        ("main-persons-serious", 20),
        ("main-persons-judgments", 20),
        ("abnormal-operations", 20),
        ("non-normal-taxpayer", 20),
        ("financing-judgments", 50),
        ("financing-crime", 60),
        ("debt-evasion", 15),
        ("foreign-stock-rights", 10),
        ("social-insurance", 30),
        ("tax", 30),
        ("quality-checks", 30),
        ("safety-hazards", 30),
        ("environment", 30),
    ],
)
def test_each_known_line_of_2020_can_cost_its_weight(law: Law, indicator: str, weight: int) -> None:
    lines = [line for d in law.model("zj.enterprise", date(2021, 1, 1)).dimensions for line in d.indicators]
    (line,) = (line for line in lines if line.id == indicator)
    assert line.floor == -weight
    assert line.cite.instrument == "zj-evaluation-guide-2020"


@pytest.mark.parametrize("model_id", ORGANISATION_MODELS)
@pytest.mark.parametrize("day", ["2019-06-01", "2021-01-01", "2026-06-01"])
def test_a_score_lies_between_0_and_1000(law: Law, model_id: str, day: str) -> None:
    model = law.model(model_id, date.fromisoformat(day))
    worst = model.base.points + sum(dimension.floor or 0 for dimension in model.dimensions)
    best = model.base.points + sum(dimension.cap or 0 for dimension in model.dimensions)
    assert worst == 0
    assert best == 1000


@pytest.mark.parametrize("model_id", ORGANISATION_MODELS)
@pytest.mark.parametrize("day", ["2019-06-01", "2021-01-01"])
def test_the_lines_of_a_dimension_can_use_up_its_bounds(law: Law, model_id: str, day: str) -> None:
    for dimension in law.model(model_id, date.fromisoformat(day)).dimensions:
        if dimension.floor:
            assert sum(line.floor or 0 for line in dimension.indicators) == dimension.floor
        if dimension.cap:
            assert sum(line.cap or 0 for line in dimension.indicators) == dimension.cap


@pytest.mark.parametrize("model_id", ORGANISATION_MODELS)
def test_the_grades_of_2018_are_four_and_those_of_2020_five(law: Law, model_id: str) -> None:
    assert [grade.title.zh for grade in law.model(model_id, date(2019, 1, 1)).grades] == [
        "优秀",
        "良好",
        "中等",
        "较差",
    ]
    assert [grade.id for grade in law.model(model_id, date(2021, 1, 1)).grades] == ["A", "B", "C", "D", "E"]


def test_from_april_2026_the_enterprise_score_informs_and_decides_nothing(law: Law) -> None:
    reference = law.model("zj.enterprise", date(2026, 6, 1)).reference_only
    assert reference is not None
    assert (reference.from_, reference.cite.instrument) == (date(2026, 4, 2), "enterprise-evaluation-plan-2026")
    assert not reference.cite.verified


@pytest.mark.parametrize("model_id", ORGANISATION_MODELS)
def test_no_line_of_the_provincial_models_claims_to_be_verified(law: Law, model_id: str) -> None:
    for model in law.models:
        if model.id == model_id:
            assert not any(part.verified for _, part in parts(model) if isinstance(part, Citation))


def test_a_tree_of_parts_reaches_every_citation(law: Law) -> None:
    """The tests above look at citations by way of ``parts``: see that it finds those deep in a model."""
    model: EvaluationModel = law.model("zj.enterprise", date(2021, 1, 1))
    found = sum(isinstance(part, Citation) for _, part in parts(model))
    assert found > sum(len(dimension.indicators) for dimension in model.dimensions)
