"""The state of a ledger at the terminal: labels in both languages and a table; for programs the same keys as ever."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pytest
    from tests.cli.conftest import Operator


def test_the_state_of_the_ledger_is_told_in_both_languages(town: Operator, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    told = town.types("ledger", "status")
    assert told.code == 0
    for label in (
        "最新批次 last batch: ",
        "分桶数 buckets: ",
        "透明日志根值 root of the log: ",
        "需要整理 compaction due: ",
    ):
        assert label in told.out
    lines = [line.split() for line in told.out.splitlines()]
    assert ["表", "行数", "文件", "字节", "近期行数", "近期文件", "待清除"] in lines
    assert {"主体", "记录", "事件"} <= {line[0] for line in lines if line}


def test_programs_get_the_state_by_its_keys(town: Operator) -> None:
    told = town.types("ledger", "status", "--json").json
    assert set(told) == {"last_batch", "buckets", "root", "compaction_due", "tables"}
    assert set(told["tables"]) == {"subject", "record", "event"}
