"""Every command, option of the environment and exit code stands in ``docs/commands.md``, and the reverse."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from gongxin import errors
from gongxin.cli.main import COMMANDS, build_app

if TYPE_CHECKING:
    from cyclopts import App

DOCUMENT = (Path(__file__).parents[2] / "docs" / "commands.md").read_text("utf-8")


def test_every_command_has_its_section_and_every_section_its_command() -> None:
    sections = set(re.findall(r"^## `gongxin ([a-z-]+)", DOCUMENT, re.MULTILINE))
    assert sections == set(COMMANDS)


def options_of(app: App) -> set[str]:
    """The options of a command and of those below it."""
    below = [name for name in app if not name.startswith("-")]
    own = set() if app.default_command is None else {n for a in app.assemble_argument_collection() for n in a.names}
    return own.union(*(options_of(app[name]) for name in below))


def test_every_option_in_a_command_s_section_is_an_option_of_that_command() -> None:
    app = build_app()
    sections = re.findall(r"^## `gongxin ([a-z-]+)`$(.*?)(?=^## |\Z)", DOCUMENT, re.MULTILINE | re.DOTALL)
    unknown = {
        f"{command} {option}"
        for command, section in sections
        for option in set(re.findall(r"(?<![\w-])--[a-z][a-z-]+", section)) - options_of(app[command])
    }
    assert unknown == set()
    assert len(sections) == len(COMMANDS)


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
