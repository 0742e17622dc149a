"""The firm is not content with how its objection was decided, and has the province look at it again."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from tests.casework.conftest import ENGINEERS, MARKET, penalty, record_id, take_in

from gongxin.casework.engine import NotPossible

if TYPE_CHECKING:
    from tests.casework.conftest import Yunze

    from gongxin.casework.models import Case

pytestmark = pytest.mark.slow

#: A fine by the transport bureau of Yunze, where Zhejiang's regulation holds.
HERE = "taxi-fine"


def refused(town: Yunze, decided_by: str = "he") -> Case:
    """张工 objects, and is refused."""
    case = town.opens("objection", "zhang", "2026-08-03", HERE)
    town.moves(case, "submit", "zhang", "2026-08-03", claim="本公司没有车辆。")
    town.moves(case, "accept", "he", "2026-08-04")
    if decided_by != "he":
        town.moves(case, "escalate", "zhang", "2026-08-20")
    town.moves(case, "refuse", decided_by, "2026-08-21", "经核对，当事人即该公司。")
    return case


def under_review(town: Yunze) -> Case:
    review = town.opens("review", "zhang", "2026-08-24", HERE)
    town.moves(review, "submit", "zhang", "2026-08-24", claim="车牌不是本公司的。")
    return review


def test_a_refusal_names_the_review_and_its_article(yunze: Yunze) -> None:
    view = yunze.casework.view(refused(yunze), as_of=date(2026, 8, 24))
    (review,) = view.remedies
    assert (review.remedy, review.procedure) == ("review", "zj.objection.review")
    assert (review.cite.instrument, review.cite.article) == ("zj-credit-regulation", "30")


def test_by_the_nation_s_rules_reconsideration_and_suit_are_named_and_marked_as_unread(yunze: Yunze) -> None:
    elsewhere = penalty("elsewhere", ENGINEERS, "2026-05-20", region="110100")
    take_in(yunze.workspace, "cn.penalty", MARKET, records=[elsewhere])
    case = yunze.opens("objection", "zhang", "2026-08-03", "elsewhere")
    yunze.moves(case, "submit", "zhang", "2026-08-03", claim="不实")
    assert yunze.casework.view(case, as_of=date(2026, 8, 4)).remedies == (), "nothing was refused yet"
    yunze.moves(case, "reject-application", "zhou", "2026-08-04", "不属于异议范围")
    shown = yunze.casework.view(case, as_of=date(2026, 8, 5)).remedies
    assert [(one.remedy, one.cite.verified) for one in shown] == [("reconsideration", False), ("suit", False)]


def test_nobody_is_offered_the_review_of_what_was_not_decided(yunze: Yunze) -> None:
    from gongxin.casework.refusals import NotEligible

    def offered() -> set[str]:
        found = yunze.casework.options(record_id=record_id(HERE), subject_id=ENGINEERS, as_of=date(2026, 8, 24))
        return {option.kind.value for option in found}

    assert "review" not in offered()
    with pytest.raises(NotEligible, match="Nothing about the record was decided"):
        yunze.opens("review", "zhang", "2026-08-24", HERE)
    case = yunze.opens("objection", "zhang", "2026-08-03", HERE)
    yunze.moves(case, "withdraw", "zhang", "2026-08-03")
    assert "review" not in offered(), "what was taken back, nobody decided"
    refused(yunze)
    assert "review" in offered()


def test_no_number_of_days_was_read_and_the_review_says_so(yunze: Yunze) -> None:
    refused(yunze)
    view = yunze.casework.view(under_review(yunze), as_of=date(2026, 8, 24))
    (decide,) = view.deadlines
    assert decide.running
    assert decide.due_on is None
    assert not decide.cite.verified
    assert view.reviews is not None
    assert view.reviews.startswith("O-2026-")


def test_the_department_that_decided_first_does_not_review(yunze: Yunze) -> None:
    refused(yunze)
    review = under_review(yunze)
    assert yunze.can(review, "he", "2026-08-25") == []
    assert set(yunze.can(review, "wang", "2026-08-25")) == {"correct", "delete", "reassign", "refuse"}
    assert set(yunze.can(review, "zhao", "2026-08-25")) == {"correct", "delete", "reassign", "refuse"}
    with pytest.raises(NotPossible):
        yunze.moves(review, "refuse", "he", "2026-08-25", "维持")


def test_who_decided_an_escalated_objection_does_not_review_it(yunze: Yunze) -> None:
    refused(yunze, decided_by="wang")
    review = under_review(yunze)
    with pytest.raises(NotPossible, match="decided first") as told:
        yunze.moves(review, "refuse", "wang", "2026-08-25", "维持")
    assert "原处理决定" in told.value.message.zh
    yunze.moves(review, "refuse", "zhao", "2026-08-25", "维持")
    review.refresh_from_db()
    assert review.outcome == "refused"


def test_a_review_that_finds_the_record_untrue_takes_it_off_the_file(yunze: Yunze) -> None:
    from gongxin.casework.outbox import deliver
    from gongxin.ledger import Ledger
    from gongxin.reports.subject_file import read_subject_file

    refused(yunze)
    review = under_review(yunze)
    yunze.moves(review, "delete", "wang", "2026-08-26", "车牌登记在他人名下。")
    deliver(yunze.workspace, yunze.casework.law, at=yunze.at("2026-08-26"), as_of=date(2026, 8, 26))
    ledger = Ledger.open(yunze.workspace)
    with ledger.snapshot() as snapshot, ledger.connect(threads=1) as connection:
        file = read_subject_file(connection, snapshot, yunze.casework.law, ENGINEERS, date(2026, 8, 27))
    there = {record.record_id: record.standing for record in file.records}
    assert record_id(HERE) not in there or not there[record_id(HERE)].displayed


def test_what_was_reviewed_can_be_withdrawn_before(yunze: Yunze) -> None:
    refused(yunze)
    review = under_review(yunze)
    yunze.moves(review, "withdraw", "zhang", "2026-08-25")
    review.refresh_from_db()
    assert review.outcome == "withdrawn"
