"""The ledger as it was known at a batch: versions, identity, parts, and an answer that never changes."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gongxin.ledger import Ledger
from gongxin.ledger.buckets import bucket_of
from gongxin.workspace import Workspace

if TYPE_CHECKING:
    from tests.ledger.conftest import Department, Row


def test_the_latest_version_of_a_record_is_current_and_earlier_batches_know_earlier_ones(market: Department) -> None:
    market.hands_in(records=[market.penalty("R1", content="fined 500"), market.penalty("R2", "S2")])
    market.hands_in(records=[market.penalty("R1", version=2, content="fined 50")])
    market.hands_in(records=[market.penalty("R3")])
    assert market.contents() == {"R1": "fined 50", "R2": "a", "R3": "a"}
    assert market.contents(known_at=2) == {"R1": "fined 50", "R2": "a"}
    assert market.contents(known_at=1) == {"R1": "fined 500", "R2": "a"}
    assert market.contents(known_at=0) == {}
    assert market.contents(known_at=1, subject_id="S1") == {"R1": "fined 500"}


def test_buckets_together_are_the_whole_and_no_record_is_in_two(market: Department) -> None:
    market.hands_in(records=[market.penalty(f"R{n}", f"S{n}") for n in range(200)])
    market.ledger.compact()
    market.hands_in(records=[market.penalty(f"R{n}", f"S{n}", version=2, content="b") for n in range(50)])
    parts = [market.contents(bucket=bucket) for bucket in range(4)]
    assert sum(len(part) for part in parts) == 200
    assert {record: content for part in parts for record, content in part.items()} == market.contents()
    assert all(bucket_of("S7", 4) == bucket for bucket, part in enumerate(parts) if "R7" in part)


def test_one_subjects_file_holds_its_records_and_no_others(market: Department) -> None:
    market.hands_in(records=[market.penalty("R1", "S1"), market.penalty("R2", "S2")])
    market.hands_in(
        records=[market.penalty("R3", "S1")],
        events=[{"event_id": "E1", "record_id": "R1", "subject_id": "S1", "kind": "repaired"}],
    )
    assert market.contents(subject_id="S1") == {"R1": "a", "R3": "a"}
    assert [event["kind"] for event in market.sees("event", subject_id="S1")] == ["repaired"]
    assert market.sees("event", subject_id="S2") == []
    assert market.contents(subject_id="S' OR true --") == {}


@pytest.mark.parametrize("compacted", [False, True])
def test_the_rows_gathered_of_some_subjects_are_those_that_the_whole_ledger_has_of_them(
    market: Department, compacted: bool
) -> None:
    market.hands_in(
        records=[market.penalty(f"R{n}", f"S{n % 5}") for n in range(20)],
        subjects=[{"subject_id": "S1", "name": "Hengyuan"}, {"subject_id": "S2", "name": "Hongda"}],
        events=[{"event_id": "E1", "record_id": "R1", "subject_id": "S1", "kind": "repaired"}] * 2,
    )
    market.hands_in(
        records=[market.penalty("R1", "S1", version=2, content="b"), market.penalty("R2", "S3", version=2)],
        moved=[{"record_id": "R2", "version": 2, "from_subject": "S2", "to_subject": "S3"}],
    )
    if compacted:
        market.ledger.compact()
    some = ["S1", "S2", "S9"]
    columns = ("record_id", "version", "content", "subject_id", "batch")
    for known_at in range(3):
        for bucket in (None, *range(4)):
            buckets = None if bucket is None else range(bucket, bucket + 1)
            for table in ("subject", "record", "event"):
                whole = [row for row in market.sees(table, known_at, bucket=bucket) if row["subject_id"] in some]
                if table == "record":
                    whole = [{name: value for name, value in row.items() if name in columns} for row in whole]
                assert market.gathers(table, some, known_at, buckets=buckets) == whole


def test_a_registered_name_goes_before_a_mentioned_one_and_the_latest_before_earlier_ones(market: Department) -> None:
    def subject(name: str, *, registered: bool) -> Row:
        return {"subject_id": "S1", "name": name, "registered": registered}

    market.hands_in(subjects=[subject("Henyuan", registered=False)])
    assert [row["name"] for row in market.sees("subject")] == ["Henyuan"]
    market.hands_in(subjects=[subject("Hengyuan Trading", registered=True)])
    market.hands_in(subjects=[subject("Hngyuan", registered=False)])
    assert [row["name"] for row in market.sees("subject", subject_id="S1")] == ["Hengyuan Trading"]
    market.hands_in(subjects=[subject("Hengyuan Holding", registered=True)])
    assert [row["name"] for row in market.sees("subject")] == ["Hengyuan Holding"]
    assert [row["name"] for row in market.sees("subject", known_at=3)] == ["Hengyuan Trading"]


def test_of_two_names_in_one_batch_the_later_one_is_current(market: Department) -> None:
    with market.ledger.begin(item="cn.registration", source="yunze.market", as_of=date(2026, 3, 2)) as batch:
        for name in ("Zhengyuan", "Hengyuan"):
            row = {"subject_id": "S1", "name": name, "registered": True}
            batch.append("subject", market.connection, market.query([row]))
        batch.commit({}, "0" * 64, synthetic=True)
    assert [row["name"] for row in market.sees("subject", subject_id="S1")] == ["Hengyuan"]
    market.ledger.compact()
    assert [row["name"] for row in market.sees("subject")] == ["Hengyuan"]


def test_an_event_sent_twice_happened_once(market: Department) -> None:
    event = {"event_id": "E1", "record_id": "R1", "subject_id": "S1", "kind": "repaired"}
    market.hands_in(events=[event])
    market.hands_in(events=[event])
    assert [row["batch"] for row in market.sees("event")] == [1]


def test_the_index_of_records_says_what_intake_compares_with(market: Department) -> None:
    market.hands_in(
        records=[
            market.penalty("R1"),
            market.penalty("R2", "S2"),
            market.penalty("R3", item="cn.licence"),
            market.penalty("R4", source="yunze.tax"),
        ]
    )
    market.hands_in(records=[market.penalty("R2", "S2", version=2, content="b")])
    with market.ledger.snapshot() as snapshot:
        name = snapshot.record_index(market.connection, "cn.penalty", "yunze.market")
        rows = market.connection.execute(f"SELECT * FROM {name} ORDER BY record_id").fetchall()
    assert rows == [("R1", "a", 1, "S1"), ("R2", "b", 2, "S2")]


def test_a_snapshot_never_changes_its_answer(market: Department) -> None:
    market.hands_in(records=[market.penalty("R1")])
    with market.ledger.snapshot() as snapshot:
        snapshot.attach(market.connection)
        market.hands_in(records=[market.penalty("R1", version=2, content="b"), market.penalty("R2")])
        market.ledger.compact()
        market.ledger.vacuum()
        assert market.connection.execute("SELECT record_id, content FROM record").fetchall() == [("R1", "a")]
        snapshot.attach(market.connection, subject_id="S1")
        assert market.connection.execute("SELECT record_id, content FROM record").fetchall() == [("R1", "a")]


Step = tuple[str, list[tuple[int, int, str]]]

#: A life of the ledger: batches of (record, subject, content), and compactions.
lives = st.lists(
    st.one_of(
        st.tuples(
            st.just("batch"),
            st.lists(
                st.tuples(st.integers(0, 5), st.integers(0, 3), st.sampled_from("abc")),
                min_size=1,
                max_size=6,
                unique_by=lambda row: row[0],
            ),
        ),
        st.tuples(st.just("compact"), st.just([])),
    ),
    min_size=1,
    max_size=7,
)


@pytest.mark.slow
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(lives)
def test_whatever_is_handed_in_moved_and_compacted_every_batch_is_remembered(
    market: Department, tmp_path_factory: pytest.TempPathFactory, life: list[Step]
) -> None:
    market.ledger = Ledger.open(Workspace.create(tmp_path_factory.mktemp("life"), buckets=3))
    known: list[dict[str, tuple[str, str]]] = [{}]
    versions: dict[str, int] = {}
    for step, rows in life:
        if step == "compact":
            market.ledger.compact()
            continue
        now, records, moved = dict(known[-1]), [], []
        for number, owner, content in rows:
            record, subject = f"R{number}", f"S{owner}"
            versions[record] = versions.get(record, 0) + 1
            records.append(market.penalty(record, subject, versions[record], content))
            if record in now and now[record][0] != subject:
                before = now[record][0]
                key = {"record_id": record, "version": versions[record]}
                moved.append({**key, "from_subject": before, "to_subject": subject})
            now[record] = (subject, content)
        market.hands_in(records=records, moved=moved)
        known.append(now)

    for number, state in enumerate(known):
        assert market.contents(number) == {record: content for record, (_, content) in state.items()}
        for owner in range(4):
            own = {record: content for record, (subject, content) in state.items() if subject == f"S{owner}"}
            assert market.contents(number, subject_id=f"S{owner}") == own
        parts = [market.contents(number, bucket=bucket) for bucket in range(3)]
        assert sum(len(part) for part in parts) == len(state)
    assert market.ledger.verify().as_dict()["findings"] == []
