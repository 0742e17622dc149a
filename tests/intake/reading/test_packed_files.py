"""Compressed files: unpacked on the way, in bounded memory, and refused where they are made to burst it."""

from __future__ import annotations

import gzip
import io
import zipfile
from typing import TYPE_CHECKING

import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from gongxin.errors import InputError
from gongxin.intake.readers import limits

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.intake.reading.conftest import ReadFile

    Read = Callable[[Path | bytes], ReadFile]

LINES = b"CF_XDR_MC,CF_WSH\nA,1\nB,2\n"


def workbook_of(*rows: tuple[str, ...]) -> bytes:
    workbook = openpyxl.Workbook()
    for row in rows:
        workbook.active.append(row)
    content = io.BytesIO()
    workbook.save(content)
    return content.getvalue()


def parquet_of(table: pa.Table) -> bytes:
    content = io.BytesIO()
    pq.write_table(table, content)
    return content.getvalue()


@pytest.fixture
def low_limits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "INFLATION_FROM", 100_000)


@pytest.mark.parametrize(
    "content",
    [
        LINES,
        b'{"CF_XDR_MC": "A", "CF_WSH": "1"}\n{"CF_XDR_MC": "B", "CF_WSH": "2"}\n',
        workbook_of(("CF_XDR_MC", "CF_WSH"), ("A", "1"), ("B", "2")),
        parquet_of(pa.table({"CF_XDR_MC": ["A", "B"], "CF_WSH": ["1", "2"]})),
    ],
    ids=["csv", "json lines", "xlsx", "parquet"],
)
def test_every_format_is_read_out_of_gzip(read: Read, content: bytes) -> None:
    assert list(read(gzip.compress(content)).rows.values()) == [("A", "1"), ("B", "2")]


def test_a_gzip_file_of_several_members_and_padding_is_read_whole(read: Read) -> None:
    packed = gzip.compress(LINES[:20]) + gzip.compress(LINES[20:]) + b"\0" * 100
    assert read(packed).rows == {2: ("A", "1"), 3: ("B", "2")}


@pytest.mark.parametrize("cut", [1, 8, 12])
def test_a_gzip_file_that_is_cut_off_is_refused(read: Read, cut: int) -> None:
    with pytest.raises(InputError) as refusal:
        read(gzip.compress(LINES * 50)[:-cut])
    assert refusal.value.rule == "damaged-archive"


def test_a_gzip_file_within_a_gzip_file_is_refused(read: Read) -> None:
    with pytest.raises(InputError) as refusal:
        read(gzip.compress(gzip.compress(LINES)))
    assert refusal.value.rule == "not-a-table"


def test_a_gzip_bomb_is_refused(read: Read, low_limits: None) -> None:
    with pytest.raises(InputError) as refusal:
        read(gzip.compress(b"CF_XDR_MC,CF_WSH\n" + b"A,1\n" * 1_000_000))
    assert refusal.value.rule == "zip-bomb"
    assert str(limits.INFLATION) in refusal.value.message.zh


def test_a_table_that_repeats_itself_as_real_ones_do_is_no_bomb(read: Read, low_limits: None) -> None:
    lines = b"".join(b"Shop number %d,Decision %d of 2024\n" % (number, number * 7) for number in range(20_000))
    assert len(read(gzip.compress(b"CF_XDR_MC,CF_WSH\n" + lines)).rows) == 20_000


def test_a_zip_archive_that_is_no_workbook_is_refused(read: Read) -> None:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        archive.writestr("penalties.csv", LINES)
    with pytest.raises(InputError) as refusal:
        read(content.getvalue())
    assert refusal.value.rule == "not-a-table"


def test_a_workbook_that_unpacks_out_of_proportion_is_refused(read: Read, low_limits: None) -> None:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
        archive.writestr("xl/worksheets/sheet1.xml", " " * 10_000_000)
    with pytest.raises(InputError) as refusal:
        read(content.getvalue())
    assert refusal.value.rule == "zip-bomb"


def test_a_workbook_that_lies_about_its_size_is_measured_all_the_same(read: Read, low_limits: None) -> None:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
        archive.writestr("xl/worksheets/sheet1.xml", " " * 10_000_000)
    size = (10_000_000).to_bytes(4, "little")
    with pytest.raises(InputError) as refusal:
        read(content.getvalue().replace(size, (10).to_bytes(4, "little")))
    assert refusal.value.rule == "zip-bomb"


def test_a_sheet_with_one_cell_at_the_far_end_is_refused_before_it_fills_the_memory(read: Read) -> None:
    workbook = openpyxl.Workbook()
    workbook.active.append(["CF_XDR_MC", "CF_WSH"])
    workbook.active["XFD1048576"] = "x"
    content = io.BytesIO()
    workbook.save(content)
    with pytest.raises(InputError) as refusal:
        read(content.getvalue())
    assert refusal.value.rule == "workbook-too-large"


def test_a_parquet_file_that_repeats_a_huge_text_is_refused(read: Read, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "RECORD_BYTES", 1000)
    table = pa.table({"CF_XDR_MC": ["x" * 2000] * 1000, "CF_WSH": ["1"] * 1000})
    with pytest.raises(InputError) as refusal:
        read(parquet_of(table))
    assert refusal.value.rule == "zip-bomb"
