"""One definition of a subject's bucket, whoever works it out."""

from __future__ import annotations

import duckdb
from hypothesis import given
from hypothesis import strategies as st

from gongxin.ledger.buckets import bucket_of, bucket_sql

texts = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=40)


@given(texts, st.integers(1, 4096))
def test_python_and_duckdb_put_a_subject_in_the_same_bucket(subject_id: str, buckets: int) -> None:
    (row,) = duckdb.execute(f"SELECT {bucket_sql('$1', buckets)}", [subject_id]).fetchall()
    assert row == (bucket_of(subject_id, buckets),)


def test_subjects_stay_where_they_were_put() -> None:
    """These may never change: data on disk lies by them."""
    assert bucket_of("91330000MA27T0000X", 64) == 10
    assert bucket_of("person:0123456789abcdef", 64) == 9
    assert bucket_of("", 64) == 25


def test_subjects_spread_evenly() -> None:
    counts = [0] * 64
    for number in range(64_000):
        counts[bucket_of(f"91330000MA{number:08}", 64)] += 1
    assert 850 < min(counts) <= max(counts) < 1150
