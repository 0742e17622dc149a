"""Lin corrects what was returned, in the workbook that came with the receipt, and hands it in again as it is."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING

import openpyxl
import pytest
from tests.intake.taking.conftest import Desk

from gongxin.errors import UsageError
from gongxin.intake.receipt import mend

if TYPE_CHECKING:
    from pathlib import Path

    from openpyxl.worksheet.worksheet import Worksheet

    from gongxin.intake.receipt import Receipt

pytestmark = pytest.mark.slow

FAULTY = "FFFFC7CE"


def sheet_of(path: Path) -> Worksheet:
    return openpyxl.load_workbook(path)["更正 mend"]


def headings_of(sheet: Worksheet) -> dict[str, int]:
    return {str(cell.value): cell.column for cell in sheet[1]}


def corrected(path: Path, **cells: str) -> None:
    """Put new texts into the cells of the first row of data, by heading, and save the workbook in place."""
    workbook = openpyxl.load_workbook(path)
    sheet = workbook["更正 mend"]
    columns = headings_of(sheet)
    for heading, text in cells.items():
        sheet.cell(2, columns[heading]).value = text
    workbook.save(path)


def handed_in_again(desk: Desk, path: Path) -> Receipt:
    return desk.take([path])


def test_a_row_corrected_in_the_workbook_is_accepted(registered: Desk, tmp_path: Path) -> None:
    rows = [Desk.penalty(), Desk.penalty(WSH="云监罚〔2026〕2号", JDRQ="26/3/10", FK="")]
    receipt = registered.hand_in(rows)
    assert (receipt.accepted, receipt.rejected) == (1, 1)

    (path,) = receipt.write_mend_file(tmp_path / "mend.xlsx")
    assert handed_in_again(registered, path).rejected == 1
    corrected(path, JDRQ="2026/3/10", FK="0.5")
    again = handed_in_again(registered, path)

    assert (again.total, again.accepted) == (1, 1)
    assert registered.query("SELECT doc_no, amount FROM record WHERE item = 'yunze.penalty' ORDER BY doc_no") == [
        ("云监罚〔2026〕1号", 5000),
        ("云监罚〔2026〕2号", 5000),
    ]


def test_a_held_row_is_mended_by_giving_the_code_that_belongs_to_the_name(registered: Desk, tmp_path: Path) -> None:
    receipt = registered.hand_in([Desk.penalty(NAME=Desk.SWALLOW)])
    assert receipt.held == 1
    (path,) = receipt.write_mend_file(tmp_path / "mend.xlsx")
    corrected(path, CODE=Desk.SWALLOW_CODE)
    assert handed_in_again(registered, path).accepted == 1


def test_the_workbook_has_the_columns_of_the_file_the_reasons_and_the_faulty_cells_coloured(
    registered: Desk, tmp_path: Path
) -> None:
    receipt = registered.hand_in([Desk.penalty(), Desk.penalty(WSH="云监罚〔2026〕2号", JDRQ="26/3/10")])
    (path,) = receipt.write_mend_file(tmp_path / "mend.xlsx")
    sheet = sheet_of(path)
    columns = headings_of(sheet)
    assert [heading for heading in columns if not heading.startswith("公信·")] == list(Desk.penalty())

    row = {heading: sheet.cell(2, column) for heading, column in columns.items()}
    assert row["公信·行 row"].value == 3
    assert "年份只有两位" in row["公信·原因"].value
    assert "a year of two digits" in row["公信·reason"].value
    coloured = [heading for heading, cell in row.items() if cell.fill.fgColor.rgb == FAULTY]
    assert coloured == ["JDRQ"]
    assert sheet.max_row == 2
    assert {cell.number_format for heading, cell in row.items() if heading in Desk.penalty()} == {"@"}


def test_codes_and_sums_stay_the_text_they_were(registered: Desk, tmp_path: Path) -> None:
    receipt = registered.hand_in([Desk.penalty(WSH="007", FK="0.50", JDRQ="26/3/10", SY="=1+1")])
    (path,) = receipt.write_mend_file(tmp_path / "mend.xlsx")
    sheet = sheet_of(path)
    cells = {heading: sheet.cell(2, column) for heading, column in headings_of(sheet).items()}
    assert [cells[heading].value for heading in ("WSH", "FK", "SY")] == ["007", "0.50", "=1+1"]
    assert {cells[heading].data_type for heading in ("WSH", "FK", "SY")} == {"s"}


def test_identity_numbers_are_not_in_the_workbook_and_the_column_for_them_is(registered: Desk, tmp_path: Path) -> None:
    number = "990101199001011239"
    receipt = registered.hand_in([Desk.penalty(PARTY="person", CODE="", SFZ=number)])
    assert receipt.rejected == 1
    (path,) = receipt.write_mend_file(tmp_path / "mend.xlsx")
    sheet = sheet_of(path)
    assert "SFZ" in headings_of(sheet)
    assert sheet.cell(2, headings_of(sheet)["SFZ"]).value is None
    assert all(number not in str(cell.value) for row in sheet for cell in row)


def test_a_row_that_could_not_be_cut_into_cells_is_only_in_the_receipt(registered: Desk, tmp_path: Path) -> None:
    path = registered.file([Desk.penalty(), Desk.penalty(WSH="2", JDRQ="26/3/10")])
    with path.open("a", encoding="utf-8") as file:
        file.write("one,two\n")
    receipt = registered.take([path])
    assert receipt.rejected == 2
    (mended,) = receipt.write_mend_file(tmp_path / "mend.xlsx")
    assert sheet_of(mended).max_row == 2


def test_rows_of_several_files_name_theirs(registered: Desk, tmp_path: Path) -> None:
    paths = [registered.file([Desk.penalty(WSH=str(number), JDRQ="26/3/10")]) for number in (1, 2)]
    receipt = registered.take(paths)
    (path,) = receipt.write_mend_file(tmp_path / "mend.xlsx")
    assert [row[0].value for row in sheet_of(path).iter_rows(min_row=2)] == [path.name for path in paths]


def test_a_text_too_long_for_a_cell_is_left_out_and_the_reason_says_so(registered: Desk, tmp_path: Path) -> None:
    receipt = registered.hand_in([Desk.penalty(SY="事" * 40_000)])
    (path,) = receipt.write_mend_file(tmp_path / "mend.xlsx")
    sheet = sheet_of(path)
    cell = sheet.cell(2, headings_of(sheet)["SY"])
    assert cell.value is None
    assert cell.fill.fgColor.rgb == FAULTY
    assert "超过单元格上限" in str(sheet.cell(2, 3).value)


def test_more_rows_than_a_sheet_should_hold_make_further_workbooks(
    registered: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(mend, "_SHEET_ROWS", 3)
    receipt = registered.hand_in([Desk.penalty(WSH=str(number), JDRQ="26/3/10") for number in range(8)])
    paths = receipt.write_mend_file(tmp_path / "mend.xlsx")
    assert [path.name for path in paths] == ["mend.xlsx", "mend-2.xlsx", "mend-3.xlsx"]
    rows = [row[1].value for path in paths for row in sheet_of(path).iter_rows(min_row=2)]
    assert rows == list(range(2, 10))


def test_a_place_that_cannot_be_written_to_is_said_and_the_rows_are_taken_all_the_same(
    registered: Desk, tmp_path: Path
) -> None:
    receipt = registered.hand_in([Desk.penalty(JDRQ="26/3/10")])
    with pytest.raises(UsageError) as refusal:
        receipt.write_mend_file(tmp_path / "no such folder" / "mend.xlsx")
    assert refusal.value.rule == "cannot-write-mend"
    assert receipt.write_mend_file(tmp_path / "mend.xlsx") == [tmp_path / "mend.xlsx"]


def test_nothing_to_mend_makes_no_workbook(registered: Desk, tmp_path: Path) -> None:
    assert registered.hand_in([Desk.penalty()]).write_mend_file(tmp_path / "mend.xlsx") == []
    assert not (tmp_path / "mend.xlsx").exists()


def test_a_workbook_without_headings_of_codes_keeps_the_chinese_ones(registered: Desk, tmp_path: Path) -> None:
    titles = {
        "NAME": "行政相对人名称",
        "PARTY": "行政相对人类别",
        "CODE": "统一社会信用代码",
        "WSH": "决定书文号",
        "SY": "违法事实",
        "YJ": "处罚依据",
        "CFLB": "处罚类别",
        "FK": "罚款金额",
        "JDRQ": "决定日期",
        "JG": "处罚机关",
    }
    path = tmp_path / "chinese.csv"
    with path.open("w", encoding="gb18030", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(titles.values())
        writer.writerow(Desk.penalty(JDRQ="26/3/10", NAME=Desk.BRIDGE, CODE=Desk.BRIDGE_CODE).values())
    receipt = registered.take([path])
    (mended,) = receipt.write_mend_file(tmp_path / "mend.xlsx")
    assert "决定日期" in headings_of(sheet_of(mended))
    corrected(mended, 决定日期="2026年3月10日")
    assert handed_in_again(registered, mended).accepted == 1
