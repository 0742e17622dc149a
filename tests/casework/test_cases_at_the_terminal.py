"""Cases at the terminal: lists stay tables of 80 columns, in words of both languages instead of ids."""

from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING

import pytest

from gongxin.cli.case_answers import show_case, show_cases
from gongxin.cli.case_words import StateWords, actor_words, kind_words
from gongxin.cli.due import show_due
from gongxin.cli.options import Common
from gongxin.law.schema.procedure import Actor, ProcedureKind

if TYPE_CHECKING:
    from tests.casework.conftest import Yunze


@pytest.fixture(autouse=True)
def _a_screen_of_80_columns(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "80")


def heads(shown: str) -> list[list[str]]:
    """The two lines of headings of the first table shown."""
    lines = shown.splitlines()
    rule = next(place for place, line in enumerate(lines) if set(line.strip()) == {"─"})
    return [line.split() for line in lines[rule - 2 : rule]]


def test_a_list_of_cases_tells_kind_and_state_by_title(yunze: Yunze, capsys: pytest.CaptureFixture[str]) -> None:
    case = yunze.submitted_repair("2026-08-17")
    state = StateWords(yunze.casework.law).of(case.procedure, case.edition, case.state)
    show_cases([case], {}, yunze.casework.law, Common())
    shown = capsys.readouterr().out
    assert heads(shown)[0] == ["编号", "类别", "主体", "状态", "提起", "办结"]
    assert heads(shown)[1] == ["number", "kind", "subject", "state", "opened", "closed"]
    assert case.number in shown
    assert "信用修复" in shown
    assert state != case.state
    assert state.splitlines()[0] in shown


def test_what_is_due_tells_who_has_to_act_in_words(yunze: Yunze, capsys: pytest.CaptureFixture[str]) -> None:
    case = yunze.submitted_repair("2026-08-17")
    found = yunze.casework.due(date(2026, 8, 24))
    show_due(found)
    shown = capsys.readouterr().out
    assert heads(shown)[0] == ["案件", "期限", "办理方", "截止", "逾期", "主体"]
    assert case.number in shown
    (row,) = found.late
    assert actor_words(row.who).splitlines()[0] in shown
    assert row.title.zh in shown


def test_a_whole_case_has_headings_in_both_languages(yunze: Yunze, capsys: pytest.CaptureFixture[str]) -> None:
    case = yunze.submitted_repair("2026-08-17")
    view = yunze.casework.view(case, as_of=date(2026, 8, 17))
    show_case(view, Common())
    shown = capsys.readouterr().out
    assert f"编号 number: {case.number}" in shown
    assert f"状态 state: {view.state_title.zh} {view.state_title.en}" in shown
    assert heads(shown)[0] == ["序", "日期", "动作", "办理人", "转为", "理由"]
    for heading in ("办理方", "截止", "名称", "已交"):
        assert heading in shown


def test_programs_are_given_ids(yunze: Yunze, capsys: pytest.CaptureFixture[str]) -> None:
    case = yunze.submitted_repair("2026-08-17")
    show_cases([case], {}, yunze.casework.law, Common(json=True))
    (told,) = json.loads(capsys.readouterr().out)["cases"]
    assert (told["number"], told["kind"], told["state"]) == (case.number, "repair", case.state)


def test_every_kind_and_everybody_who_acts_has_words_in_both_languages() -> None:
    words = [*map(kind_words, ProcedureKind), *map(actor_words, Actor)]
    assert all(len(one.splitlines()) == 2 for one in words)


def test_a_case_of_an_edition_that_is_gone_can_still_be_listed(yunze: Yunze) -> None:
    assert StateWords(yunze.casework.law).of("cn.gone", date(2020, 1, 1), "accepted") == "accepted"
