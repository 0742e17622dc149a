"""The worked examples of docs/casework.md: its commands are run, and what it says they answer they do answer."""

from __future__ import annotations

import re
import shlex
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from gongxin.cli.main import main
from gongxin.workspace import Workspace

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.office_fixture import Office

    from gongxin.law.library import Law

ROOT = Path(__file__).parents[2]
DOCUMENT = (ROOT / "docs" / "casework.md").read_text(encoding="utf-8")

#: What the document shows besides answers: refusals, and a record that is not there any more.
REFUSALS = (0, 2, 3, 8)


def examples() -> Iterator[tuple[str, list[str]]]:
    """Each command with the lines of its answer that the document shows."""
    for block in re.findall(r"```console\n(.*?)```", DOCUMENT, re.DOTALL):
        for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
            command, *shown = part.splitlines()
            yield command, [line.strip() for line in shown if line.strip()]


def answer(command: str, capture: pytest.CaptureFixture[str]) -> str:
    """What a command prints, on either stream."""
    program, *words = shlex.split(command)
    assert program == "gongxin"
    left = 0
    try:
        main(words)
    except SystemExit as exit_:
        left = int(exit_.code or 0)
    told = capture.readouterr()
    assert left in REFUSALS, told.err
    return told.out + told.err


@pytest.mark.slow
@pytest.mark.parametrize("office", ["sqlite"], indirect=True)
def test_every_procedure_runs_from_start_to_end_as_documented(
    office: Office, law: Law, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    # The packs do not change between the commands: they are read once.
    monkeypatch.setattr(Workspace, "law", lambda self, *drafts: law)
    monkeypatch.chdir(ROOT)
    for command, shown in examples():
        told = [line.strip() for line in answer(command, capsys).splitlines()]
        at = 0
        for line in shown:
            assert line in told[at:], f"{command}\n  does not answer: {line}\n  but: {told}"
            at = told.index(line, at) + 1


def test_every_kind_of_procedure_has_its_example() -> None:
    from gongxin.law.schema.procedure import ProcedureKind

    opened = set(re.findall(r"gongxin case open ([a-z]+)", DOCUMENT)) | {"campaign"}
    assert opened == {kind.value for kind in ProcedureKind}
    assert "gongxin case target" in DOCUMENT
