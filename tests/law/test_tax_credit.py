"""Facts of tax credit, pinned: start scores, deductions, steps of repair, and what claims to have been read."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest

from gongxin.law.library import Law
from gongxin.law.schema.basics import Citation
from gongxin.law.tree import parts

if TYPE_CHECKING:
    from gongxin.law.schema.model import EvaluationModel, Indicator

DAYS = ("2015-04-30", "2019-04-30", "2020-04-30", "2020-11-30", "2021-04-30", "2026-04-30")
#: The only codes whose deduction was read, by the day from which the table holds.
READ = {
    "2021-04-30": {"010101": 5, "010102": 5, "010103": 3, "010304": 3, "010501": 3, "010502": 3},
    "2026-04-30": {"010101": 5, "010102": 5, "010103": 3, "010106": 11, "010107": 5, "010301": 1, "010501": 3},
}


@pytest.fixture(scope="module")
def law() -> Law:
    return Law.load()


def model(law: Law, day: str) -> EvaluationModel:
    return law.model("cn.tax-credit", date.fromisoformat(day))


def lines(law: Law, day: str) -> dict[str, Indicator]:
    return {line.id: line for dimension in model(law, day).dimensions for line in dimension.indicators}


def test_there_are_six_editions_one_after_the_other_without_a_gap(law: Law) -> None:
    editions = sorted((of.in_force.from_, of.in_force.to or date.max) for of in law.models if of.id == "cn.tax-credit")
    assert [start.isoformat() for start, _ in editions] == [
        "2014-10-01",
        "2018-04-01",
        "2020-01-01",
        "2020-11-01",
        "2020-12-31",
        "2025-07-01",
    ]
    for (_, ended), (started, _) in pairwise(editions):
        assert (started - ended).days == 1


@pytest.mark.parametrize(
    ("day", "starts"),
    [*((day, [90, 100]) for day in DAYS[:-1]), ("2026-04-30", [90, 93, 100])],
)
def test_where_the_score_starts(law: Law, day: str, starts: list[int]) -> None:
    base = model(law, day).base
    assert sorted([base.points, *(case.points for case in base.cases)]) == starts


@pytest.mark.parametrize(
    ("day", "window"),
    [("2015-04-30", "1 period"), ("2020-11-30", "1 period"), ("2021-04-30", "3 periods"), ("2026-04-30", "3 periods")],
)
def test_over_which_years_an_audit_is_looked_for(law: Law, day: str, window: str) -> None:
    full = next(case for case in model(law, day).base.cases if case.points == 100)
    assert str(full.having[-1].window) == window


@pytest.mark.parametrize("day", DAYS)
def test_the_grades_and_their_bounds(law: Law, day: str) -> None:
    scored = {grade.id: grade.from_ for grade in model(law, day).grades if not grade.by_rule}
    assert scored == {"A": 90, "B": 70, "C": 40, "D": None}
    assert ("M" in [grade.id for grade in model(law, day).grades]) == (day >= "2018-04-01")


@pytest.mark.parametrize(("day", "codes"), READ.items())
def test_only_deductions_that_were_read_claim_to_be(law: Law, day: str, codes: dict[str, int]) -> None:
    deducting = [line for line in lines(law, day).values() if line.from_ == ("cn.tax-indicator",)]
    for line in deducting:
        named = {code for code in codes if f"'{code}'" in (line.when or "") and "not in" not in (line.when or "")}
        assert line.cite.verified == bool(named), line.id
        if named:
            assert {-Decimal(codes[code]) for code in named} == {line.points}
    assert sum(line.cite.verified for line in deducting) == (2 if day < "2025" else 7)


@pytest.mark.parametrize("day", DAYS)
def test_deductions_are_of_1_3_5_and_11_points(law: Law, day: str) -> None:
    for line in lines(law, day).values():
        if line.from_ == ("cn.tax-indicator",) and line.value is None:
            assert {-points for points in (line.points, *(points for _, points in line.by)) if points} <= {1, 3, 5, 11}


def test_the_steps_of_2019_are_80_40_and_20_per_cent_and_all_of_a_small_sum(law: Law) -> None:
    repair = lines(law, "2021-04-30")["late-returns"].repair
    assert repair is not None
    assert repair.cite.verified
    assert [(str(step.within), step.share) for step in repair.steps] == [
        ("30 days", 1),
        ("30 days", Decimal("0.8")),
        ("same year", Decimal("0.4")),
        ("next year", Decimal("0.2")),
    ]
    assert repair.steps[0].when == "amount <= 1000"


def test_the_steps_of_2025_are_3_30_and_90_days(law: Law) -> None:
    repair = lines(law, "2026-04-30")["late-returns"].repair
    assert repair is not None
    assert [(None if step.within is None else str(step.within), step.share) for step in repair.steps] == [
        ("3 days", 1),
        ("30 days", 1),
        ("30 days", Decimal("0.8")),
        ("90 days", Decimal("0.6")),
        (None, Decimal("0.4")),
    ]
    assert repair.steps[1].when == "amount <= 2000"


@pytest.mark.parametrize("day", ["2015-04-30", "2019-04-30"])
def test_before_2020_nothing_comes_back(law: Law, day: str) -> None:
    assert not [line for line in lines(law, day).values() if line.repair is not None]


def test_whole_credit_repair_is_a_point_a_month_up_to_eleven_and_no_more_than_was_lost(law: Law) -> None:
    line = lines(law, "2026-04-30")["whole-repair"]
    first, *rest = line.bins
    assert first.from_ is None
    assert first.to == 6
    assert first.points == 0
    assert [bin_.from_ for bin_ in rest] == [bin_.points for bin_ in rest] == list(range(6, 12))
    assert model(law, "2026-04-30").dimensions[0].cap == 0


def test_a_d_by_score_costs_eleven_points_from_november_2020_and_was_kept_before(law: Law) -> None:
    for day in ("2020-11-30", "2021-04-30", "2026-04-30"):
        assert lines(law, day)["score-d-before"].points == -11
    assert "score-d-before" not in lines(law, "2020-04-30")
    assert "d-kept" in [rule.id for rule in model(law, "2020-04-30").rules]


def test_what_was_not_seen_of_2025_is_null_and_not_guessed(law: Law) -> None:
    for parameter in ("cn.tax-credit.repair.direct-2025", "cn.tax-credit.arrears-formula"):
        value = law.parameters[parameter].on(date(2026, 1, 1))
        assert value is not None
        assert value.value is None
        assert not value.cite.verified


@pytest.mark.parametrize("day", DAYS)
def test_every_citation_of_the_model_is_of_an_instrument_on_tax_credit(law: Law, day: str) -> None:
    cited = [part for _, part in parts(model(law, day)) if isinstance(part, Citation)]
    assert cited
    assert all(part.instrument.startswith("tax-") for part in cited)
