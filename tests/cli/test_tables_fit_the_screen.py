"""A table is read on the screen it is printed on: narrow ones get its rows one below the other, and no word is cut."""

from __future__ import annotations

import pytest

from gongxin.cli.output import print_table

HEADINGS = ("source", "compliance_rate", "late_rate", "code_error_rate", "duplicate_rate")
ROWS = [
    ("云泽市市场监督管理局", "1.0000", "0.0215", "0.0000", None),
    ("云泽市税务局", "0.9871", "0.0000", "0.0010", None),
]


def printed(width: int, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> list[str]:
    monkeypatch.setenv("COLUMNS", str(width))
    print_table("数据质量 data quality", HEADINGS, ROWS)
    return [line.rstrip() for line in capsys.readouterr().out.splitlines() if line.strip()]


def test_where_there_is_room_a_row_is_a_line(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    title, headings, _, first, second = printed(120, monkeypatch, capsys)
    assert title == "数据质量 data quality"
    assert headings.split() == list(HEADINGS)
    assert first.split() == ["云泽市市场监督管理局", "1.0000", "0.0215", "0.0000"]
    assert second.split()[0] == "云泽市税务局"


@pytest.mark.parametrize("width", [40, 60])
def test_on_a_narrow_screen_each_figure_has_its_line_and_its_name_in_full(
    width: int, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    lines = printed(width, monkeypatch, capsys)
    assert len(lines) == 1 + len(ROWS) * len(HEADINGS)
    assert [line.split()[0] for line in lines[1:]] == [*HEADINGS, *HEADINGS]
    assert lines[2].split() == ["compliance_rate", "1.0000"]


def test_prose_is_folded_before_words_are(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setenv("COLUMNS", "50")
    prose = "云泽市餐馆检查及其评分办法的说明" * 3
    print_table("规则包 packs", ("pack", "title"), [("yunze-restaurants", prose)])
    assert "yunze-restaurants" in capsys.readouterr().out


def test_headings_in_two_languages_stand_one_over_the_other(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    headings = ("报送单位\nsource", "合规\ncomplies", "迟报\nlate")
    rows = [("云泽市市场监督管理局", "91.74%", "20.40%")]
    monkeypatch.setenv("COLUMNS", "40")
    print_table("数据质量 data quality", headings, rows)
    lines = [line.split() for line in capsys.readouterr().out.splitlines() if line.strip()]
    assert lines[1:3] == [["报送单位", "合规", "迟报"], ["source", "complies", "late"]]
    monkeypatch.setenv("COLUMNS", "30")
    print_table("数据质量 data quality", headings, rows)
    assert "迟报 late" in capsys.readouterr().out


def test_a_table_without_rows_says_that_there_is_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    print_table("待确认 held", ("编号 id", "名称 name"), [])
    assert capsys.readouterr().out == "待确认 held: 无 none\n"
