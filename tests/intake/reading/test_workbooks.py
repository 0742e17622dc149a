"""Workbooks as departments make them: titles, merged cells, several sheets, numbers and dates that are no text."""

from __future__ import annotations

import io
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest
import xlwt

from gongxin.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from tests.intake.reading.conftest import ReadFile

    Read = Callable[[Path | bytes], ReadFile]

HEADINGS = ("行政相对人名称", "文书号", "处罚决定日期")


def xlsx(*sheets: Sequence[Sequence[Any]], merged: Sequence[str] = (), names: Sequence[str] = ()) -> bytes:
    workbook = openpyxl.Workbook()
    workbook.remove(workbook.active)
    for number, rows in enumerate(sheets):
        sheet = workbook.create_sheet(names[number] if names else f"Sheet{number + 1}")
        for row in rows:
            sheet.append(row)
    for area in merged:
        workbook.worksheets[0].merge_cells(area)
    content = io.BytesIO()
    workbook.save(content)
    return content.getvalue()


def xls(rows: Sequence[Sequence[Any]]) -> bytes:
    workbook = xlwt.Workbook()
    sheet = workbook.add_sheet("Sheet1")
    for number, row in enumerate(rows):
        for column, cell in enumerate(row):
            sheet.write(number, column, cell)
    content = io.BytesIO()
    workbook.save(content)
    return content.getvalue()


@pytest.mark.parametrize("write", [xlsx, xls])
def test_a_workbook_is_read(read: Read, write: Callable[..., bytes]) -> None:
    result = read(write([HEADINGS, ("云泽市甲店", "1", "2024/1/1"), ("云泽市乙店", "2", "2024/1/2")]))
    assert result.rows == {2: ("云泽市甲店", "1", "2024/1/1"), 3: ("云泽市乙店", "2", "2024/1/2")}


def test_cells_that_are_no_text_become_what_a_person_would_have_typed(read: Read) -> None:
    noon = datetime.fromisoformat("2024-03-05 12:30")
    days = [date(2024, 3, 5), noon, 45356, 0.1, True, 1e-7, 123456789012345]
    result = read(xlsx([HEADINGS, *(("A", number, day) for number, day in enumerate(days))]))
    assert [cells[2] for cells in result.rows.values()] == [
        "2024-03-05",
        "2024-03-05 12:30:00",
        "45356",
        "0.1",
        "TRUE",
        "0.0000001",
        "123456789012345",
    ]
    assert [cells[1] for cells in result.rows.values()] == ["0", "1", "2", "3", "4", "5", "6"]


def test_a_code_that_a_sheet_has_turned_into_a_number_beyond_its_digits_shows_that_it_is_none(read: Read) -> None:
    assert read(xlsx([HEADINGS, ("A", 123456789012345678, "")])).rows[2][1] == "1.234567890123457E+17"


def test_titles_blank_rows_and_columns_do_not_shift_the_row_numbers(read: Read) -> None:
    rows = [("行政处罚信息表",), (), HEADINGS, ("A", "1", "2024/1/1"), (), (None, " ", None), ("B", "2", "2024/1/2")]
    result = read(xlsx([(None, *row) for row in rows], merged=["B1:D1"]))
    assert {number: cells[-3:] for number, cells in result.rows.items()} == {
        4: ("A", "1", "2024/1/1"),
        7: ("B", "2", "2024/1/2"),
    }
    assert result.noted[:2] == ["read-as", "title-rows"]


def test_headings_over_two_rows_with_merged_cells_are_read_as_one(read: Read) -> None:
    rows = [
        ("行政相对人名称", "处罚决定", None),
        (None, "文书号", "处罚决定日期"),
        ("A", "1", "2024/1/1"),
    ]
    result = read(xlsx([rows[0], rows[1], rows[2]], merged=["A1:A2", "B1:C1"]))
    assert result.headings == HEADINGS
    assert result.rows == {3: ("A", "1", "2024/1/1")}


def test_rows_with_merged_cells_are_malformed_for_nobody_can_tell_whose_value_it_is(read: Read) -> None:
    rows = [HEADINGS, ("A", "1", "2024/1/1"), ("B", "2", "2024/1/2"), (None, "3", "2024/1/3"), ("C", "4", "2024/1/4")]
    result = read(xlsx(rows, merged=["A3:A4"]))
    assert result.malformed == {3: "merged-cells", 4: "merged-cells"}
    assert list(result.rows) == [2, 5]


def test_a_cell_beyond_the_last_heading_is_malformed(read: Read) -> None:
    result = read(xlsx([HEADINGS, ("A", "1", "2024/1/1", None, "more"), ("B", "2", "2024/1/2")]))
    assert result.malformed == {2: "cell-count"}
    assert list(result.rows) == [3]


def test_of_several_sheets_the_one_with_the_headings_is_read(read: Read) -> None:
    sheets = [("说明", "请填写第二页")], [HEADINGS, ("A", "1", "2024/1/1")], [HEADINGS]
    result = read(xlsx(*sheets, names=["说明", "数据", "空表"]))
    assert result.rows == {2: ("A", "1", "2024/1/1")}
    assert result.note("other-sheets") == (
        "Only the sheet '数据' was read; the others have no headings of this item: 说明, 空表."
    )


def test_two_sheets_with_rows_are_refused_by_name(read: Read) -> None:
    with pytest.raises(InputError) as refusal:
        read(xlsx([HEADINGS, ("A", "1", "")], [HEADINGS, ("B", "2", "")], names=["一月", "二月"]))
    assert refusal.value.rule == "several-sheets"
    assert "一月、二月" in refusal.value.message.zh


def test_a_workbook_of_another_item_is_told_by_its_headings(read: Read) -> None:
    with pytest.raises(InputError) as refusal:
        read(xlsx([("XK_XDR_SHXYM", "XK_XKBH", "XK_YXQZI"), ("91990101MA00000000", "1", "2099/12/31")]))
    assert refusal.value.rule == "wrong-item"


@pytest.mark.parametrize(
    ("rows", "rule"), [([], "empty-file"), ([HEADINGS], "header-only"), ([("a", "b")], "no-header")]
)
def test_a_workbook_without_rows_or_headings_is_refused(read: Read, rows: list[Any], rule: str) -> None:
    with pytest.raises(InputError) as refusal:
        read(xlsx(rows))
    assert refusal.value.rule == rule


def test_cells_with_an_error_are_counted_in_a_note(read: Read) -> None:
    workbook = openpyxl.Workbook()
    workbook.active.append(HEADINGS)
    workbook.active.append(("A", "1", "#N/A"))
    workbook.active["C2"].data_type = "e"
    content = io.BytesIO()
    workbook.save(content)
    assert "(such as #N/A), read as empty: 1" in read(content.getvalue()).note("error-cells")


def test_a_workbook_with_a_password_is_refused(read: Read) -> None:
    # An XLSX with a password is a stream of that name in the container that also holds an XLS.
    content = xls([HEADINGS])
    name, encrypted = ("Workbook".encode("utf-16-le"), "EncryptedPackage".encode("utf-16-le"))
    place = content.index(name)
    length = (len(encrypted) + 2).to_bytes(2, "little")
    content = content[:place] + encrypted.ljust(64, b"\0") + length + content[place + 66 :]
    with pytest.raises(InputError) as refusal:
        read(content)
    assert refusal.value.rule == "encrypted-workbook"
