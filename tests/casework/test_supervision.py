"""Interviews, opinions, campaigns and commitments: work that offices begin, or that many subjects share."""

from __future__ import annotations

import csv
from datetime import date
from io import StringIO
from typing import TYPE_CHECKING, Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.casework.conftest import ENGINEERS, MARKET, TAXIS, penalty, take_in

from gongxin.casework.engine import NotPossible
from gongxin.errors import GongxinError

if TYPE_CHECKING:
    from tests.casework.conftest import Yunze

    from gongxin.casework.models import Case

pytestmark = pytest.mark.slow


def received(subject_id: str, name: str, day: str, grade: str) -> dict[str, Any]:
    """A result of the national evaluation."""
    own = {"item": "cn.evaluation", "kinds": None, "severity": None, "amount": None, "level": grade}
    return {**penalty(name, subject_id, day), **own, "payload": '{"source_kind": "national"}'}


@pytest.fixture
def graded(yunze: Yunze) -> Yunze:
    """The engineering firm had D and has C, the taxi company has D."""
    results = [
        received(ENGINEERS, "e-2025", "2025-06-15", "D"),
        received(ENGINEERS, "e-2026", "2026-06-15", "C"),
        received(TAXIS, "t-2026", "2026-06-15", "D"),
    ]
    take_in(yunze.workspace, "cn.evaluation", MARKET, records=results)
    return yunze


def interviewed(yunze: Yunze, day: str = "2026-07-13") -> Case:
    case = yunze.opens("interview", "wang", day, record=None, subject_id=TAXIS, procedure="cn.interview.warning")
    yunze.moves(case, "invite", "wang", day, grounds="D级", talk_on="2026-07-20", place="信用办")
    return case


def test_whom_to_invite_follows_from_the_latest_result(graded: Yunze) -> None:
    found = graded.casework.to_invite(date(2026, 7, 13))
    assert [(one.subject_id, one.variant, one.grade) for one in found] == [
        (ENGINEERS, "reminder", "C"),
        (TAXIS, "warning", "D"),
    ]


def test_whoever_had_the_interview_is_not_invited_again_until_the_next_result(graded: Yunze) -> None:
    case = interviewed(graded)
    (taxis,) = [one for one in graded.casework.to_invite(date(2026, 7, 14)) if one.subject_id == TAXIS]
    assert taxis.open_case == case.number
    graded.hands_in(case, "minutes", "wang", "2026-07-20")
    said = {"attended_as": "总经理", "told": "结果", "demands": "补报", "correct_by": "2026-08-20"}
    graded.moves(case, "hold", "wang", "2026-07-20", **said)
    graded.moves(case, "close", "wang", "2026-08-03", reason="已补报")
    graded.moves(case, "push", "wang", "2026-08-04")
    assert TAXIS not in [one.subject_id for one in graded.casework.to_invite(date(2026, 8, 5))]
    take_in(graded.workspace, "cn.evaluation", MARKET, records=[received(TAXIS, "t-2027", "2027-06-15", "D")])
    assert TAXIS in [one.subject_id for one in graded.casework.to_invite(date(2027, 7, 1))]


def test_a_refusal_is_recorded_only_once_the_day_of_the_talk_has_passed(graded: Yunze) -> None:
    case = interviewed(graded)
    with pytest.raises(NotPossible) as refused:
        graded.moves(case, "record-refusal", "wang", "2026-07-20", reason="拒绝到场")
    assert refused.value.rule == "too-soon"
    step = graded.moves(case, "record-refusal", "wang", "2026-07-21", reason="拒绝到场")
    (effect,) = step.outbox.effects
    assert (effect["item"], effect["values"]["outcome"], effect["values"]["kind"]) == (
        "cn.interview",
        "refused",
        "warning",
    )
    assert effect["values"]["invited_on"] == "2026-07-13"
    assert "held_on" not in effect["values"]


def test_a_good_result_calls_for_no_interview(yunze: Yunze) -> None:
    with pytest.raises(GongxinError) as refused:
        interviewed(yunze)
    assert refused.value.rule == "not-eligible"


def test_opinions_are_summed_up_by_theme_as_a_table(yunze: Yunze) -> None:
    for who, subject, opinion, theme in (
        ("zhang", ENGINEERS, "=SUM(A1) 建议及时更新", "更新频率"),
        ("sun", TAXIS, "指标不清楚", "指标说明"),
    ):
        case = yunze.opens("opinion", who, "2026-07-20", record=None, subject_id=subject)
        yunze.moves(case, "submit", who, "2026-07-20", about="评价结果", opinion=opinion)
        if who == "zhang":
            yunze.moves(case, "collect", "wang", "2026-07-22", reason="已转评价机构", theme=theme)
    found = yunze.casework.opinions(date(2026, 7, 1), date(2026, 7, 31))
    assert (found.total, found.answered, found.by_theme) == (2, 1, {"更新频率": 1})
    headings, first, _ = csv.reader(StringIO(found.as_table()))
    assert len(headings) == len(first)
    assert first[4] == "'=SUM(A1) 建议及时更新"
    assert [row.subject_name for row in found.rows[1:]] == [found.rows[1].subject_name]
    assert list(found.as_dict()["rows"]) == [row.as_dict() for row in found.rows]
    assert yunze.casework.opinions(date(2026, 8, 1), date(2026, 8, 31)).total == 0


def test_a_page_of_opinions_asks_no_more_of_many_than_of_one(yunze: Yunze) -> None:
    def asked() -> int:
        with CaptureQueriesContext(connection) as captured:
            list(yunze.casework.opinions(date(2026, 7, 1), date(2026, 7, 31)).rows[:50])
        return len(captured)

    counts = []
    for day in ("2026-07-20", "2026-07-21", "2026-07-22"):
        case = yunze.opens("opinion", "zhang", day, record=None, subject_id=ENGINEERS)
        yunze.moves(case, "submit", "zhang", day, about="评价结果", opinion="建议及时更新")
        yunze.moves(case, "collect", "wang", day, reason="已转评价机构", theme="更新频率")
        counts.append(asked())
    assert counts == [counts[0]] * 3


def test_a_campaign_counts_its_subjects_where_they_stand(yunze: Yunze) -> None:
    from gongxin.casework.campaigns import campaigns, figures, target

    listed = {**penalty("listed", TAXIS, "2026-06-20"), "item": "cn.abnormal", "kinds": None, "severity": None}
    take_in(yunze.workspace, "cn.abnormal", MARKET, records=[listed])
    put = target(
        yunze.casework,
        "异常名录清零",
        [TAXIS, ENGINEERS],
        goal="移出名录",
        by=yunze.people["wang"],
        as_of=date(2026, 7, 13),
        at=yunze.at("2026-07-13"),
    )
    assert len(put.cases) == 1
    assert [(one.subject_id, one.rule) for one in put.refused] == [(ENGINEERS, "not-eligible")]
    case = yunze.casework.find(put.cases[0])
    yunze.moves(case, "contact", "wang", "2026-07-14", channel="电话", fault="未报年报", correct_by="2026-08-14")
    yunze.moves(case, "train", "wang", "2026-07-20", training="一期")
    yunze.moves(case, "train", "wang", "2026-07-27", training="二期")
    now = figures(yunze.casework, "异常名录清零", date(2026, 7, 31))
    assert (now.targets, now.open, now.contacted, now.trained, now.out) == (1, 1, 1, 1, 0)
    assert figures(yunze.casework, "异常名录清零", date(2026, 8, 17)).overdue == 1
    assert campaigns() == ["异常名录清零"]
    assert [case.number for case in yunze.casework.cases(yunze.people["wang"], topic="异常名录清零")] == [case.number]


def test_a_second_target_of_the_same_campaign_points_to_the_first(yunze: Yunze) -> None:
    from gongxin.casework.campaigns import target

    listed = {**penalty("listed", TAXIS, "2026-06-20"), "item": "cn.abnormal", "kinds": None, "severity": None}
    take_in(yunze.workspace, "cn.abnormal", MARKET, records=[listed])
    again = [
        target(
            yunze.casework,
            name,
            [TAXIS],
            goal="移出名录",
            by=yunze.people["wang"],
            as_of=date(2026, 7, 13),
            at=yunze.at("2026-07-13"),
        )
        for name in ("异常名录清零", "异常名录清零", "另一次治理")
    ]
    assert [len(put.cases) for put in again] == [1, 0, 1]
    assert again[1].refused[0].rule == "case-open-already"


def test_a_promise_is_a_record_from_the_day_it_is_taken_to_the_day_it_is_kept(yunze: Yunze) -> None:
    case = yunze.signs_a_promise_to_pay("2026-07-13")
    yunze.moves(case, "submit", "zhang", "2026-07-13", valid_to="2026-12-31")
    taken = yunze.moves(case, "accept", "zhao", "2026-07-14").outbox.effects[0]["values"]
    kept = yunze.moves(case, "keep", "zhao", "2026-12-28", reason="无拖欠").outbox.effects[0]["values"]
    assert (taken["state"], kept["state"], kept["state_on"]) == ("running", "kept", "2026-12-28")
    key = ("type", "matter", "committed_on")
    assert [taken[name] for name in key] == [kept[name] for name in key]
    assert taken["accepted_by"] == "云泽市住房和城乡建设局"
    assert yunze.casework.view(case, as_of=date(2026, 12, 28)).published is True


def test_an_account_lists_its_own_cases_and_no_others(yunze: Yunze) -> None:
    case = yunze.submitted_repair()
    listed = {who: [found.number for found in yunze.casework.cases(yunze.people[who])] for who in yunze.people}
    assert {who for who, numbers in listed.items() if case.number in numbers} == {
        "zhang",
        "li",
        "zhou",
        "zhao",
        "wang",
        "audit",
    }


def test_the_case_whose_source_is_late_is_decided_by_the_department_above(yunze: Yunze) -> None:
    case = yunze.submitted_repair("2026-08-17")
    yunze.moves(case, "accept", "li", "2026-08-18")
    assert "escalate" in yunze.can(case, "zhang", "2026-08-31")
    yunze.moves(case, "escalate", "zhang", "2026-08-31")
    assert "grant" in yunze.can(case, "zhao", "2026-09-01")
    yunze.moves(case, "grant", "zhao", "2026-09-01", reason="符合条件")
    assert (case.outcome, case.department) == ("granted", yunze.people["zhao"].department)


def test_a_case_taken_past_a_late_source_waits_with_the_department_above_until_one_takes_it(yunze: Yunze) -> None:
    from gongxin.casework.models import Case, Deadline
    from gongxin.casework.queues import in_hand

    def waits_with(who: str) -> tuple[int, int]:
        by = yunze.people[who]
        return Case.objects.filter(in_hand(by)).count(), Deadline.objects.filter(in_hand(by, "case__")).count()

    case = yunze.submitted_repair("2026-08-17")
    yunze.moves(case, "accept", "li", "2026-08-18")
    assert waits_with("zhao") == (0, 0)
    yunze.moves(case, "escalate", "zhang", "2026-08-31")
    runs = case.deadlines.count()
    assert [waits_with(who) for who in ("zhao", "li", "wang", "he")] == [(1, runs), (1, runs), (1, runs), (0, 0)]
    yunze.moves(case, "grant", "zhao", "2026-09-01", reason="符合条件")
    yunze.people["zhao"].department = yunze.people["he"].department
    assert waits_with("zhao") == (0, 0), "another department has taken it"


def test_what_an_account_can_do_here_is_told_with_what_it_takes(yunze: Yunze) -> None:
    case = yunze.opens("repair", "zhang", "2026-08-17")
    (submit, withdraw) = yunze.casework.moves(case, by=yunze.people["zhang"], as_of=date(2026, 8, 17))
    assert (submit.move, submit.ready, submit.lacking) == (
        "submit",
        False,
        ("proof-of-performance", "commitment-letter"),
    )
    assert (withdraw.move, withdraw.ready, withdraw.outcome) == ("withdraw", True, "withdrawn")
    assert yunze.casework.moves(case, by=yunze.people["li"], as_of=date(2026, 8, 17)) == []


def test_what_a_batch_changes_of_the_list_is_what_reading_everything_anew_finds(graded: Yunze) -> None:
    from gongxin.casework.casework import Casework

    day = date(2026, 7, 13)
    batches = [
        ("cn.evaluation", received(TAXIS, "t-again", "2026-07-10", "A")),
        ("cn.penalty", penalty("another-fine", ENGINEERS, "2026-07-01")),
        ("cn.evaluation", received(TAXIS, "t-worse", "2026-07-12", "C")),
    ]
    found = [[one.grade for one in graded.casework.to_invite(day)]]
    for item, record in batches:
        take_in(graded.workspace, item, MARKET, records=[record])
        listed = list(graded.casework.to_invite(day))
        assert listed == list(Casework(graded.workspace, graded.casework.law).to_invite(day))
        found.append([one.grade for one in listed])
    assert found == [["C", "D"], ["C"], ["C"], ["C", "C"]]


def test_a_page_of_those_to_invite_asks_the_office_as_often_as_a_row_of_it(graded: Yunze) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    found = graded.casework.to_invite(date(2026, 7, 13))
    with CaptureQueriesContext(connection) as asked:
        assert (len(found), len(found[:1]), found[1].subject_id) == (2, 1, TAXIS)
    assert len(asked) == 2
