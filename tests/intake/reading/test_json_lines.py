"""JSON lines: an object a line, names anywhere in the file, rows numbered by line."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from gongxin.errors import InputError
from gongxin.intake.readers import limits

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.intake.reading.conftest import ReadFile

    Read = Callable[[Path | bytes], ReadFile]


def lines(*objects: object) -> bytes:
    return "\n".join(json.dumps(one, ensure_ascii=False) for one in objects).encode()


def test_rows_are_numbered_by_line_and_blank_lines_count(read: Read) -> None:
    content = lines({"CF_XDR_MC": "甲", "CF_WSH": "1"}) + b"\n\n" + lines({"CF_WSH": "2", "CF_XDR_MC": "乙"})
    result = read(content)
    assert result.rows == {1: ("甲", "1"), 3: ("乙", "2")}
    assert result.noted == ["read-as-records", "blank-rows"]


def test_a_name_first_met_at_the_end_of_the_file_is_a_heading(read: Read, small_blocks: None) -> None:
    content = lines(*({"CF_XDR_MC": "甲", "CF_WSH": str(number)} for number in range(50)), {"CF_JDRQ": "2024/1/1"})
    result = read(content)
    assert result.headings == ("CF_XDR_MC", "CF_WSH", "CF_JDRQ")
    assert result.rows[1] == ("甲", "0", None)
    assert result.rows[51] == (None, None, "2024/1/1")


def test_values_that_are_no_text_are_read_as_they_are_written(read: Read) -> None:
    content = b'{"CF_XDR_MC": true, "CF_WSH": 12345678901234567890, "CF_NR_FK": 0.5, "CF_JDRQ": null, "CF_CFLB": ["a"]}'
    assert read(content).rows == {1: ("true", "12345678901234567890", "0.5", None, '["a"]')}


def test_lines_that_are_no_objects_are_malformed(read: Read) -> None:
    content = lines({"CF_XDR_MC": "甲", "CF_WSH": "1"}) + b'\n{"CF_WSH": \n[1]\n"x"\n' + lines({"CF_WSH": "5"})
    result = read(content)
    assert result.malformed == {2: "not-a-json-object", 3: "not-a-json-object", 4: "not-a-json-object"}
    assert list(result.rows) == [1, 5]


def test_a_line_too_long_to_be_a_record_is_malformed(
    read: Read, small_blocks: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "RECORD_BYTES", 300)
    rows = [{"CF_XDR_MC": "甲", "CF_WSH": str(number)} for number in range(10)]
    content = lines(*rows) + b"\n" + lines({"CF_XDR_MC": "x" * 3000}) + b"\n" + lines(*rows)
    result = read(content)
    assert result.malformed == {11: "record-too-long"}
    assert list(result.rows) == [*range(1, 11), *range(12, 22)]


def test_names_with_quotes_in_them_are_read(read: Read) -> None:
    result = read(lines({"CF_WSH": "1", "CF_XDR_MC": "甲", 'it\'s "x"': "y"}))
    assert result.headings[2] == 'it\'s "x"'
    assert result.rows == {1: ("1", "甲", "y")}


def test_more_names_than_a_table_may_have_are_refused(read: Read, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "COLUMNS", 20)
    with pytest.raises(InputError) as refusal:
        read(lines({"CF_WSH": "1", "CF_XDR_MC": "甲"}, *({f"X{number}": 1} for number in range(50))))
    assert refusal.value.rule == "too-many-columns"


def test_a_file_of_another_item_is_told_by_its_names(read: Read) -> None:
    with pytest.raises(InputError) as refusal:
        read(lines({"XK_XDR_SHXYM": "1", "XK_XKBH": "2", "XK_YXQZI": "3"}))
    assert refusal.value.rule == "wrong-item"
