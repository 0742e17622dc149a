"""The shipped models: for each edition a file of records, and the score worked out by hand beside it.

A change of a weight changes a case here; that is its purpose.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from gongxin.evaluation.explain import explain_attached
from gongxin.evaluation.sql import compile_model
from gongxin.law.library import Law


@dataclass(frozen=True)
class Fact:
    """A record: its item, its day, its columns, and what its payload holds."""

    item: str
    day: str
    columns: dict[str, Any] = field(default_factory=dict)
    payload: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Case:
    """A subject's records and what a model makes of them on a day."""

    name: str
    model: str
    as_of: str
    kind: str
    facts: tuple[Fact, ...]
    dimensions: dict[str, str]
    score: str
    grade: str
    direct: str | None = None

    def __str__(self) -> str:
        return self.name


def fine(day: str, amount: str = "50000", **columns: Any) -> Fact:
    return Fact("cn.penalty", day, {"kinds": ["fine"], "procedure": "ordinary", "amount": amount, **columns})


def inspection(day: str, code: str, level: str, **columns: Any) -> Fact:
    return Fact("cn.inspection", day, {"code": code, "level": level, **columns})


REGISTERED = Fact("cn.registration", "2010-01-01")
KEPT, BROKEN = {"status": "kept"}, {"status": "broken"}

ENTERPRISES = [
    Case(
        "a firm of 2025 with fines, arrears and honours",
        "zj.enterprise",
        "2025-06-30",
        "enterprise",
        (
            REGISTERED,
            Fact("cn.abnormal", "2024-05-05", {"code": "business"}),  # basic: -20
            Fact("cn.abnormal", "2024-05-05", {"code": "tax-arrears"}),  # finance-tax: -30 ...
            Fact("cn.abnormal", "2024-06-05", {"code": "tax-arrears"}),  # ... and no more: the floor of the line
            inspection("2025-01-10", "quality-spot-check", "failed"),  # governance: -15
            fine("2024-01-15"),  # law-abiding: -24, of which 85 % are left after a year: -20.4
            fine("2025-03-01", "100000"),  # law-abiding: -40
            fine("2021-06-01"),  # shown for a year under the rules of 2019, long over
            Fact("cn.honour", "2025-02-01"),  # social-responsibility: +25
            Fact("cn.commitment", "2025-02-01", KEPT),  # social-responsibility: +2
        ),
        {
            "basic": "-20",
            "finance-tax": "-30",
            "governance": "-15",
            "law-abiding": "-60.4",
            "social-responsibility": "27",
        },
        "716.6",
        "D",
    ),
    Case(
        "a firm with a good score on a serious list",
        "zj.enterprise",
        "2025-06-30",
        "enterprise",
        (
            REGISTERED,
            Fact("cn.serious", "2024-06-01"),  # law-abiding: -100
            *(Fact("cn.honour", f"2025-0{month}-01") for month in (2, 3, 4, 5)),  # +100, capped at 80
            Fact("cn.evaluation", "2024-09-01", {"code": "national", "level": "D"}),  # not the latest
            Fact("cn.evaluation", "2025-03-01", {"code": "national", "level": "A"}),  # +50
        ),
        {
            "basic": "0",
            "finance-tax": "0",
            "governance": "0",
            "law-abiding": "-100",
            "social-responsibility": "130",
        },
        "845",
        "D",
        "on-a-serious-list",
    ),
    Case(
        "a firm under the guide of 2018",
        "zj.enterprise",
        "2019-12-31",
        "enterprise",
        (
            REGISTERED,
            Fact("cn.abnormal", "2019-07-10", {"title": "未按规定公示年度报告"}),  # basic: -50
            Fact("cn.debtor", "2019-03-03", payload={"obligation": "归还借款本金"}),  # finance-tax: -60, law: -40
            inspection("2019-10-01", "special", "failed", field="work-safety"),  # governance: -30
            fine("2018-02-01"),  # a year under the rules of 2017: over since 2 February 2019
            fine("2019-08-01"),  # law-abiding: -24
            Fact("cn.honour", "2019-06-01", {"code": "other"}),  # social-responsibility: +15
        ),
        {
            "basic": "-50",
            "finance-tax": "-60",
            "governance": "-30",
            "law-abiding": "-64",
            "social-responsibility": "15",
        },
        "626",
        "poor",
    ),
]
ORGANISATIONS = [
    Case(
        "a society under the guide of 2018",
        "zj.social-organisation",
        "2020-01-31",
        "social_organisation",
        (
            REGISTERED,
            fine("2019-08-01"),  # -24
            Fact("cn.abnormal", "2019-03-01", {"code": "activity"}),  # -30
            Fact("cn.evaluation", "2019-06-01", {"code": "industry", "level": "C"}),  # -20
            Fact("cn.commitment", "2019-07-15", KEPT),  # +2
        ),
        {"law-abiding": "-74", "good-faith": "2"},
        "743",
        "poor",
    ),
    Case(
        "a society under the guide of 2020",
        "zj.social-organisation",
        "2025-06-30",
        "social_organisation",
        (
            REGISTERED,
            fine("2024-12-01"),  # -24
            Fact("cn.evaluation", "2024-08-01", {"code": "industry", "level": "D"}),  # not the latest
            Fact("cn.evaluation", "2025-03-01", {"code": "industry", "level": "B"}),  # +5
            *(Fact("cn.honour", f"2025-0{month}-01") for month in (1, 2, 3)),  # +45
        ),
        {"law-abiding": "-24", "good-faith": "50"},
        "841",
        "B",
    ),
    Case(
        "an institution under the guide of 2018",
        "zj.public-institution",
        "2020-01-31",
        "public_institution",
        (
            REGISTERED,
            *(Fact("cn.honour", f"2019-0{month}-01") for month in (6, 7)),  # +70
            Fact("cn.evaluation", "2019-10-01", {"code": "national", "level": "excellent"}),  # +50
        ),
        {"law-abiding": "0", "good-faith": "120"},
        "935",
        "excellent",
    ),
    Case(
        "an institution under the guide of 2020",
        "zj.public-institution",
        "2025-06-30",
        "public_institution",
        (
            REGISTERED,
            fine("2024-03-01", severity="serious"),  # -60, of which 85 % are left: -51
            *(Fact("cn.commitment", f"2025-0{month}-01", BROKEN) for month in (1, 2, 3)),  # -75, floor -50
        ),
        {"law-abiding": "-101", "good-faith": "0"},
        "714",
        "D",
    ),
    Case(
        "an office under the guide of 2018",
        "zj.government-body",
        "2020-01-31",
        "government_body",
        (REGISTERED, Fact("cn.debtor", "2019-05-05")),  # -60
        {"law-abiding": "-60", "good-faith": "0"},
        "755",
        "fair",
    ),
    Case(
        "an office under the guide of 2020",
        "zj.government-body",
        "2025-06-30",
        "government_body",
        (
            REGISTERED,
            *(Fact("cn.debtor", f"2024-0{month}-05") for month in range(1, 6)),  # -300, floor -265
            *(Fact("cn.commitment", f"2025-01-{day:02}", KEPT) for day in range(1, 31)),  # +150, capped at 135
        ),
        {"law-abiding": "-265", "good-faith": "135"},
        "685",
        "E",
    ),
]


def canvass(day: str, level: str, *kinds: str) -> Fact:
    columns = {"determined_on": None, "occurred_on": day, "title": "Canvass", "level": level, "kinds": list(kinds)}
    return Fact("chicago-food.inspection", day, columns, {"risk": "high", "facility_type": "Restaurant"})


def visit(day: str, value: str) -> Fact:
    return Fact("anchorage-food.inspection", day, {"determined_on": None, "occurred_on": day, "value": value})


CITIES = [
    # Half of what was found two years ago is left, 0.840896415 of what was found six months ago:
    # visits -1 - 1.681793, critical 2 x 0.5 + 6 x 0.840896415, serious 2 x, failed 1.5 x, one minor 0.8.
    Case(
        "a restaurant in Chicago",
        "chicago-food.priority",
        "2014-09-01",
        "enterprise",
        (canvass("2012-09-01", "pass", "3", "33", "34"), canvass("2014-03-01", "fail", "2", "5", "18", "70")),
        {"findings": "7.106723", "registered": "0"},
        "5.106723",
        "first",
    ),
    # Of three years: 15 points lost at the worst, and half of two inspections below 90. The third is older.
    Case(
        "a business in Anchorage",
        "anchorage-food.history",
        "2019-06-30",
        "enterprise",
        (visit("2017-12-31", "85"), visit("2018-12-31", "97"), visit("2015-12-31", "70")),
        {"findings": "20"},
        "20",
        "usual",
    ),
]
CASES = [*ENTERPRISES, *ORGANISATIONS, *CITIES]


@pytest.fixture(scope="module")
def law() -> Law:
    return Law.load()


@pytest.mark.parametrize("case", CASES, ids=str)
def test_the_model_comes_to_what_was_worked_out_by_hand(case: Case, bench: Any, law: Law) -> None:
    for fact in case.facts:
        columns = {"determined_on": fact.day, "subject_kind": case.kind, **fact.columns}
        bench.record(item=fact.item, payload=json.dumps(fact.payload), **columns)
    compiled = compile_model(law, case.model, date.fromisoformat(case.as_of))
    explanation = explain_attached(bench.connection, law, compiled, known_at=1)
    assert explanation.dimensions == {name: Decimal(points) for name, points in case.dimensions.items()}
    assert (explanation.score, explanation.grade) == (Decimal(case.score), case.grade)
    assert (explanation.direct and explanation.direct[0]) == case.direct


def test_zhejiangs_score_of_enterprises_is_for_reference_once_the_nation_evaluates(law: Law) -> None:
    before, after = (compile_model(law, "zj.enterprise", date(2026, 4, day)) for day in (1, 2))
    assert before.plan.reference_only is None
    assert after.plan.reference_only is not None
    assert law.cite(after.plan.reference_only, "zh").startswith("《")


def test_every_edition_of_every_model_has_its_case(law: Law) -> None:
    editions = {(model.id, model.in_force.from_) for model in law.models}
    assert editions == {
        (case.model, law.model(case.model, date.fromisoformat(case.as_of)).in_force.from_) for case in CASES
    }
