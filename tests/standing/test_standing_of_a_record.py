"""What one penalty is worth on a day."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from gongxin.standing import Reason

MINOR = {"id": "minor", "when": "severity = 'minor'", "effects": ["counted"], "maximum": "3 months", "repairable": True}
GENERAL = {"id": "general", "when": "true", "minimum": "3 months", "maximum": "1 year", "repairable": True}


@pytest.fixture
def book(make_book: Any, make_rules: Any) -> Any:
    return make_book(make_rules("r2026", [MINOR, GENERAL], in_force={"from": "2026-04-01"}))


@pytest.fixture
def penalty(desk: Any) -> Any:
    """A penalty of 1 April 2026: shown to 1 April 2027, repairable once three months have run."""
    desk.record(determined_on="2026-04-01")
    return desk


def effects(standing: Any) -> Any:
    return standing.displayed, standing.shared, standing.counted


def test_a_penalty_has_all_three_effects_from_the_day_it_was_made(penalty: Any, book: Any) -> None:
    standing = penalty.standing(book, "2026-04-01")
    assert effects(standing) == (True, True, True)
    assert (standing.rule_set, standing.class_, standing.reason) == ("r2026", "general", Reason.IN_PERIOD)
    assert (standing.starts_on, standing.ends_on) == (date(2026, 4, 1), date(2027, 4, 1))
    assert (standing.cite_instrument, standing.cite_article, standing.verified) == ("book", "general", True)


def test_the_last_day_shown_is_the_corresponding_day_and_the_next_it_is_hidden(penalty: Any, book: Any) -> None:
    assert effects(penalty.standing(book, "2027-04-01")) == (True, True, True)
    after = penalty.standing(book, "2027-04-02")
    assert effects(after) == (False, False, False)
    assert after.reason is Reason.EXPIRED
    assert after.on_file


def test_before_it_was_made_a_penalty_is_not_there(penalty: Any, book: Any) -> None:
    standing = penalty.standing(book, "2026-03-31")
    assert not standing.on_file
    assert (effects(standing), standing.reason) == ((False, False, False), Reason.NOT_YET_MADE)


def test_repair_may_be_asked_for_once_the_minimum_has_run_whole(penalty: Any, book: Any) -> None:
    assert penalty.standing(book, "2026-05-01").repairable_from == date(2026, 7, 2)


def test_a_class_without_minimum_is_repairable_at_once_and_may_be_counted_without_being_shown(
    desk: Any, book: Any
) -> None:
    desk.record(determined_on="2026-04-01", severity="minor")
    standing = desk.standing(book, "2026-07-01")
    assert effects(standing) == (False, False, True)
    assert (standing.reason, standing.repairable_from) == (Reason.NOT_PUBLISHED, date(2026, 4, 1))
    assert effects(desk.standing(book, "2026-07-02")) == (False, False, False)


def test_repair_ends_all_three_effects_on_its_day(penalty: Any, book: Any) -> None:
    penalty.event("repaired", "2026-08-10", cite_instrument="order-36", cite_article="3")
    assert effects(penalty.standing(book, "2026-08-09")) == (True, True, True)
    repaired = penalty.standing(book, "2026-08-10")
    assert effects(repaired) == (False, False, False)
    assert (repaired.reason, repaired.ends_on) == (Reason.REPAIRED, date(2026, 8, 9))
    assert (repaired.cite_instrument, repaired.cite_article, repaired.verified) == ("order-36", "3", False)
    assert repaired.repairable_from is None
    assert repaired.on_file


def test_a_repair_that_is_revoked_is_undone_on_that_day(penalty: Any, book: Any) -> None:
    penalty.event("repaired", "2026-08-10")
    penalty.event("repair_revoked", "2026-10-08")
    assert penalty.standing(book, "2026-10-07").reason is Reason.REPAIRED
    again = penalty.standing(book, "2026-10-08")
    assert (again.reason, effects(again)) == (Reason.IN_PERIOD, (True, True, True))
    assert again.ends_on == date(2027, 4, 1)


def test_a_repair_granted_after_a_revocation_holds(penalty: Any, book: Any) -> None:
    penalty.event("repaired", "2026-08-10")
    penalty.event("repair_revoked", "2026-10-08")
    penalty.event("repaired", "2026-12-01")
    once_more = penalty.standing(book, "2026-12-01")
    assert (once_more.reason, once_more.ends_on) == (Reason.REPAIRED, date(2026, 11, 30))


def test_an_event_that_cites_nothing_leaves_the_article_of_the_class(penalty: Any, book: Any) -> None:
    penalty.event("repaired", "2026-08-10")
    repaired = penalty.standing(book, "2026-08-10")
    assert (repaired.cite_instrument, repaired.cite_article, repaired.verified) == ("book", "general", True)


def test_a_withdrawn_record_is_gone_everywhere(penalty: Any, book: Any) -> None:
    penalty.event("withdrawn", "2026-05-05")
    assert penalty.standing(book, "2026-05-04").on_file
    gone = penalty.standing(book, "2026-05-05")
    assert (gone.on_file, effects(gone), gone.reason) == (False, (False, False, False), Reason.WITHDRAWN)


def test_an_objection_marks_a_record_that_goes_on_standing(penalty: Any, book: Any) -> None:
    penalty.event("objection_opened", "2026-05-05", case_no="Y-1")
    penalty.event("objection_opened", "2026-05-06", case_no="Y-2")
    penalty.event("objection_closed", "2026-05-20", case_no="Y-1")
    assert not penalty.standing(book, "2026-05-04").objected
    for day in ("2026-05-05", "2026-05-20", "2026-12-31"):
        standing = penalty.standing(book, day)
        assert (standing.objected, effects(standing)) == (True, (True, True, True))


def test_an_objection_is_over_on_the_day_it_is_closed(penalty: Any, book: Any) -> None:
    penalty.event("objection_opened", "2026-05-05", case_no="Y-1")
    penalty.event("objection_closed", "2026-05-20", case_no="Y-1")
    assert penalty.standing(book, "2026-05-19").objected
    assert not penalty.standing(book, "2026-05-20").objected


def test_a_shield_hides_for_the_time_being_and_lifting_it_brings_the_record_back(penalty: Any, book: Any) -> None:
    penalty.event("shielded", "2026-06-01", cite_instrument="bankruptcy", cite_article="86")
    penalty.event("unshielded", "2026-09-01")
    hidden = penalty.standing(book, "2026-08-31")
    assert (effects(hidden), hidden.reason, hidden.cite_article) == ((False, False, False), Reason.SHIELDED, "86")
    assert hidden.ends_on == date(2027, 4, 1)
    assert effects(penalty.standing(book, "2026-09-01")) == (True, True, True)


@pytest.mark.parametrize("order", [("shielded", "unshielded"), ("unshielded", "shielded")])
def test_a_shield_put_up_and_lifted_on_one_day_is_lifted(order: Any, penalty: Any, book: Any) -> None:
    for kind in order:
        penalty.event(kind, "2026-06-01")
    assert effects(penalty.standing(book, "2026-06-01")) == (True, True, True)


def test_a_repair_during_a_shield_stays_when_the_shield_is_lifted(penalty: Any, book: Any) -> None:
    penalty.event("shielded", "2026-06-01")
    penalty.event("repaired", "2026-08-01")
    penalty.event("unshielded", "2026-09-01")
    assert penalty.standing(book, "2026-09-01").reason is Reason.REPAIRED


def test_a_correction_only_leaves_a_mark(penalty: Any, book: Any) -> None:
    penalty.event("corrected", "2026-05-05")
    assert not penalty.standing(book, "2026-05-04").corrected
    corrected = penalty.standing(book, "2026-05-05")
    assert (corrected.corrected, effects(corrected)) == (True, (True, True, True))


def test_consent_withdrawn_ends_use_until_it_is_given_again(penalty: Any, book: Any) -> None:
    penalty.event("consent_given", "2026-04-02")
    penalty.event("consent_withdrawn", "2026-05-05")
    penalty.event("consent_given", "2026-06-06")
    assert effects(penalty.standing(book, "2026-05-04")) == (True, True, True)
    assert penalty.standing(book, "2026-05-05").reason is Reason.CONSENT_WITHDRAWN
    assert effects(penalty.standing(book, "2026-06-06")) == (True, True, True)


def test_a_decision_not_to_punish_never_counts(desk: Any, book: Any) -> None:
    desk.record(determined_on="2026-04-01", no_penalty=True)
    standing = desk.standing(book, "2026-05-01")
    assert (effects(standing), standing.reason) == ((False, False, False), Reason.NO_PENALTY)
    assert standing.cite_instrument == "catalogue"


def test_an_adverse_record_that_no_rule_set_governs_is_not_used(desk: Any, book: Any) -> None:
    desk.record(determined_on="2016-01-01")
    desk.record("undated")
    for standing in desk.standings(book, "2026-05-01").values():
        assert (effects(standing), standing.reason, standing.on_file) == ((False, False, False), Reason.NO_RULE, True)


def test_a_favourable_record_without_rules_stands_without_term(desk: Any, book: Any) -> None:
    desk.record(item="honour", determined_on="2016-01-01")
    desk.record("undated", item="honour")
    for standing in desk.standings(book, "2026-05-01").values():
        assert (effects(standing), standing.reason) == ((True, True, True), Reason.NO_TERM)


def test_a_record_of_an_item_the_law_does_not_know_is_not_used(desk: Any, book: Any) -> None:
    desk.record(item="hearsay", determined_on="2026-04-01")
    assert desk.standing(book, "2026-05-01").reason is Reason.NO_RULE


def test_an_event_on_a_subject_without_a_record_touches_no_record(penalty: Any, book: Any) -> None:
    penalty.event("withdrawn", "2026-05-05", record_id=None)
    assert penalty.standing(book, "2026-05-06").reason is Reason.IN_PERIOD


@pytest.mark.parametrize("reason", list(Reason))
def test_every_reason_has_a_sentence_in_both_languages(reason: Any, penalty: Any, book: Any) -> None:
    from gongxin.standing.reasons import sentence

    message = sentence(reason, starts_on=date(2026, 4, 1), ends_on=None)
    assert message.zh
    assert message.en
    assert "{" not in message.zh + message.en
