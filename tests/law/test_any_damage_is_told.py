"""Whatever happens to a line of a pack, loading it either works or says where it went wrong: never anything else."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gongxin.law.library import Law
from gongxin.law.problems import LawErrors

SOUND = Path(__file__).parent / "sound"
FILES = sorted(path.relative_to(SOUND) for path in SOUND.rglob("*.yaml"))

#: What a slip of the hand, a merge or a bad copy leaves where a value was.
JUNK = st.sampled_from(
    (
        *("", "x", "1", "-1.5", "true", "null", "[]", "{}", "[x]", "{x: 1}", "2020-13-01", "'", "3 months", "*x", "\t"),
        *("：", "a: b", "yunze", "yunze.penalty", "natural_person", "determined_on", "(((", "amount / 2", "1e99", "|"),
    )
)


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the sound packs to damage."""
    return Path(shutil.copytree(SOUND, tmp_path_factory.mktemp("damaged"), dirs_exist_ok=True))


@given(
    file=st.sampled_from(FILES),
    at=st.integers(0, 200),
    how=st.sampled_from(["drop", "twice", "shift", "value"]),
    junk=JUNK,
)
@settings(max_examples=60, deadline=None)
def test_a_damaged_line_is_read_or_told_with_its_place(place: Path, file: Path, at: int, how: str, junk: str) -> None:
    sound = (SOUND / file).read_text(encoding="utf-8")
    lines = sound.splitlines()
    at %= len(lines)
    key = lines[at].partition(":")[0]
    lines[at : at + 1] = {
        "drop": [],
        "twice": [lines[at]] * 2,
        "shift": [" " + lines[at]],
        "value": [f"{key}: {junk}"],
    }[how]
    refused = None
    try:
        (place / file).write_text("\n".join(lines), encoding="utf-8")
        Law.load([place], shipped=False)
    except LawErrors as errors:
        refused = errors
    finally:
        (place / file).write_text(sound, encoding="utf-8")
    for error in refused.errors if refused is not None else ():
        assert str(error.where).startswith(str(place))
        assert error.message.zh
        assert error.message.en
