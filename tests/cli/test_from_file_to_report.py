"""The whole way at the command line: files in, receipt, grades, reasons, report, proof; and every way to be told no."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import duckdb
import pytest

if TYPE_CHECKING:
    from pathlib import Path


pytestmark = pytest.mark.slow

BRIDGE, SWALLOW = "云泽市大桥工程有限公司", "云泽市飞燕出租汽车有限公司"
MARKET = "云泽市市场监督管理局"


def code_of(town: Any, name: str) -> str:
    found: str = town.types("find", name, "--json").json["candidates"][0]["subject_id"]
    return found


def test_a_file_sent_again_changes_nothing(town: Any) -> None:
    again = town.types(
        "intake", town.home.parent / "fines.csv", "--item", "cn.penalty", "--source", MARKET, "--as-of", "2026-03-13",
        "--json",
    ).json  # fmt: skip
    assert (again["total"], again["accepted"], again["unchanged"]) == (4, 0, 2)
    assert again["held"] + again["rejected"] == 2


def test_the_receipt_names_the_row_and_both_languages(town: Any, tmp_path: Path) -> None:
    again = town.types(
        "intake", town.home.parent / "fines.csv", "--item", "cn.penalty", "--source", MARKET, "--as-of", "2026-03-13",
        "--json", "--mend", tmp_path / "mend.xlsx",
    ).json  # fmt: skip
    told = {row["row"]: row for row in again["rows"] if row["outcome"] in ("held", "rejected")}
    assert {row: line["outcome"] for row, line in told.items()} == {4: "held", 5: "rejected"}
    assert all(line["message"]["zh"] and line["message"]["en"] for line in told.values())
    assert (tmp_path / "mend.xlsx").stat().st_size > 0


def test_the_other_firm_s_penalty_is_held_until_somebody_decides(town: Any) -> None:
    (held,) = town.types("held", "list", "--json").json["held"]
    swallow = code_of(town, SWALLOW)
    assert swallow in json.dumps(held)
    decided = town.types(
        "held", "reassign", held["id"], "--to", swallow, "--by", "Lin", "--reason", "代码填错", "--as-of", "2026-03-16"
    )
    assert decided.code == 0, decided.err
    assert town.types("held", "list", "--json").json["held"] == []
    explained = town.types("explain", swallow, "--model", "zj.enterprise", "--as-of", "2026-03-20", "--json").json
    assert len([line for line in explained["contributions"] if line["indicator"] == "penalties"]) == 2


def test_an_explanation_adds_up_to_the_score_that_the_evaluation_gave(town: Any, tmp_path: Path) -> None:
    out = tmp_path / "grades.parquet"
    done = town.types("evaluate", "--model", "zj.enterprise", "--as-of", "2026-03-20", "--out", out, "--json")
    assert done.json["evaluated"] == 2
    scores = dict(duckdb.execute("SELECT subject_id, score FROM read_parquet(?)", [str(out)]).fetchall())
    assert set(scores) == {code_of(town, BRIDGE), code_of(town, SWALLOW)}
    for subject, score in scores.items():
        said = town.types("explain", subject, "--model", "zj.enterprise", "--as-of", "2026-03-20", "--json").out
        answer = json.loads(said, parse_float=Decimal)
        points = sum((Decimal(line["points"]) for line in answer["contributions"]), Decimal(answer["base"]))
        assert points == Decimal(answer["score"]) == score


def test_a_report_can_be_checked_with_the_public_key_and_nothing_else(town: Any, tmp_path: Path) -> None:
    subject = code_of(town, BRIDGE)
    page, data, key = tmp_path / "report.html", tmp_path / "report.json", tmp_path / "key.pem"
    for out in (page, data):
        assert town.types("report", subject, "--as-of", "2026-03-20", "--out", out).code == 0
    assert BRIDGE in page.read_text("utf-8")
    town.types("ledger", "key", "--out", key)
    assert town.types("verify", data, "--key", key, "--json").json["genuine"] is True
    data.write_text(data.read_text("utf-8").replace(BRIDGE, SWALLOW), "utf-8")
    forged = town.types("verify", data, "--key", key, "--json")
    assert (forged.code, forged.rule) == (3, "report-not-genuine")


def test_the_ledger_tells_its_state_and_stays_sound_through_a_compaction(town: Any) -> None:
    before = town.types("ledger", "status", "--json").json
    assert before["last_batch"] == len(town.types("ledger", "batches", "--json").json["batches"]) == 2
    assert town.types("ledger", "compact").code == 0
    assert town.types("ledger", "verify", "--json").code == 0
    assert town.types("ledger", "status", "--json").json["tables"]["record"]["recent_rows"] == 0


def test_quality_is_told_by_department(town: Any) -> None:
    told = town.types("quality", "--to", "2026-12-31", "--json").json["departments"]
    assert MARKET in {department["source"] for department in told}


def test_days_are_counted_by_the_official_calendar(operator: Any) -> None:
    # 1 to 7 October 2026 are days off; Saturday the 10th is worked by the yearly notice.
    told = operator.types("law", "days", "--from", "2026-09-30", "--working", "3", "--json").json
    assert told["due"] == "2026-10-10"


def test_without_a_workspace_the_way_to_make_one_is_told(operator: Any) -> None:
    told = operator.types("ledger", "status", "--json")
    assert (told.code, told.rule) == (5, "no-workspace")


def test_a_command_put_wrongly_says_how_it_goes(operator: Any) -> None:
    assert operator.types("intake", "x.csv", "--json").rule == "command-line"
    assert operator.types("nonsense").code == 2
    plain = operator.types("law", "days", "--from", "tomorrow", "--working", "1")
    assert (plain.code, plain.out) == (2, "")
    assert "2026-11-24" in plain.err


def test_a_mistake_of_our_own_is_told_without_a_traceback_and_without_a_word_of_the_data(
    operator: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_words: object, **_more: object) -> None:
        raise RuntimeError("a row about somebody")

    monkeypatch.setattr("gongxin.workspace.Workspace.create", fail)
    told = operator.types("init", "--json")
    assert (told.code, told.rule) == (1, "internal-error")
    assert "somebody" not in told.err


def test_what_is_not_on_file_is_told_and_not_made_up(town: Any, tmp_path: Path) -> None:
    stranger = "91990100MB0000099X"
    for words in (
        ("find", "查无此名"),
        ("explain", stranger, "--model", "zj.enterprise"),
        ("report", stranger, "--out", tmp_path / "r.html"),
    ):
        told = town.types(*words, "--as-of", "2026-03-20", "--json") if words[0] != "find" else town.types(*words)
        assert told.code == 8, (words, told)


def test_an_unknown_item_or_model_names_the_nearest(town: Any, tmp_path: Path) -> None:
    item = town.types("intake", town.home.parent / "fines.csv", "--item", "cn.penalties", "--source", MARKET)
    assert item.code == 2
    assert "cn.penalty" in item.err
    model = town.types("evaluate", "--model", "zj.enterprises", "--out", tmp_path / "x.parquet")
    assert model.code == 2
    assert "zj.enterprise" in model.err
