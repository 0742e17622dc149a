"""A column is spared the search for identity numbers only where it cannot hold one."""

from __future__ import annotations

import re

import pyarrow as pa
from hypothesis import given
from hypothesis import strategies as st

from gongxin.intake.digit_runs import may_hold_run

cells = st.lists(st.one_of(st.none(), st.text("0123456789云X-", max_size=40)), max_size=8)


@given(cells, st.integers(0, 3))
def test_no_run_of_digits_is_ever_missed(texts: list[str | None], start: int) -> None:
    column = pa.chunked_array([pa.array(texts, pa.string()).slice(start), pa.array([], pa.string())])
    if any(re.search("[0-9]{17}", text) for text in texts[start:] if text):
        assert may_hold_run(column, 17)


def test_dates_sums_and_numbers_of_documents_are_no_long_runs() -> None:
    column = pa.chunked_array([["2026年3月1日罚款120000元", "云市监罚决〔2026〕123456号", "2026-03-01"]])
    assert not may_hold_run(column, 17)


def test_what_lies_outside_of_a_slice_does_not_count() -> None:
    column = pa.chunked_array([pa.array(["99010119900101123X", "云泽市"]).slice(1)])
    assert not may_hold_run(column, 17)
