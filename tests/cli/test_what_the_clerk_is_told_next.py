"""After the receipt: what a clerk does about held and rejected rows, and what the operator sees of batches."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.slow

MARKET = "云泽市市场监督管理局"


def handed_in(town: Any, *words: object, file: str = "fines.csv") -> Any:
    return town.types(
        "intake", town.home.parent / file, "--item", "cn.penalty", "--source", MARKET, "--as-of", "2026-03-13", *words
    )


def test_the_clerk_is_told_where_held_rows_wait_and_how_rejected_ones_are_mended(town: Any) -> None:
    told = handed_in(town).out
    assert "待确认 1 行" in told
    assert "gongxin held list" in told
    assert "--mend" in told


def test_the_workbook_to_mend_is_named(town: Any, tmp_path: Path) -> None:
    told = handed_in(town, "--mend", tmp_path / "mend.xlsx").out
    assert f"更正文件已写入：{tmp_path / 'mend.xlsx'}" in told
    assert "加 --mend" not in told


def test_that_no_workbook_was_written_is_said_with_the_reason(town: Any, tmp_path: Path) -> None:
    lines = (town.home.parent / "fines.csv").read_text(encoding="utf-8").splitlines()
    (town.home.parent / "sound.csv").write_text("\n".join(lines[:3]), encoding="utf-8")
    (town.home.parent / "cut.csv").write_text("\n".join([*lines[:2], lines[2].rsplit(",", 1)[0]]), encoding="utf-8")
    sound = handed_in(town, "--mend", tmp_path / "mend.xlsx", file="sound.csv")
    assert "没有需要更正的行" in sound.out
    cut = handed_in(town, "--mend", tmp_path / "mend.xlsx", file="cut.csv")
    assert "1 行无法分列，不在更正文件中" in cut.out
    assert not (tmp_path / "mend.xlsx").exists()


def test_the_receipt_is_given_even_where_the_workbook_cannot_be_written(town: Any, tmp_path: Path) -> None:
    told = handed_in(town, "--mend", tmp_path / "no such folder" / "mend.xlsx")
    assert told.code == 2
    assert "回执 receipt 3" in told.out
    assert "数据已收录" in told.err


def test_counts_of_batches_and_a_verification_are_words_and_no_program_text(town: Any) -> None:
    for words in (("ledger", "batches"), ("ledger", "verify")):
        told = town.types(*words).out
        assert told
        assert not set("{}[]") & set(told)
    assert "accepted 2" in " ".join(town.types("ledger", "batches").out.split())


def test_a_damaged_ledger_is_told_finding_by_finding(town: Any) -> None:
    victim = next(town.home.glob("ledger/record/bucket=*/*.parquet"))
    victim.write_bytes(victim.read_bytes() + b"x")
    told = town.types("ledger", "verify")
    assert told.code == 5
    assert "findings: 1" in told.out
    assert "大小与登记不符" in told.out
    assert not set("{}[]") & set(told.out)


def test_a_mistyped_option_is_told_in_sentences_that_end_once(town: Any) -> None:
    told = town.types("ledger", "status", "--frob")
    assert told.code == 2
    assert ".。" not in told.err
    assert ". Add --help" in told.err


def test_a_period_without_deliveries_is_answered_in_words(town: Any) -> None:
    told = town.types("quality", "--from", "2027-01-01", "--to", "2027-02-01")
    assert (told.code, told.out) == (0, "数据质量 data quality: 无 none\n")


def test_a_held_row_is_listed_with_the_number_of_its_document(town: Any) -> None:
    told = town.types("held", "list").out
    assert "云市监罚〔2026〕3号" in told
    assert "可能属于 may belong to" in told
    decided = town.types("held", "drop", "2-1", "--by", "林", "--reason", "录错", "--as-of", "2026-03-16").out
    assert "decision: dropped" in decided
    assert town.types("held", "list").out == "待确认 held: 无 none\n"


@pytest.mark.parametrize("harm", ["cut off", "gone"])
def test_a_data_file_that_is_damaged_or_gone_is_named_and_not_called_a_mistake_of_the_platform(
    town: Any, tmp_path: Path, harm: str
) -> None:
    code = town.types("find", "飞燕", "--json").json["candidates"][0]["subject_id"]
    for file in town.home.glob("ledger/*/bucket=*/*.parquet"):
        if harm == "gone":
            file.unlink()
        else:
            file.write_bytes(file.read_bytes()[:-7])
    for words in (("report", code, "--out", tmp_path / "r.json"), ("find", "飞燕"), ("ledger", "compact")):
        told = town.types(*words, "--json")
        assert (told.code, told.rule) == (5, "ledger-damaged"), (words, told)
        assert ".parquet" in told.err
    assert handed_in(town, "--json").rule == "ledger-damaged"
