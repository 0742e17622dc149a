"""The clock: what is due, late, soon; what silence does; what a day's journal tells, whoever was up at midnight."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from gongxin.casework.engine import NotPossible

if TYPE_CHECKING:
    from tests.casework.conftest import Yunze

    from gongxin.casework.models import Case
    from gongxin.law.schema.procedure import Procedure

pytestmark = pytest.mark.slow


def waiting_for_papers(yunze: Yunze) -> Case:
    """A promise accepted with papers to follow by 6 July."""
    case = yunze.promise("cn.commitment.papers-to-follow", "2026-06-22", department="housing")
    yunze.moves(case, "allow", "zhao", "2026-06-23")
    yunze.casework.fill_in(case, "commitment-letter", by=yunze.people["zhang"], as_of=date(2026, 6, 23))
    yunze.moves(case, "commit", "zhang", "2026-06-23", matter="施工许可", papers_missing="消防设计审查意见")
    yunze.moves(case, "accept", "zhao", "2026-06-24", papers_due="2026-07-06")
    return case


def test_the_list_of_a_day_has_what_is_late_due_and_soon(yunze: Yunze) -> None:
    late = yunze.submitted_repair("2026-08-17")
    due = yunze.casework.due(date(2026, 8, 20))
    assert [row.number for row in due.today] == [late.number]
    assert due.late == ()
    due = yunze.casework.due(date(2026, 8, 24))
    assert [(row.deadline, row.late_by) for row in due.late] == [("accept", 2)]
    due = yunze.casework.due(date(2026, 8, 17), within=3)
    assert [(row.deadline, row.due_on) for row in due.soon] == [("accept", date(2026, 8, 20))]
    assert yunze.casework.due(date(2026, 8, 17), within=2).rows == ()


def test_a_department_sees_what_it_decides(yunze: Yunze) -> None:
    yunze.submitted_repair("2026-08-17")
    assert len(yunze.casework.due(date(2026, 8, 20), department="market").today) == 1
    assert yunze.casework.due(date(2026, 8, 20), department="transport").rows == ()


def test_what_silence_did_is_seen_though_nobody_wrote_it_down(yunze: Yunze) -> None:
    case = waiting_for_papers(yunze)
    assert yunze.casework.view(case, as_of=date(2026, 7, 6)).state == "conditionally-accepted"
    view = yunze.casework.view(case, as_of=date(2026, 7, 7))
    assert (view.state, view.since, view.steps[-1].written) == ("overdue", date(2026, 7, 6), False)
    heard = next(run for run in view.deadlines if run.deadline == "be-heard")
    assert heard.due_on == date(2026, 7, 13)
    assert [(row.deadline, row.due_on) for row in yunze.casework.due(date(2026, 7, 13)).today] == [
        ("be-heard", date(2026, 7, 13))
    ]


def test_catching_up_writes_silence_once_on_its_own_day(yunze: Yunze) -> None:
    case = waiting_for_papers(yunze)
    assert yunze.casework.catch_up(date(2026, 7, 6), yunze.at("2026-07-06")) == []
    (step,) = yunze.casework.catch_up(date(2026, 7, 20), yunze.at("2026-07-20"))
    assert (step.move, step.on, step.by) == ("run-out", date(2026, 7, 6), None)
    assert yunze.casework.catch_up(date(2026, 7, 20), yunze.at("2026-07-20")) == []
    assert yunze.casework.find(case.number).state == "overdue"


def test_whoever_moves_finds_silence_written_first(yunze: Yunze) -> None:
    case = waiting_for_papers(yunze)
    yunze.hands_in(case, "missing-papers", "zhang", "2026-07-08")
    yunze.moves(case, "make-up", "zhang", "2026-07-08")
    assert [step.move for step in case.steps.all()][-2:] == ["run-out", "make-up"]
    yunze.moves(case, "keep", "zhao", "2026-07-09", reason="已补齐")
    assert case.outcome == "kept"


def test_nobody_is_found_in_breach_before_he_could_speak(yunze: Yunze) -> None:
    case = waiting_for_papers(yunze)
    with pytest.raises(NotPossible) as refused:
        yunze.moves(case, "break", "zhao", "2026-07-13", reason="未补齐", basis="《…》第一条")
    assert refused.value.rule == "too-soon"
    step = yunze.moves(case, "break", "zhao", "2026-07-14", reason="未补齐", basis="《…》第一条")
    (effect,) = step.outbox.effects
    assert (effect["values"]["state"], effect["values"]["basis"]) == ("broken", "《…》第一条")
    assert effect["values"]["committed_on"] == "2026-06-23"


def test_the_journal_is_the_same_whether_silence_was_written_down_or_not(yunze: Yunze) -> None:
    waiting_for_papers(yunze)
    before = yunze.casework.journal(date(2026, 7, 6))
    yunze.casework.catch_up(date(2026, 7, 7), yunze.at("2026-07-07"))
    after = yunze.casework.journal(date(2026, 7, 6))
    assert [(entry.number, entry.what, entry.to_state) for entry in before.entries] == [
        (entry.number, entry.what, entry.to_state) for entry in after.entries
    ]
    assert before.counts == after.counts == {"run-out": 1}


def test_a_day_s_journal_tells_everything_that_happened(yunze: Yunze) -> None:
    case = yunze.submitted_repair("2026-08-17")
    journal = yunze.casework.journal(date(2026, 8, 17))
    assert (journal.opened, journal.closed, journal.late) == (1, 0, 0)
    assert journal.counts == {"open": 1, "paper": 2, "submit": 1}
    assert {entry.number for entry in journal.entries} == {case.number}


def test_a_page_of_the_journal_has_the_same_entries_as_the_whole(yunze: Yunze) -> None:
    """Steps and papers, and what silence did though nobody wrote it down, in the order of the cases."""
    waiting_for_papers(yunze)
    yunze.submitted_repair("2026-08-17")
    for day, whats in ((date(2026, 7, 6), ["run-out"]), (date(2026, 8, 17), ["open", "submit", "paper", "paper"])):
        entries = yunze.casework.journal(day).entries
        assert [entry.what for entry in entries] == whats
        assert len(entries) == len(whats)
        assert [entry for start in (0, 2) for entry in entries[start : start + 2]] == list(entries)


def test_each_reminder_is_sent_once_and_again_when_the_term_was_prolonged(yunze: Yunze) -> None:
    case = yunze.submitted_repair("2026-08-17")
    yunze.moves(case, "accept", "li", "2026-08-18")
    sent = yunze.casework.remind(date(2026, 8, 25))
    assert [(one.sort, one.row.deadline) for one in sent] == [("soon", "decide")]
    assert yunze.casework.remind(date(2026, 8, 25)) == []
    yunze.moves(case, "extend", "li", "2026-08-26", reason="复杂")
    sent = yunze.casework.remind(date(2026, 9, 7))
    assert [(one.sort, one.row.deadline) for one in sent] == [("late", "portal-answer"), ("soon", "decide")]


def test_a_day_agreed_on_is_a_day_to_come(yunze: Yunze) -> None:
    from gongxin.errors import UsageError

    case = yunze.signs_a_promise_to_pay("2026-06-22")
    with pytest.raises(UsageError) as refused:
        yunze.moves(case, "submit", "zhang", "2026-06-22", valid_to="2026-06-01")
    assert refused.value.rule == "day-gone"


def five_days_to_make_up(yunze: Yunze) -> None:
    """As if order 36 gave five working days to make up what is missing, which nobody has read in it."""
    from dataclasses import replace

    from gongxin.law.schema.basics import Duration

    def with_a_term(procedure: Procedure) -> Procedure:
        terms = [
            term.model_copy(update={"unset": False, "span": Duration(count=5, unit="working day")})
            if term.deadline == "make-up"
            else term
            for term in procedure.terms
        ]
        return procedure.model_copy(update={"terms": tuple(terms)})

    law = yunze.casework.law
    yunze.casework.law = replace(law, procedures=tuple(with_a_term(procedure) for procedure in law.procedures))


def test_an_application_that_lapsed_in_silence_keeps_nobody_from_applying_again(yunze: Yunze) -> None:
    five_days_to_make_up(yunze)
    first = yunze.submitted_repair("2026-08-17")
    yunze.moves(first, "ask-for-papers", "li", "2026-08-18", reason="缺缴款凭证")
    record, subject = first.record_id, first.subject_id

    def open_case(day: date) -> str | None:
        about = yunze.casework.options(record_id=record, subject_id=subject, as_of=day)
        return about[0].open_case

    assert open_case(date(2026, 8, 25)) == first.number
    assert open_case(date(2026, 8, 26)) is None
    second = yunze.opens("repair", "zhang", "2026-08-26")
    assert second.number == "R-2026-000002"
    first = yunze.casework.find(first.number)
    assert (first.outcome, first.closed_on) == ("lapsed", date(2026, 8, 25))


def test_a_case_that_lapsed_in_silence_takes_no_paper_whether_it_was_written_down_or_not(yunze: Yunze) -> None:
    from gongxin.errors import UsageError

    five_days_to_make_up(yunze)
    case = yunze.submitted_repair("2026-08-17")
    yunze.moves(case, "ask-for-papers", "li", "2026-08-18", reason="缺缴款凭证")
    yunze.hands_in(case, "proof-of-performance", "zhang", "2026-08-25")
    for _ in ("not written", "written"):
        with pytest.raises(UsageError) as refused:
            yunze.hands_in(case, "proof-of-performance", "zhang", "2026-08-26")
        assert refused.value.rule == "case-closed"
        assert "2026-08-25" in refused.value.message.en
        yunze.casework.catch_up(date(2026, 8, 26), yunze.at("2026-08-26"))


def test_a_list_shows_cases_as_silence_has_left_them(yunze: Yunze) -> None:
    case = waiting_for_papers(yunze)
    assert yunze.casework.states([case], date(2026, 7, 6)) == {}
    assert yunze.casework.states([case], date(2026, 7, 7)) == {case.pk: ("overdue", "")}
    yunze.casework.catch_up(date(2026, 7, 7), yunze.at("2026-07-07"))
    assert yunze.casework.states([case], date(2026, 7, 7)) == {}
