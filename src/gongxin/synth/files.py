"""Writing a department's rows as the file it would hand in."""

from __future__ import annotations

import gzip
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from gongxin.subjects.sql_text import literal
from gongxin.synth.habits import Dates, Format

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date
    from pathlib import Path

    import duckdb

    from gongxin.synth.habits import Habits

#: Rows that a department still keeps in a spreadsheet; with more it sends text.
MOST_SPREADSHEET_ROWS = 20_000

_BLOCK = 1 << 20


def fitting(habits: Habits, rows: int) -> Format:
    """The format in which so many rows are handed in."""
    too_many = habits.format is Format.XLSX and rows > MOST_SPREADSHEET_ROWS
    return Format.CSV_GZ if too_many else habits.format


def first_row(format_: Format, habits: Habits) -> int:
    """The number of the first row of data, as the receipt of intake will count it."""
    match format_:
        case Format.JSON_LINES | Format.JSON_LINES_GZ:
            return 1
        case Format.XLSX if habits.title_row:
            return 3
        case _:
            return 2


def write_rows(
    connection: duckdb.DuckDBPyConnection, query: str, path: Path, format_: Format, habits: Habits, as_of: date
) -> None:
    """Write the rows of a query, whose columns bear the headings, to ``path``. The same rows give the same bytes."""
    match format_:
        case Format.CSV | Format.CSV_GZ:
            _write_text(connection, query, path, "FORMAT csv, HEADER", habits.encoding)
        case Format.JSON_LINES | Format.JSON_LINES_GZ:
            _write_text(connection, query, path, "FORMAT json", "utf-8")
        case Format.PARQUET:
            connection.execute(f"COPY ({query}) TO {literal(str(path))} (FORMAT parquet)")
        case Format.XLSX:
            _write_spreadsheet(connection, query, path, habits, as_of)


def _write_text(connection: duckdb.DuckDBPyConnection, query: str, path: Path, options: str, encoding: str) -> None:
    if path.suffix != ".gz" and encoding == "utf-8":
        connection.execute(f"COPY ({query}) TO {literal(str(path))} ({options}, COMPRESSION none)")
        return
    plain = path.with_name(path.name + ".tmp")
    connection.execute(f"COPY ({query}) TO {literal(str(plain))} ({options}, COMPRESSION none)")
    try:
        _recode(plain, path, encoding)
    finally:
        plain.unlink()


def _recode(plain: Path, path: Path, encoding: str) -> None:
    """From UTF-8 to another encoding, and packed if the name says so; never more than a block in memory."""
    with plain.open(encoding="utf-8", newline="") as read, path.open("wb") as file:
        # Without name and time in its head, the packed file depends on its contents alone.
        out = (
            gzip.GzipFile(filename="", mode="wb", compresslevel=6, fileobj=file, mtime=0)
            if path.suffix == ".gz"
            else file
        )
        first = True
        while block := read.read(_BLOCK):
            # The byte order mark of utf-8-sig belongs at the beginning only.
            out.write(block.encode(encoding if first else encoding.removesuffix("-sig")))
            first = False
        if out is not file:
            out.close()


def _write_spreadsheet(
    connection: duckdb.DuckDBPyConnection, query: str, path: Path, habits: Habits, as_of: date
) -> None:
    from xlsxwriter import Workbook

    result = connection.execute(query)
    headings = [column[0] for column in result.description or ()]
    with Workbook(str(path), {"constant_memory": True, "strings_to_numbers": False}) as workbook:
        workbook.set_properties(
            {"created": datetime(as_of.year, as_of.month, as_of.day, tzinfo=UTC), "comments": "synthetic"}
        )
        worksheet = workbook.add_worksheet("报送数据")
        at = 0
        if habits.title_row:
            worksheet.write_string(at, 0, "云泽市信用信息报送表（合成数据）")
            at += 1
        worksheet.write_row(at, 0, headings)
        while rows := result.fetchmany(1000):
            for row in rows:
                at += 1
                _write_cells(worksheet, at, row, serial_dates=habits.dates is Dates.SERIAL)


def _write_cells(worksheet: object, at: int, row: Sequence[str | None], *, serial_dates: bool) -> None:
    for place, text in enumerate(row):
        if text is None:
            continue
        # A spreadsheet that keeps days as serial numbers keeps them as numbers.
        if serial_dates and len(text) == 5 and text.isascii() and text.isdigit():
            worksheet.write_number(at, place, int(text))  # type: ignore[attr-defined]
        else:
            worksheet.write_string(at, place, text)  # type: ignore[attr-defined]
