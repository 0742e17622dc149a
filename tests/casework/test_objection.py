"""Objection: the record is marked at once, and whoever handed it in does not judge the objection to it."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from gongxin.casework.engine import NotPossible
from gongxin.errors import NotFound, UsageError

if TYPE_CHECKING:
    from tests.casework.conftest import Yunze

    from gongxin.casework.models import Case

TAXIS = "91990100MA0T4X1C8Y"


def objected(yunze: Yunze) -> Case:
    """张工 objects to the taxi company's penalty under his firm's code, and 何 of transport accepts."""
    case = yunze.opens("objection", "zhang", "2026-06-10", "taxi-fine")
    yunze.moves(case, "submit", "zhang", "2026-06-10", claim="这条处罚属于出租汽车公司")
    yunze.moves(case, "accept", "he", "2026-06-11")
    return case


def effects(yunze: Yunze, case: Case) -> list[tuple[str, str]]:
    view = yunze.casework.view(case, as_of=date(2026, 12, 31))
    return [(effect.effect, effect.on) for effect in view.effects]


def test_zhang_finds_the_taxi_company_s_penalty_under_his_code_and_it_moves(yunze: Yunze) -> None:
    case = objected(yunze)
    step = yunze.moves(case, "reassign", "he", "2026-06-15", reason="文书所载当事人为出租汽车公司", to_subject=TAXIS)
    assert effects(yunze, case) == [
        ("objection_opened", "2026-06-10"),
        ("reassigned", "2026-06-15"),
        ("objection_closed", "2026-06-15"),
    ]
    assert step.outbox.effects[0]["to_subject"] == TAXIS
    assert step.outbox.effects[1]["outcome"] == "granted"


def test_a_record_moves_to_no_subject_that_nobody_knows(yunze: Yunze) -> None:
    case = objected(yunze)
    with pytest.raises(NotFound) as refused:
        yunze.moves(case, "reassign", "he", "2026-06-15", reason="核实", to_subject="91990100MA00000000")
    assert refused.value.rule == "unknown-subject"
    assert "91990100MA00000000" not in refused.value.message.zh + refused.value.message.en


def test_a_decision_to_move_says_whereto(yunze: Yunze) -> None:
    case = objected(yunze)
    with pytest.raises(NotPossible) as refused:
        yunze.moves(case, "reassign", "he", "2026-06-15", reason="核实")
    assert refused.value.rule == "not-said"


def test_corrections_name_fields_of_the_item(yunze: Yunze) -> None:
    case = objected(yunze)
    with pytest.raises(UsageError) as refused:
        yunze.moves(case, "correct", "he", "2026-06-15", reason="金额有误", corrections={"colour": "red"})
    assert refused.value.rule == "corrections"
    step = yunze.moves(case, "correct", "he", "2026-06-15", reason="金额有误", corrections={"fine": "1"})
    assert step.outbox.effects[0]["corrections"] == {"fine": "1"}


def test_who_handed_the_record_in_does_not_judge_the_objection_to_it(yunze: Yunze) -> None:
    from gongxin.casework.models import HandIn

    HandIn.objects.create(batch=1, by=yunze.people["li"], on=date(2026, 6, 1))
    case = yunze.opens("objection", "zhang", "2026-06-10", "fine-of-may")
    yunze.moves(case, "submit", "zhang", "2026-06-10", claim="金额有误")
    yunze.moves(case, "accept", "li", "2026-06-11")
    with pytest.raises(NotPossible) as refused:
        yunze.moves(case, "refuse", "li", "2026-06-12", reason="记录无误")
    assert refused.value.rule == "same-person"
    assert yunze.moves(case, "refuse", "zhou", "2026-06-12", reason="记录无误").to_state == "refused"


def test_zhejiang_s_five_working_days_prolonged_to_twenty_in_all_run_in_yunze(yunze: Yunze) -> None:
    case = objected(yunze)
    view = yunze.casework.view(case, as_of=date(2026, 6, 12))
    assert view.procedure == "zj.objection"
    decide = next(run for run in view.deadlines if run.deadline == "decide")
    assert decide.due_on == date(2026, 6, 18)
    yunze.moves(case, "extend", "he", "2026-06-18", reason="需向出租汽车公司核实")
    decide = next(
        run for run in yunze.casework.view(case, as_of=date(2026, 6, 18)).deadlines if run.deadline == "decide"
    )
    assert decide.due_on == yunze.casework.law.calendar.add_working_days(date(2026, 6, 11), 20)


def test_whoever_is_late_is_passed_over_and_not_before(yunze: Yunze) -> None:
    case = objected(yunze)
    with pytest.raises(NotPossible) as refused:
        yunze.moves(case, "escalate", "zhang", "2026-06-18")
    assert refused.value.rule == "too-soon"
    yunze.moves(case, "escalate", "zhang", "2026-06-22")
    step = yunze.moves(case, "delete", "wang", "2026-06-23", reason="核实有误")
    assert step.late_by["decide"] == 2


def test_an_identity_number_in_what_is_said_is_covered(yunze: Yunze) -> None:
    case = yunze.opens("objection", "zhang", "2026-06-10", "taxi-fine")
    yunze.moves(case, "submit", "zhang", "2026-06-10", claim="当事人 11010519491231002X 不是我")
    said = yunze.casework.view(case, as_of=date(2026, 6, 10)).said["claim"]
    assert "11010519491231002X" not in said


def test_what_nobody_asked_for_is_not_said(yunze: Yunze) -> None:
    case = yunze.opens("objection", "zhang", "2026-06-10", "taxi-fine")
    with pytest.raises(UsageError) as refused:
        yunze.moves(case, "submit", "zhang", "2026-06-10", claim="不是我", colour="red")
    assert refused.value.rule == "unknown-statement"
