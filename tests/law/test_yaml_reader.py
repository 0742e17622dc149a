"""What a value in a pack is read as: words stay words, codes keep their zeros, numbers are exact."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from gongxin.errors import LawError
from gongxin.law.yaml_reader import read_yaml


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("12", 12),
        ("-3", -3),
        ("0", 0),
        ("01", "01"),
        ("0.1", Decimal("0.1")),
        ("-0.50", Decimal("-0.50")),
        ("1e5", "1e5"),
        ("1_000", "1_000"),
        ("2026-04-01", date(2026, 4, 1)),
        ("'2026-04-01'", "2026-04-01"),
        ("no", "no"),
        ("on", "on"),
        ("true", True),
        ("'true'", "true"),
        ("null", None),
        ("~", None),
        ("12:30", "12:30"),
        ("0x1F", "0x1F"),
        ("3 months", "3 months"),
        (".5", ".5"),
        ("!!str 5", "5"),
        ("'01'", "01"),
        ("|\n  two\n  lines", "two\nlines\n"),
    ],
)
def test_a_value_is_what_its_writer_sees(tmp_path: Path, written: str, read: object) -> None:
    path = tmp_path / "pack.yaml"
    path.write_text(f"key: {written}\n", encoding="utf-8")
    value = read_yaml(path).data["key"]
    assert value == read
    assert type(value) is type(read)


def test_a_key_that_yaml_takes_for_false_is_a_word(tmp_path: Path) -> None:
    path = tmp_path / "calendar.yaml"
    path.write_text("off: [2027-01-01]\nno: 1\n", encoding="utf-8")
    assert list(read_yaml(path).data) == ["off", "no"]


def test_a_byte_order_mark_does_no_harm(tmp_path: Path) -> None:
    path = tmp_path / "pack.yaml"
    path.write_bytes("id: 云\n".encode("utf-8-sig"))
    assert read_yaml(path).data == {"id": "云"}


def test_each_key_and_entry_knows_its_line(tmp_path: Path) -> None:
    path = tmp_path / "pack.yaml"
    path.write_text("# remark\nitems:\n  - id: a\n    title: {zh: 甲,\n      en: a}\n  - id: b\n", encoding="utf-8")
    document = read_yaml(path)
    assert document.where(("items", 0, "title", "en")) == f"{path}:5: items[0].title.en"
    assert document.where(("items", 1)) == f"{path}:6: items[1]"
    assert document.where(("items", 1, "absent", "key")) == f"{path}:6: items[1].absent.key"


if TYPE_CHECKING:
    from pathlib import Path

WORDS = st.text(st.characters(exclude_categories=("Cc", "Cs", "Zl", "Zp")), max_size=12)
PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**6), 10**6) | WORDS | st.dates(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(WORDS, inner, max_size=4),
    max_leaves=12,
)


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file to be written over and over."""
    return tmp_path_factory.mktemp("yaml") / "pack.yaml"


class _WrittenOut(yaml.SafeDumper):
    """Writes a value used twice out twice, as packs do."""

    def ignore_aliases(self, data: object) -> bool:
        return True


@given(value=PLAIN)
def test_what_the_yaml_library_writes_is_read_back(file: Path, value: Any) -> None:
    file.write_text(yaml.dump({"key": value}, Dumper=_WrittenOut, allow_unicode=True), encoding="utf-8")
    assert read_yaml(file).data == {"key": value}


@given(text=st.text(max_size=80) | st.text("ab:-[]{}&*!|>'\"%#, \n\t?01.", max_size=40))
def test_any_text_is_read_or_refused_with_its_line(file: Path, text: str) -> None:
    file.write_bytes(text.encode("utf-8", "surrogatepass"))
    refused = None
    try:
        read_yaml(file)
    except LawError as error:
        refused = error
    assert refused is None or str(refused.where).startswith(str(file))


def test_a_file_far_too_large_for_a_pack_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "pack.yaml"
    path.write_text("a: b\n" * 2_100_000, encoding="utf-8")
    with pytest.raises(LawError, match="too large"):
        read_yaml(path)


def test_brackets_within_brackets_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "pack.yaml"
    path.write_text("a: " + "[" * 100 + "]" * 100, encoding="utf-8")
    with pytest.raises(LawError, match="nested too deep"):
        read_yaml(path)


def test_a_file_that_cannot_be_read_says_why(tmp_path: Path) -> None:
    with pytest.raises(LawError, match="cannot be read: Is a directory"):
        read_yaml(tmp_path)
