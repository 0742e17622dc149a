"""One deliberately broken pack per kind of mistake: the message names file, line, place and cure, in both languages.

Each folder of ``broken/`` is laid over the sound packs of ``sound/``. The line to be named carries ``# <- here``;
``expected.toml`` says the rest. There is one mistake, so there must be one message.
"""

from __future__ import annotations

import shutil
import tomllib
from pathlib import Path

import pytest

from gongxin.law.library import Law
from gongxin.law.problems import LawErrors

HERE = Path(__file__).parent
SOUND = HERE / "sound"
KINDS = sorted(folder.name for folder in (HERE / "broken").iterdir())


def test_the_packs_that_the_broken_ones_are_made_from_are_sound() -> None:
    assert Law.load([SOUND], shipped=False).item("yunze.penalty")


def test_there_are_many_kinds_of_mistake() -> None:
    assert len(KINDS) >= 150


@pytest.mark.parametrize("kind", KINDS)
def test_a_broken_pack_is_told_where_it_is_broken_and_how_to_mend_it(kind: str, tmp_path: Path) -> None:
    shutil.copytree(SOUND, tmp_path, dirs_exist_ok=True)
    shutil.copytree(HERE / "broken" / kind, tmp_path, dirs_exist_ok=True)
    expected = tomllib.loads((tmp_path / "expected.toml").read_text(encoding="utf-8"))
    with pytest.raises(LawErrors) as broken:
        Law.load([tmp_path], shipped=False)
    assert len(broken.value.errors) == 1, broken.value.message.en
    error = broken.value.errors[0]
    assert error.rule == expected["rule"]
    assert error.where == _where(tmp_path / expected["file"], expected)
    assert expected["en"] in error.message.en
    assert expected["zh"] in error.message.zh


def _where(file: Path, expected: dict[str, str | int]) -> str:
    if expected["rule"] == "unknown-file":
        return str(file)
    line = expected.get("line") or _marked(file)
    place = expected.get("place")
    return f"{file}:{line}" + (f": {place}" if place else "")


def _marked(file: Path) -> int:
    lines = file.read_text(encoding="utf-8").splitlines()
    (marked,) = (number for number, line in enumerate(lines, 1) if "# <- here" in line)
    return marked
