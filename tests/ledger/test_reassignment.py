"""A penalty that was booked on the wrong company, and is put right."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from gongxin.ledger.buckets import bucket_of

if TYPE_CHECKING:
    from tests.ledger.conftest import Department

HENGYUAN, HONGDA = "S1", "S3"


@pytest.fixture
def put_right(market: Department) -> Department:
    """Batch 1 gave the penalty to Hengyuan, who objected; batch 2 gives it to Hongda, whose it is."""
    assert bucket_of(HENGYUAN, 4) != bucket_of(HONGDA, 4)
    objection = {"event_id": "E1", "record_id": "R1", "subject_id": HENGYUAN, "kind": "objection_opened"}
    market.hands_in(records=[market.penalty("R1", HENGYUAN), market.penalty("R2", HENGYUAN)], events=[objection])
    market.hands_in(
        records=[market.penalty("R1", HONGDA, version=2, content="b")],
        moved=[{"record_id": "R1", "version": 2, "from_subject": HENGYUAN, "to_subject": HONGDA}],
    )
    return market


@pytest.mark.parametrize("compacted", [False, True])
def test_the_record_is_gone_from_the_one_and_with_the_other(put_right: Department, compacted: bool) -> None:
    if compacted:
        put_right.ledger.compact()
    assert put_right.contents(subject_id=HENGYUAN) == {"R2": "a"}
    assert put_right.contents(subject_id=HONGDA) == {"R1": "b"}
    assert put_right.contents(bucket=bucket_of(HENGYUAN, 4)) == {"R2": "a"}
    assert put_right.contents(bucket=bucket_of(HONGDA, 4)) == {"R1": "b"}
    assert put_right.contents() == {"R1": "b", "R2": "a"}


def test_what_happened_to_the_record_goes_with_it(put_right: Department) -> None:
    assert [event["kind"] for event in put_right.sees("event", subject_id=HONGDA)] == ["objection_opened"]


def test_what_was_known_before_stays_known(put_right: Department) -> None:
    assert put_right.contents(known_at=1, subject_id=HENGYUAN) == {"R1": "a", "R2": "a"}
    assert put_right.contents(known_at=1, subject_id=HONGDA) == {}
    assert put_right.sees("event", known_at=1, subject_id=HONGDA) == []


def test_it_can_be_given_back(put_right: Department) -> None:
    put_right.hands_in(
        records=[put_right.penalty("R1", HENGYUAN, version=3, content="c")],
        moved=[{"record_id": "R1", "version": 3, "from_subject": HONGDA, "to_subject": HENGYUAN}],
    )
    assert put_right.contents(subject_id=HENGYUAN) == {"R1": "c", "R2": "a"}
    assert put_right.contents(subject_id=HONGDA) == {}
    assert len(put_right.sees("event", subject_id=HENGYUAN)) == 1
    assert put_right.ledger.verify().sound


def test_rows_that_stay_where_they_are_need_no_mark(market: Department) -> None:
    market.hands_in(records=[market.penalty("R1")])
    entry = market.hands_in(
        records=[market.penalty("R1", version=2)],
        moved=[{"record_id": "R1", "version": 2, "from_subject": "S1", "to_subject": "S1"}],
    )
    assert entry.rows == {"subject": 0, "record": 1, "event": 0}
