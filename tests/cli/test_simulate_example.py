"""The worked example of docs/simulate.md: its commands are run, and what it says came out does come out."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
DOCUMENT = (ROOT / "docs" / "simulate.md").read_text(encoding="utf-8")

pytestmark = pytest.mark.slow


def run(commands: str, home: Path) -> subprocess.CompletedProcess[str]:
    """Commands as the shell runs them, from the top of the checkout."""
    path = f"{Path(sys.executable).parent}:{os.environ['PATH']}"
    return subprocess.run(
        ["bash", "-euo", "pipefail", "-c", commands],
        cwd=ROOT,
        env={**os.environ, "GONGXIN_HOME": str(home), "PATH": path},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Lin Su's workspace after the commands of the document."""
    home = tmp_path_factory.mktemp("yunze") / "home"
    (commands,) = re.findall(r"```sh\n(.*?)```", DOCUMENT, re.DOTALL)
    done = run(commands, home)
    assert done.returncode == 0, done.stderr
    return home


@pytest.fixture(scope="module")
def told(home: Path) -> dict[str, Any]:
    answer: dict[str, Any] = json.loads((home / "draft.json").read_text(encoding="utf-8"))
    return answer


def test_the_matrix_in_the_document_is_what_comes_out(told: dict[str, Any]) -> None:
    rows = [line.strip("| ").split(" | ") for line in DOCUMENT.splitlines() if re.match(r"\| [A-D] \|", line)]
    written = [[int(cell) for cell in cells] for _, *cells in rows]
    assert written == [row[:-1] for row in told["moves"]["counts"][:-1]]
    assert not any(row[-1] for row in told["moves"]["counts"]), "everybody is evaluated by both"
    assert (told["moves"]["up"], told["moves"]["down"], told["moves"]["same"]) == (7, 6, 17)


def test_the_shop_in_the_document_falls_by_the_line_it_names(told: dict[str, Any]) -> None:
    shop = told["loses"][0]
    (line,) = shop["lines"]
    for value in (shop["name"], shop["before"]["score"], shop["after"]["score"]):
        assert str(value) in DOCUMENT
    for value in (line["before"], line["after"], line["change"]):
        assert str(value).replace("-", "−") in DOCUMENT


def test_one_grade_is_limited_by_the_new_rule(told: dict[str, Any]) -> None:
    firm = next(of for of in told["loses"] if of["after"]["direct"] == "broken-commitment")
    assert firm["name"] in DOCUMENT
    assert (firm["before"]["grade"], firm["after"]["grade"], firm["lines"]) == ("A", "B", [])
    assert (told["direct_grades"]["gained"], told["direct_grades"]["lost"]) == (1, 0)


def test_the_load_is_the_one_written(told: dict[str, Any]) -> None:
    assert f"from {told['load']['total_before']} to {told['load']['total_after']}" in DOCUMENT


def test_the_page_is_there_and_marked_as_invented(home: Path) -> None:
    page = (home / "draft.html").read_text(encoding="utf-8")
    assert "虚构数据" in page
    assert "云泽市企业信用评价（修订草案）" in page


@pytest.mark.parametrize(
    ("options", "rule", "code"),
    [
        ("--against no/such/folder", "no-such-version", 2),
        ("--against docs/examples/simulate/records", "no-pack-here", 2),
        ("--against 2025-06-01", "same-edition", 2),
        ("--against docs/examples/simulate/draft --out page.docx", "report-format", 2),
        ("--against docs/examples/simulate/draft --shares inspection-share.henn", "no-inspection-share", 2),
        ("--against docs/examples/simulate/draft --as-of 2024-01-01", "model-not-in-force", 2),
    ],
)
def test_what_cannot_be_compared_is_told_in_both_languages(home: Path, options: str, rule: str, code: int) -> None:
    as_of = "" if "--as-of" in options else "--as-of 2026-06-30"
    done = run(f"gongxin simulate --model yunze.enterprise {as_of} {options} --json", home)
    assert done.returncode == code, done.stderr
    error = json.loads(done.stderr)["error"]
    assert error["rule"] == rule
    assert error["message"]["zh"]
    assert error["message"]["en"]


def test_a_person_at_a_terminal_sees_the_matrix_in_both_languages(home: Path) -> None:
    done = run(
        "gongxin simulate --model yunze.enterprise --as-of 2026-06-30 --against docs/examples/simulate/draft", home
    )
    assert done.returncode == 0, done.stderr
    assert "降级 down" in done.stdout
    assert "检查量" not in done.stdout, "no table of shares was named"
