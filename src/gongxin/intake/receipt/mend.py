"""Rejected and held rows as a workbook: correct the coloured cells, hand the workbook in again as it is.

The columns and headings are those of the file the rows came from. The columns added here, with the reasons, have
headings that intake knows for the platform's own and leaves out. Every cell is text, so that no office program turns
a code into a number or a date into a day count. Personal data are not kept and have to be filled in again.
"""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from gongxin.errors import Message, UsageError, system_says
from gongxin.intake.headings import MEND_PREFIX
from gongxin.intake.receipt import layout
from gongxin.intake.staging import ROW, Outcome

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from xlsxwriter.format import Format
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

    from gongxin.intake.receipt.receipt import Receipt, RowRemark

#: Rows in one workbook; more make another.
_SHEET_ROWS = 200_000
_BATCH_ROWS = 5_000
#: Longest text that a cell of a workbook can hold.
_CELL_LENGTH = 32_767

#: The platform's own columns and their widths in characters.
_OURS = {
    f"{MEND_PREFIX}文件 file": 18,
    f"{MEND_PREFIX}行 row": 8,
    f"{MEND_PREFIX}原因": 48,
    f"{MEND_PREFIX}reason": 48,
}
_WIDTH = 22

_TOO_LONG = Message(
    zh="“{field}”的文字超过单元格上限，此处留空，请从原文件复制或缩短。",
    en="The text of '{field}' is longer than a cell can be and was left out here; copy it from the file or shorten it.",
)

_HOW_TO = (
    (
        "请更正标色的单元格，保存后直接报送本文件；“公信·”各列无需删除。",
        "Correct the coloured cells, save, and hand in this file as it is; the columns that begin with 公信· may stay.",
    ),
    (
        "个人信息（如证件号码）不保存，请重新填写。",
        "Personal data (such as identity numbers) are not kept: fill them in again.",
    ),
    ("不再报送的行请整行删除。", "Delete rows that are not to be handed in again."),
)


def write_mend_files(receipt: Receipt, path: Path) -> list[Path]:
    """Write the rows to be mended to ``path``, and further workbooks beside it where one is not enough.

    Raises :class:`gongxin.errors.UsageError` (``cannot-write-mend``) where a workbook cannot be written.
    """
    written: list[Path] = []
    rows = _rows(receipt)
    while (first := next(rows, None)) is not None:
        number = len(written) + 1
        target = path if number == 1 else path.with_stem(f"{path.stem}-{number}")
        _write_workbook(receipt, target, first, rows)
        written.append(target)
    return written


def _write_workbook(receipt: Receipt, target: Path, first: _Row, others: Iterator[_Row]) -> None:
    from xlsxwriter import Workbook
    from xlsxwriter.exceptions import FileCreateError

    try:
        # Tried first: the library finds out only at the end, and leaves its own files open then.
        target.open("wb").close()
        # Rows go to disk as they are written: memory stays flat.
        with Workbook(target, {"constant_memory": True}) as workbook:
            _Sheet(workbook, receipt).write(first, others)
    except (OSError, FileCreateError) as error:
        # The library wraps what the system said, and hands it on as its only argument.
        cause = error if isinstance(error, OSError) else error.args[0]
        said = system_says(cause)
        raise UsageError(
            "cannot-write-mend",
            zh=f"无法写入更正文件：{said.zh}。数据已收录；请换一个路径，用 --mend 重新报送原文件。",
            en=f"The workbook to mend cannot be written: {said.en}. The rows were taken in; "
            "hand the same file in again with another path after --mend.",
            where=str(target),
        ) from error


class _Row:
    """A row to be mended: its cells by field, and all that is said of it."""

    __slots__ = ("cells", "file", "remarks", "row")

    def __init__(self, file: int, row: int, cells: dict[str, str | None], remarks: list[RowRemark]) -> None:
        self.file = file
        self.row = row
        self.cells = cells
        self.remarks = remarks


def _rows(receipt: Receipt) -> Iterator[_Row]:
    """The rows in the order of the batch, each with its remarks: both are kept in that order."""
    import pyarrow.parquet as pq

    refused = (remark for remark in receipt.remarks() if remark.outcome in (Outcome.HELD, Outcome.REJECTED))
    said = groupby(refused, key=lambda remark: (remark.file, remark.row))
    with pq.ParquetFile(receipt.folder / layout.MEND_FILE) as parquet:
        for batch in parquet.iter_batches(_BATCH_ROWS):
            for cells in batch.to_pylist():
                place = (cells.pop(layout.FILE), cells.pop(ROW))
                # Rows that could not be cut into cells have remarks and no cells: they are passed over.
                remarks = next(list(group) for where, group in said if where == place)
                yield _Row(*place, cells, remarks)


class _Sheet:
    """The sheet of one workbook."""

    def __init__(self, workbook: Workbook, receipt: Receipt) -> None:
        self._receipt = receipt
        self._headings: dict[str, str] = {}
        for file in receipt.files:
            for field, heading in file.columns:
                self._headings.setdefault(field, heading)
        self._sheet: Worksheet = workbook.add_worksheet("更正 mend")
        self._plain: Format = workbook.add_format({"num_format": "@"})
        self._faulty: Format = workbook.add_format({"num_format": "@", "bg_color": "#FFC7CE"})
        self._reason: Format = workbook.add_format({"num_format": "@", "font_color": "#9C0006", "text_wrap": True})
        self._heading: Format = workbook.add_format({"bold": True, "num_format": "@", "bottom": 1})
        _write_how_to(workbook)

    def write(self, first: _Row, others: Iterator[_Row]) -> None:
        """Write the headings, ``first``, and of the ``others`` as many as belong into one sheet."""
        self._write_headings()
        number = 1
        row: _Row | None = first
        while row is not None:
            self._write_row(number, row)
            row = next(others, None) if number < _SHEET_ROWS else None
            number += 1

    def _write_headings(self) -> None:
        for column, (heading, width) in enumerate(_OURS.items()):
            self._sheet.set_column(column, column, width)
            self._sheet.write_string(0, column, heading, self._heading)
        self._sheet.set_column(len(_OURS), len(_OURS) + len(self._headings), _WIDTH, self._plain)
        for column, heading in enumerate(self._headings.values(), start=len(_OURS)):
            self._sheet.write_string(0, column, heading, self._heading)
        self._sheet.freeze_panes(1, len(_OURS))

    def _write_row(self, number: int, row: _Row) -> None:
        faulty = {remark.field for remark in row.remarks}
        reasons = [remark.message for remark in row.remarks]
        for column, field in enumerate(self._headings, start=len(_OURS)):
            cell = row.cells.get(field) or ""
            if len(cell) > _CELL_LENGTH:
                title = self._receipt.item.field(field).title
                reasons.append(Message(zh=_TOO_LONG.zh.format(field=title.zh), en=_TOO_LONG.en.format(field=title.en)))
                faulty.add(field)
                cell = ""
            form = self._faulty if field in faulty else self._plain
            if cell:
                self._sheet.write_string(number, column, cell, form)
            elif form is self._faulty:
                self._sheet.write_blank(number, column, None, form)
        self._sheet.write_string(number, 0, self._receipt.files[row.file].name)
        self._sheet.write_number(number, 1, row.row)
        for column, language in ((2, "zh"), (3, "en")):
            text = "\n".join(getattr(reason, language) for reason in reasons)
            self._sheet.write_string(number, column, text[:_CELL_LENGTH], self._reason)


def _write_how_to(workbook: Workbook) -> None:
    sheet = workbook.add_worksheet("说明 how to")
    for row, sentences in enumerate(_HOW_TO):
        for column, sentence in enumerate(sentences):
            sheet.set_column(column, column, 80)
            sheet.write_string(row, column, sentence)
