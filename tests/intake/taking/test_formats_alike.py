"""The same rows are the same records, whatever format and spelling Lin's program exports them in."""

from __future__ import annotations

import csv
import gzip
import io
import json
from typing import TYPE_CHECKING

import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import xlwt
from tests.intake.taking.conftest import Desk

if TYPE_CHECKING:
    from collections.abc import Callable

Rows = list[dict[str, str]]

ROWS: Rows = [
    Desk.penalty(),
    Desk.penalty(WSH="云监罚〔2026〕2号", FK="1.5", CFLB="fine;warning"),
    Desk.penalty(WSH="007", SY="第一行，含“引号”\n第二行, 含逗号"),
]


def as_csv(rows: Rows, encoding: str, delimiter: str = ",") -> bytes:
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, list(rows[0]), delimiter=delimiter)
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode(encoding)


def as_xlsx(rows: Rows) -> bytes:
    workbook = openpyxl.Workbook()
    sheet = workbook.active
    sheet.append(["行政处罚信息表"])
    for row in (list(rows[0]), *(list(row.values()) for row in rows)):
        sheet.append(row)
    content = io.BytesIO()
    workbook.save(content)
    return content.getvalue()


def as_xls(rows: Rows) -> bytes:
    workbook = xlwt.Workbook()
    sheet = workbook.add_sheet("数据")
    for number, row in enumerate((list(rows[0]), *(list(row.values()) for row in rows))):
        for column, cell in enumerate(row):
            sheet.write(number, column, cell)
    content = io.BytesIO()
    workbook.save(content)
    return content.getvalue()


def as_json_lines(rows: Rows) -> bytes:
    return "\n".join(json.dumps({k: v for k, v in row.items() if v}, ensure_ascii=False) for row in rows).encode()


def as_parquet(rows: Rows) -> bytes:
    content = io.BytesIO()
    pq.write_table(pa.Table.from_pylist(rows), content)
    return content.getvalue()


FORMATS: dict[str, Callable[[Rows], bytes]] = {
    "utf-8": lambda rows: as_csv(rows, "utf-8"),
    "utf-8 with mark": lambda rows: as_csv(rows, "utf-8-sig"),
    "gb18030": lambda rows: as_csv(rows, "gb18030"),
    "utf-16 with tabs": lambda rows: as_csv(rows, "utf-16", "\t"),
    "xlsx": as_xlsx,
    "xls": as_xls,
    "json lines": as_json_lines,
    "parquet": as_parquet,
    "gzip": lambda rows: gzip.compress(as_csv(rows, "utf-8")),
}

#: The same facts in other spellings.
RESPELLED: Rows = [
    row | {"JDRQ": "2026年3月10日", "FK": f"{row['FK']}万元", "CODE": row["CODE"].lower(), "SY": f" {row['SY']} "}
    for row in ROWS
]
RESPELLED[1]["CFLB"] = "warning;fine;fine"


@pytest.mark.slow
def test_a_file_sent_again_in_another_format_changes_nothing(registered: Desk) -> None:
    assert registered.hand_in(ROWS).accepted == len(ROWS)
    for name, written in FORMATS.items():
        path = registered.folder / f"{name}.data"
        path.write_bytes(written(ROWS))
        receipt = registered.take([path])
        assert (receipt.total, receipt.unchanged) == (len(ROWS), len(ROWS)), name


def test_a_file_sent_again_in_other_spellings_changes_nothing(registered: Desk) -> None:
    registered.hand_in(ROWS)
    receipt = registered.hand_in(RESPELLED)
    assert (receipt.total, receipt.unchanged) == (len(ROWS), len(ROWS))
