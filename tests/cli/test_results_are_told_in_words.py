"""What an evaluation, an explanation and a way up say at the terminal: titles, units and articles, no bare ids."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

import pytest
from tests.cli.conftest import SWALLOW

from gongxin.cli.model_words import ModelWords, points_of
from gongxin.cli.output import print_table
from gongxin.law.library import Law

pytestmark = pytest.mark.slow

RECORD = "fcd766d90b708203f0d9040a1441141c"
ON = ("--model", "zj.enterprise", "--as-of", "2026-03-20")


@pytest.fixture(autouse=True)
def eighty_columns(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "80")


@pytest.fixture
def swallow(town: Any) -> str:
    """The taxi company that was fined."""
    return str(town.types("find", SWALLOW, "--json").json["candidates"][0]["subject_id"])


def test_an_evaluation_names_grades_and_what_only_informs_without_program_text(town: Any, tmp_path: Any) -> None:
    said = town.types("evaluate", *ON, "--out", tmp_path / "grades.parquet").out
    assert "浙江省企业公共信用评价（2020版）" in said
    assert "B 良好 good: " in said
    assert "印记 stamp: " in said
    assert "{" not in said
    assert "None" not in said


def test_who_may_not_be_evaluated_is_counted_under_the_rule_s_title(town: Any, tmp_path: Any) -> None:
    said = town.types(
        "evaluate", "--model", "cn.sector.tourism", "--as-of", "2026-11-24", "--out", tmp_path / "t.parquet"
    ).out
    model = next(known for known in Law.load().models if known.id == "cn.sector.tourism")
    for rule in model.not_evaluated:
        assert rule.title.zh in said
        assert rule.id not in said


def test_an_explanation_starts_at_the_start_score_and_ends_at_the_score(town: Any, swallow: str) -> None:
    said = town.types("explain", swallow, *ON).out
    lines = [line.split() for line in said.splitlines()]
    assert any(line[:1] == ["起评分"] and "815" in line for line in lines)
    assert "行政处罚" in said
    assert "law-abiding" not in said
    score = next(line[-1] for line in lines if line[:3] == ["得分", "score:", line[-1]])
    assert lines[-1] == ["得分", "score", score]


def test_the_record_of_an_explanation_can_be_copied_whole(town: Any, swallow: str) -> None:
    records = {
        line["record_id"]
        for line in town.types("explain", swallow, *ON, "--json").json["contributions"]
        if line["record_id"]
    }
    said = town.types("explain", swallow, *ON).out
    assert records
    assert all(record in said for record in records)
    assert all(len(line) <= 80 for line in said[said.index("得分构成") :].splitlines())


def test_a_way_up_names_grades_and_writes_scores_without_noughts(town: Any, swallow: str) -> None:
    said = town.types("path", swallow, *ON, "--months", "1").out
    assert ".000000" not in said
    assert "等级 grade: C 中等 fair" in said
    assert "2026-04-20" in said


def test_what_is_copied_into_the_next_command_is_never_broken(capsys: pytest.CaptureFixture[str]) -> None:
    rows = [("cn.lists.work-safety.early-exit-of-a-subject", "提前移出" * 9, "early exit from the list " * 4)]
    print_table("parameters", ("id", "zh", "en"), rows, whole=("id",))
    said = capsys.readouterr().out
    assert rows[0][0] in said
    print_table("records", ("record", "cite"), [(RECORD, "依据" * 40)], whole=("record",))
    assert RECORD in capsys.readouterr().out


def test_points_lose_only_noughts_that_mean_nothing() -> None:
    told = [points_of(Decimal(text)) for text in ("733.000000", "-18.500000", "0.000000", "100", "1E+3")]
    assert told == ["733", "-18.5", "0", "100", "1000"]


def test_a_grade_whose_title_only_repeats_it_is_named_once() -> None:
    model = next(known for known in Law.load().models if known.id == "cn.tax-credit")
    words = ModelWords(model)
    assert words.grade("A") == "A"
    assert words.grade("nobody-knows") == "nobody-knows"


def test_months_that_lie_behind_are_refused_in_words(town: Any, swallow: str) -> None:
    said = town.types("path", swallow, *ON, "--months", "-3", "--json")
    assert said.code == 2
    assert json.loads(said.err)["error"]["rule"] == "no-months"


def test_a_table_of_shares_for_grades_that_none_fits_has_to_be_written(town: Any) -> None:
    said = town.types("simulate", *ON, "--against", "2019-01-01", "--shares", "inspection-share.henan")
    assert said.code == 2
    assert "inspection-share.henan.e" in said.err
    assert "no pack has such a table yet: write one." in said.err
