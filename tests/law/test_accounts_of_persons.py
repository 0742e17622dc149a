"""Models over natural persons and of sectors: drivers' points are an account, accountants' credit rests on consent."""

from __future__ import annotations

from datetime import date

import pytest

from gongxin.law.library import Law
from gongxin.law.schema.basics import Citation
from gongxin.law.tree import parts
from gongxin.subjects.kinds import SubjectKind

DAY = date(2026, 6, 30)
POINTS = {"8": (12, 7), "9": (9, 7), "10": (6, 11), "11": (3, 15), "12": (1, 10)}


@pytest.fixture(scope="module")
def law() -> Law:
    return Law.load()


def test_the_fifty_acts_of_the_order_are_all_there(law: Law) -> None:
    codes = [value.code for value in law.code_list("cn.traffic-act").values]
    assert {article: sum(code.startswith(f"{article}-") for code in codes) for article in POINTS} == {
        article: number for article, (_, number) in POINTS.items()
    }
    assert len(codes) == 50


@pytest.mark.parametrize(("article", "points"), [(article, points) for article, (points, _) in POINTS.items()])
def test_each_article_has_its_points(law: Law, article: str, points: int) -> None:
    lines = [line for dimension in law.model("cn.traffic-points", DAY).dimensions for line in dimension.indicators]
    (line,) = (line for line in lines if f"'{article}-'" in (line.when or ""))
    assert line.points == points
    assert (line.cite.article, line.cite.verified) == (article, True)


def test_the_cycle_and_the_bounds_are_those_of_the_order(law: Law) -> None:
    model = law.model("cn.traffic-points", DAY)
    assert model.cycle is not None
    assert str(model.cycle.length) == "12 months"
    assert [(grade.id, grade.from_) for grade in model.grades] == [("full", 12), ("open", None)]
    (reduction,) = (line for line in model.dimensions[0].indicators if line.id == "reduction")
    assert reduction.floor == -6
    assert all(part.verified for _, part in parts(model) if isinstance(part, Citation))


def test_a_model_over_persons_is_a_statutory_account_or_rests_on_consent(law: Law) -> None:
    over_persons = {of.id: of for of in law.models if SubjectKind.NATURAL_PERSON in of.for_}
    assert set(over_persons) == {"cn.traffic-points", "cn.accountant-practice"}
    assert over_persons["cn.traffic-points"].account is not None
    assert over_persons["cn.accountant-practice"].consent is not None
    assert all(of.private for of in over_persons.values())


def test_nothing_of_drivers_is_displayed_or_shared(law: Law) -> None:
    (rules,) = (of for of in law.publicity if of.id == "traffic-points")
    assert [class_.effects for class_ in rules.classes] == [("counted",)]


def test_points_of_accountants_do_not_claim_to_be_read(law: Law) -> None:
    model = law.model("cn.accountant-practice", DAY)
    lines = [line for dimension in model.dimensions for line in dimension.indicators]
    assert not any(line.cite.verified for line in lines)
    assert law.parameters["cn.accountants.quzhou.cycle"].on(DAY).value is None  # type: ignore[union-attr]


@pytest.mark.parametrize("sector", ["tourism", "construction", "environment", "medical-insurance"])
def test_a_sector_stays_below_the_ceiling_of_the_nation_and_claims_nothing_read(law: Law, sector: str) -> None:
    model = law.model(f"cn.sector.{sector}", DAY)
    assert "national-d" in [rule.id for rule in model.rules if rule.not_above == "B"]
    assert not any(part.verified for _, part in parts(model) if isinstance(part, Citation))


def test_a_class_of_risk_is_no_grade_of_credit_and_has_no_such_ceiling(law: Law) -> None:
    model = law.model("cn.sector.market-risk", DAY)
    assert "national-d" not in [rule.id for rule in model.rules]
