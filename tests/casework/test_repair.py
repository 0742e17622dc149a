"""Credit repair, from the application to the decision."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from gongxin.casework.engine import NotPossible
from gongxin.errors import InputError, NotAllowed

if TYPE_CHECKING:
    from tests.casework.conftest import Yunze


def test_zhang_repairs_a_general_penalty_after_its_minimum(yunze: Yunze) -> None:
    case = yunze.submitted_repair()
    yunze.moves(case, "accept", "li", "2026-08-18")
    step = yunze.moves(case, "grant", "zhou", "2026-08-20", reason="义务已履行，符合条件")
    assert (case.outcome, case.closed_on) == ("granted", date(2026, 8, 20))
    (effect,) = step.outbox.effects
    assert (effect["effect"], effect["record_id"], effect["on"]) == ("repaired", case.record_id, "2026-08-20")
    assert effect["case_no"] == case.number == "R-2026-000001"


def test_an_application_too_early_is_told_from_which_day(yunze: Yunze) -> None:
    from gongxin.casework.refusals import NotEligible

    with pytest.raises(NotEligible) as refused:
        yunze.opens("repair", "zhang", "2026-08-11")
    assert refused.value.from_day == date(2026, 8, 12)
    assert "2026-08-12" in refused.value.message.zh
    assert "2026-08-12" in refused.value.message.en


def test_a_second_application_points_to_the_first(yunze: Yunze) -> None:
    first = yunze.opens("repair", "zhang", "2026-08-17")
    from gongxin.casework.refusals import BusyCase

    with pytest.raises(BusyCase) as refused:
        yunze.opens("repair", "zhang", "2026-08-18")
    assert refused.value.rule == "case-open-already"
    assert refused.value.number == first.number


def test_a_decision_needs_a_reason(yunze: Yunze) -> None:
    case = yunze.submitted_repair()
    yunze.moves(case, "accept", "li", "2026-08-18")
    with pytest.raises(NotPossible) as refused:
        yunze.moves(case, "refuse", "li", "2026-08-19", reason="  ")
    assert refused.value.rule == "reason-missing"


def test_nothing_is_submitted_without_its_papers(yunze: Yunze) -> None:
    case = yunze.opens("repair", "zhang", "2026-08-17")
    with pytest.raises(NotPossible) as refused:
        yunze.moves(case, "submit", "zhang", "2026-08-17")
    assert refused.value.rule == "papers-missing"
    assert "《信用承诺书》" in refused.value.message.zh
    assert "'commitment letter'" in refused.value.message.en
    assert "commitment-letter" not in str(refused.value.message)
    assert refused.value.where == "submit (proof-of-performance, commitment-letter)"


def test_a_paper_of_the_wrong_form_is_told_which_are_taken(yunze: Yunze) -> None:
    case = yunze.opens("repair", "zhang", "2026-08-17")
    with pytest.raises(InputError) as refused:
        yunze.hands_in(case, "proof-of-performance", "zhang", "2026-08-17", content=b"MZ\x90", name="proof.pdf")
    assert refused.value.rule == "paper-form"
    assert "PDF" in refused.value.message.zh


def test_another_firm_cannot_apply_for_it(yunze: Yunze) -> None:
    with pytest.raises(NotAllowed):
        yunze.opens("repair", "sun", "2026-08-17")


def test_the_clerk_of_another_department_cannot_decide(yunze: Yunze) -> None:
    case = yunze.submitted_repair()
    with pytest.raises(NotAllowed):
        yunze.moves(case, "accept", "he", "2026-08-18")


def test_a_late_decision_is_made_all_the_same_and_marked(yunze: Yunze) -> None:
    case = yunze.submitted_repair(day="2026-08-17")
    step = yunze.moves(case, "accept", "li", "2026-08-24")
    assert step.late_by == {"accept": 2}
    view = yunze.casework.view(case, as_of=date(2026, 8, 25))
    accept = next(deadline for deadline in view.deadlines if deadline.deadline == "accept")
    assert (accept.due_on, accept.late, accept.late_by) == (date(2026, 8, 20), True, 2)


def test_a_term_is_prolonged_once_beforehand_and_counted_on_from_its_end(yunze: Yunze) -> None:
    case = yunze.submitted_repair(day="2026-11-20")
    yunze.moves(case, "accept", "li", "2026-11-23")
    yunze.moves(case, "extend", "li", "2026-12-02", reason="需现场核查")
    decide = next(
        run for run in yunze.casework.view(case, as_of=date(2026, 12, 3)).deadlines if run.deadline == "decide"
    )
    assert (decide.due_on, decide.extended) == (date(2026, 12, 16), True)
    with pytest.raises(NotPossible) as refused:
        yunze.moves(case, "extend", "li", "2026-12-03", reason="再延")
    assert refused.value.rule == "cannot-extend"
    assert refused.value.message.zh == "“作出决定”的期限不能（再）延长；请在期限内办理。"


def test_options_say_what_can_be_done_and_from_when(yunze: Yunze) -> None:
    from tests.casework.conftest import ENGINEERS, record_id

    found = yunze.casework.options(
        record_id=record_id("fine-of-may"), subject_id=ENGINEERS, as_of=date(2026, 7, 1), by=yunze.people["zhang"]
    )
    by_kind = {option.kind.value: option for option in found}
    assert by_kind["repair"].eligible is False
    assert by_kind["repair"].from_day == date(2026, 8, 12)
    assert by_kind["objection"].eligible is True
    assert by_kind["objection"].yours is True
    assert json_ready(by_kind["repair"])


def json_ready(option: object) -> bool:
    import json

    from gongxin.cli.output import to_json

    return bool(json.dumps(to_json(option.as_dict())))  # type: ignore[attr-defined]
