"""Evaluating at the command line: repeated from a stamp, built on an earlier result, with every part of every score."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pyarrow.parquet as pq
import pytest

if TYPE_CHECKING:
    from pathlib import Path

MODEL = ("--model", "zj.enterprise", "--as-of", "2026-03-20")


@pytest.mark.slow
def test_a_stamp_is_enough_to_come_to_the_same_file(town: Any, tmp_path: Path) -> None:
    out, again = tmp_path / "grades.parquet", tmp_path / "again.parquet"
    assert town.types("evaluate", *MODEL, "--out", out, "--contributions", tmp_path / "parts.parquet").code == 0
    assert pq.read_table(tmp_path / "parts.parquet").column_names[:3] == ["subject_id", "dimension", "indicator"]
    stamp = tmp_path / "grades.parquet.stamp.json"
    answer = town.types("evaluate", "--reproduce", stamp, "--out", again, "--json")
    assert answer.json["reproduced"] is True
    assert again.read_bytes() == out.read_bytes()
    told = json.loads(stamp.read_text(encoding="utf-8"))
    stamp.write_text(json.dumps({**told, "packs": {**told["packs"], "zj-enterprise": "0" * 64}}), encoding="utf-8")
    refused = town.types("evaluate", "--reproduce", stamp, "--out", again, "--json")
    assert (refused.code, refused.rule) == (2, "cannot-reproduce")
    assert "zj-enterprise" in refused.err


@pytest.mark.slow
def test_an_earlier_result_can_be_built_on_but_not_for_another_day(town: Any, tmp_path: Path) -> None:
    out, after = tmp_path / "grades.parquet", tmp_path / "after.parquet"
    town.types("evaluate", *MODEL, "--known-at", "1", "--out", out)
    assert town.types("evaluate", *MODEL, "--since", out, "--out", after).code == 0
    changed = town.types(
        "evaluate", *MODEL, "--since", out, "--changed-only", "--out", tmp_path / "c.parquet", "--json"
    )
    assert changed.code == 0
    refused = town.types(
        "evaluate", "--model", "zj.enterprise", "--as-of", "2026-03-21", "--since", out, "--out", after, "--json"
    )
    assert (refused.code, refused.rule) == (2, "cannot-build-on-result")


@pytest.mark.slow
def test_options_that_do_not_go_together_are_refused(town: Any, tmp_path: Path) -> None:
    out = ("--out", tmp_path / "x.parquet", "--json")
    for words in (
        ("--reproduce", tmp_path / "s.json", *MODEL),
        (),
        (*MODEL, "--changed-only"),
        (*MODEL, "--workers", "0"),
    ):
        refused = town.types("evaluate", *words, *out)
        assert (refused.code, refused.rule) == (2, "evaluate-options"), words
