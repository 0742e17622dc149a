"""Every command, option of the environment and exit code stands in ``docs/commands.md``, and the reverse."""

from __future__ import annotations

import re
from pathlib import Path

from gongxin import errors
from gongxin.cli.main import COMMANDS

DOCUMENT = (Path(__file__).parents[2] / "docs" / "commands.md").read_text("utf-8")


def test_every_command_has_its_section_and_every_section_its_command() -> None:
    sections = set(re.findall(r"^## `gongxin ([a-z-]+)", DOCUMENT, re.MULTILINE))
    assert sections == set(COMMANDS)


def test_every_exit_code_is_documented_with_its_class() -> None:
    classes = [
        kind for kind in vars(errors).values() if isinstance(kind, type) and issubclass(kind, errors.GongxinError)
    ]
    documented = {int(code): name for code, name in re.findall(r"^\| (\d+) \| `(\w+)`", DOCUMENT, re.MULTILINE)}
    assert documented == {kind.exit_code: kind.__name__ for kind in classes if kind is not errors.GongxinError}


def test_every_environment_variable_the_source_reads_is_documented() -> None:
    source = Path(errors.__file__).parent
    read = {
        name
        for module in source.rglob("*.py")
        for name in re.findall(r"\bGONGXIN_[A-Z_]+\b", module.read_text("utf-8"))
    }
    assert read == set(re.findall(r"\bGONGXIN_[A-Z_]+\b", DOCUMENT))
