"""Whom a draft hits most, and which lines of the score did it."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest

from gongxin.reports.simulation_page import render_simulation

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from gongxin.evaluation.simulation import Simulation


def test_those_who_fall_furthest_come_first(found: Simulation) -> None:
    fallen = [(of.subject_id, of.before.grade, of.after.grade) for of in found.loses]
    assert fallen == [
        ("firm06", "B", "D"),
        ("firm04", "B", "C"),
        ("firm10", "D", "D"),  # only its score fell
    ]
    risen = [(of.subject_id, of.before.grade, of.after.grade) for of in found.gains]
    assert risen == [("firm05", "B", "A"), ("firm08", "D", "C")]


def test_each_is_named_with_its_scores_and_the_records_that_moved_it(found: Simulation) -> None:
    firm = found.loses[0]
    assert firm.name == "云泽市第06号企业"
    assert [firm.before.score, firm.after.score] == [80, 50]
    assert [line.record_id for line in firm.lines] == ["firm06-1", "firm06-2"]
    assert {(line.before, line.after, line.change) for line in firm.lines} == {
        (Decimal(-10), Decimal(-25), Decimal(-15))
    }
    assert {line.title.en for line in firm.lines} == {"penalties"}
    assert firm.lines[0].cite.zh == "《云泽市信用评价测试规定》第11条"
    assert firm.records["firm06-1"].item.zh == "行政处罚"
    assert str(firm.records["firm06-1"].dated) == "2026-03-02"


def test_a_floor_that_catches_a_fall_is_a_line_of_its_own(found: Simulation) -> None:
    firm = next(of for of in found.loses if of.subject_id == "firm10")
    assert firm.lines[0].kind == "floor", "the weightiest line first"
    assert (firm.lines[0].indicator, firm.lines[0].title.en) == (None, "conduct")
    assert [firm.lines[0].before, firm.lines[0].after] == [0, 65]
    assert [line.change for line in firm.lines[1:]] == [-15] * 5
    assert sum(line.change for line in firm.lines) == firm.after.score - firm.before.score == -10


def test_who_moves_by_a_rule_alone_has_no_line_of_the_score(found: Simulation) -> None:
    firm = next(of for of in found.gains if of.subject_id == "firm08")
    assert firm.lines == ()
    assert (firm.before.direct, firm.after.direct) == ("listed", "listed")


@pytest.mark.slow
def test_no_more_are_named_than_asked_for(office: Any, draft: Callable[..., Path], stricter_rule: Any) -> None:
    few = office.tries(draft(stricter_rule), most=1)
    assert [of.subject_id for of in few.loses] == ["firm06"]
    assert [of.subject_id for of in few.gains] == ["firm05"]


@pytest.mark.slow
def test_another_base_is_a_line_too(office: Any, draft: Callable[..., Path]) -> None:
    def lower_base(model: dict[str, Any]) -> None:
        model["base"]["points"] = 85

    found = office.tries(draft(lower_base))
    firm = found.loses[0]
    assert [(line.title.zh, line.dimension, line.change) for line in firm.lines] == [("基准分", None, -15)]
    assert found.scores.lower == 10


def test_an_indicator_that_is_new_or_gone_moves_by_all_it_brings(office: Any, draft: Callable[..., Path]) -> None:
    def honours_move(model: dict[str, Any]) -> None:
        (old,) = model["dimensions"][1]["indicators"]
        model["dimensions"][1]["indicators"] = [{**old, "id": "prizes", "points": 2.5}]

    found = office.tries(draft(honours_move))
    firm = next(of for of in found.loses if of.subject_id == "firm02")
    assert {(line.indicator, line.before, line.after) for line in firm.lines} == {
        ("honours", Decimal(5), Decimal(0)),
        ("prizes", Decimal(0), Decimal("2.5")),
    }
    parts = {(change.part, change.id, change.before is None, change.after is None) for change in found.rule_changes}
    assert parts == {("indicator", "honours", False, True), ("indicator", "prizes", True, False)}


def test_where_a_high_score_means_risk_a_higher_one_is_worse(office: Any, draft: Callable[..., Path]) -> None:
    def double(model: dict[str, Any]) -> None:
        model["dimensions"][0]["indicators"][0]["points"] = 6

    found = office.tries(draft(double, model="yg.order"), model="yg.order")
    assert found.loses[0].subject_id == "firm09", "five penalties"
    assert found.gains == ()
    assert found.moves.before == ("evaluated", "—"), "a model without grades"
    assert (found.moves.same, found.moves.moved) == (8, 0)


def test_natural_persons_are_counted_and_never_named(new_office: Any, draft: Callable[..., Path]) -> None:
    office = new_office()
    office.takes_volunteer("person:1f", deeds=3)

    def worth_more(model: dict[str, Any]) -> None:
        model["dimensions"][0]["indicators"][0]["points"] = 3

    found = office.tries(draft(worth_more, model="yg.volunteers"), model="yg.volunteers")
    assert (found.persons, found.scores.higher) == (True, 1)
    assert (found.loses, found.gains) == ((), ())
    assert "person:1f" not in str(found.as_dict())


@pytest.mark.slow
def test_a_bound_of_a_month_is_told_with_its_month(office: Any, law: Any, draft: Callable[..., Path]) -> None:
    def held_by_month(model: dict[str, Any]) -> None:
        penalties = model["dimensions"][0]["indicators"][0]
        penalties["window"] = "1 calendar year"
        penalties["within_each"] = {"span": "month", "floor": -25}

    found = office.tries(draft(held_by_month))
    firm = next(of for of in found.gains if of.subject_id == "firm09")
    assert [(line.kind, line.span, line.change) for line in firm.lines] == [("floor", 2026 * 12 + 3, Decimal(25))]
    assert "（下限） 2026-03" in render_simulation(found, law)
