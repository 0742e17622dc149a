"""An invented city for all tests of this room: written once, tidy and messy."""

from __future__ import annotations

import csv
import gzip
import io
import json
from datetime import date
from typing import TYPE_CHECKING

import duckdb
import openpyxl
import pytest

from gongxin.law.library import Law
from gongxin.synth import Manifest, write_city

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

AS_OF = date(2026, 11, 24)


@pytest.fixture(scope="session")
def law() -> Law:
    return Law.load()


@pytest.fixture(scope="session")
def tidy(tmp_path_factory: pytest.TempPathFactory, law: Law) -> Path:
    folder = tmp_path_factory.mktemp("yunze") / "tidy"
    write_city(folder, law, seed=7, subjects=600, as_of=AS_OF)
    return folder


@pytest.fixture(scope="session")
def messy(tmp_path_factory: pytest.TempPathFactory, law: Law) -> Path:
    folder = tmp_path_factory.mktemp("yunze") / "messy"
    write_city(folder, law, seed=7, subjects=150, as_of=AS_OF, messy=True)
    return folder


@pytest.fixture(scope="session", params=["tidy", "messy"])
def city(request: pytest.FixtureRequest) -> tuple[Path, Manifest]:
    folder: Path = request.getfixturevalue(request.param)
    return folder, Manifest.read(folder)


@pytest.fixture(scope="session")
def rows_of() -> Callable[[Path], list[dict[str, str]]]:
    """A file's rows by heading, read by other means than those of intake."""
    return _rows_of


def _rows_of(path: Path) -> list[dict[str, str]]:
    if path.suffix == ".xlsx":
        return _rows_of_spreadsheet(path)
    if path.suffix == ".parquet":
        table = duckdb.execute(f"SELECT * FROM '{path}'")
        names = [column[0] for column in table.description]
        return [dict(zip(names, row, strict=True)) for row in table.fetchall()]
    raw = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = raw.decode("gb18030")
    if ".jsonl" in path.name:
        return [json.loads(line) for line in text.splitlines()]
    return list(csv.DictReader(io.StringIO(text, newline="")))


def _rows_of_spreadsheet(path: Path) -> list[dict[str, str]]:
    sheet = openpyxl.load_workbook(path).active
    headings, *rows = [
        ["" if cell is None else str(cell) for cell in row]
        for row in sheet.iter_rows(values_only=True)
        if row[1] is not None or row[2] is not None  # a title stands in the first cell alone
    ]
    return [dict(zip(headings, row, strict=True)) for row in rows]
