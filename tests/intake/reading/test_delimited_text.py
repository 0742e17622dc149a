"""CSV and its relatives: what is sound comes out as it went in, what is broken is counted under its own number."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gongxin.errors import InputError
from gongxin.intake.readers import limits
from gongxin.intake.readers.records import Grammar

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.intake.reading.conftest import ReadFile

    Read = Callable[[Path | bytes], ReadFile]

HEADER = ["CF_XDR_MC", "CF_WSH", "CF_JDRQ"]
HEADER_LINE = b"CF_XDR_MC,CF_WSH,CF_JDRQ\n"

quickly = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])

letter = st.sampled_from(["a", "b", "云", "é", " ", ",", '"', "\n", "\r\n", "\t", "；"])
cell = st.lists(letter, max_size=6).map("".join)
rows_of_cells = st.lists(st.tuples(cell, cell, cell), min_size=1, max_size=40)


def written(rows: list[tuple[str, ...]], line_end: str, quoting: int) -> bytes:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator=line_end, quoting=quoting)  # type: ignore[arg-type]
    writer.writerow(HEADER)
    writer.writerows(rows)
    return text.getvalue().encode()


@quickly
@given(rows_of_cells, st.sampled_from(["\n", "\r\n"]), st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]))
def test_every_cell_comes_out_as_the_csv_module_wrote_it(
    read: Read, small_blocks: None, rows: list[tuple[str, ...]], line_end: str, quoting: int
) -> None:
    expected = {number: row for number, row in enumerate(rows, start=2) if any(cell.strip() for cell in row)}
    if not expected:
        return
    result = read(written(rows, line_end, quoting))
    assert result.rows == expected
    assert result.malformed == {}


broken = st.lists(
    st.sampled_from(
        [b"a", b",", b'"', b"\n", b"\r\n", "云".encode(), b'""', b'","', b'"\n', b'\n"', b"a,b,c\n", b"\r"]
    ),
    min_size=5,
    max_size=120,
).map(b"".join)


@quickly
@given(broken, st.sampled_from([31, 97, 1024]))
def test_broken_text_reads_the_same_however_it_is_cut_into_blocks(
    read: Read, monkeypatch: pytest.MonkeyPatch, text: bytes, block: int
) -> None:
    monkeypatch.setattr(limits, "BLOCK_BYTES", limits.MIB)
    expected_rows, expected_malformed = read_record_by_record(text)
    if not expected_rows and not expected_malformed:
        return
    monkeypatch.setattr(limits, "BLOCK_BYTES", block)
    result = read(HEADER_LINE + text)
    assert result.malformed == expected_malformed
    assert result.rows == expected_rows


def read_record_by_record(text: bytes) -> tuple[dict[int, tuple[str, ...]], dict[int, str]]:
    """The oracle: the whole text by the grammar, its cells by the csv module."""
    rows: dict[int, tuple[str, ...]] = {}
    malformed: dict[int, str] = {}
    for number, record in enumerate(Grammar(",").records(text, final=True), start=2):
        if record.rule is not None:
            malformed[number] = record.rule
            continue
        line = text[record.start : record.end].decode().removesuffix("\n").removesuffix("\r")
        cells = next(csv.reader([line]), [])
        if line and len(cells) != len(HEADER):
            malformed[number] = "cell-count"
        elif any(cell.strip() for cell in cells):
            rows[number] = tuple(cells)
    return rows, malformed


def test_rows_are_numbered_as_a_spreadsheet_shows_them(read: Read) -> None:
    result = read(HEADER_LINE + b'A,1,2024/1/1\n\n"B\nB",2,2024/1/2\n,,\nC,3,2024/1/3\n')
    assert result.rows == {2: ("A", "1", "2024/1/1"), 4: ("B\nB", "2", "2024/1/2"), 6: ("C", "3", "2024/1/3")}
    assert result.note("blank-rows") == "Blank rows left out (they count in the row numbers): 2."


def test_a_row_with_too_few_or_too_many_cells_is_malformed_and_the_others_are_read(read: Read) -> None:
    result = read(HEADER_LINE + b"A,1,2024/1/1\nB,2\nC,3,2024/1/3,x\nD,4,2024/1/4\n")
    assert list(result.rows) == [2, 5]
    assert result.malformed == {3: "cell-count", 4: "cell-count"}


def test_an_unclosed_quote_costs_one_row_and_not_all_that_follow(read: Read) -> None:
    result = read(HEADER_LINE + b'A,1,2024/1/1\nB,"2,2024/1/2\nC,3,"2024/1/3"\nD,4,2024/1/4\n')
    assert result.malformed == {3: "unclosed-quote"}
    assert list(result.rows) == [2, 4, 5]


def test_rows_that_an_unclosed_quote_would_merge_into_one_of_the_right_width_are_not_merged(read: Read) -> None:
    # A lenient parser makes of these lines a single row of three cells.
    result = read(HEADER_LINE + b'A,"one,1\nB,2,2024/1/2\nC,"three",2024/1/3\n')
    assert result.malformed == {2: "unclosed-quote"}
    assert result.rows == {3: ("B", "2", "2024/1/2"), 4: ("C", "three", "2024/1/3")}


def test_a_quote_left_open_at_the_very_end_is_malformed(read: Read) -> None:
    result = read(HEADER_LINE + b'A,1,2024/1/1\nB,2,"')
    assert result.malformed == {3: "unclosed-quote"}


def test_quotes_within_an_unquoted_cell_are_kept(read: Read) -> None:
    assert read(HEADER_LINE + b'6" pipe,1,"3"rd\n').rows == {2: ('6" pipe', "1", "3rd")}


def test_a_file_without_a_line_end_at_its_end_loses_nothing(read: Read) -> None:
    assert read(HEADER_LINE + b"A,1,2024/1/1\nB,2,2024/1/2").rows[3] == ("B", "2", "2024/1/2")


@pytest.mark.parametrize("delimiter", [",", "\t", ";", "|"])
def test_the_delimiter_is_found_out(read: Read, delimiter: str) -> None:
    lines = (HEADER_LINE + "甲,1;x|y,2024/1/1\n".encode()).decode()
    text = "\n".join(delimiter.join(f'"{cell}"' for cell in line.split(",")) for line in lines.splitlines())
    assert read(text.encode()).rows == {2: ("甲", "1;x|y", "2024/1/1")}


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "gb18030", "gbk", "utf-16", "utf-16-le", "utf-16-be", "utf-8 CR"]
)
def test_the_encoding_is_found_out(read: Read, encoding: str, small_blocks: None) -> None:
    text = "行政相对人名称,文书号,处罚决定日期\n" + "云泽市甲乙食品店,云市监罚〔2024〕1号,2024年1月1日\n" * 20
    encoding, _, returns = encoding.partition(" ")
    content = (text.replace("\n", "\r") if returns else text).encode(encoding)
    result = read(content)
    assert result.headings == ("行政相对人名称", "文书号", "处罚决定日期")
    assert set(result.rows.values()) == {("云泽市甲乙食品店", "云市监罚〔2024〕1号", "2024年1月1日")}
    assert list(result.rows) == list(range(2, 22))


def test_characters_that_gb18030_has_beyond_gbk_are_read(read: Read) -> None:
    text = "行政相对人名称,文书号\n㐂𠮷商店,1\n"
    assert read(text.encode("gb18030")).rows == {2: ("㐂𠮷商店", "1")}


def test_a_row_that_cannot_be_decoded_is_malformed_and_the_others_are_read(read: Read) -> None:
    rows = "".join(f"云泽市{number}号店,{number},2024/1/1\n" for number in range(100)).encode()
    result = read(HEADER_LINE + rows + b"\xff\xfe,1,2024/1/1\n" + rows)
    assert result.malformed == {102: "undecodable"}
    assert len(result.rows) == 200


def test_a_broken_character_in_a_small_file_does_not_turn_the_others_into_signs_of_another_encoding(
    read: Read,
) -> None:
    result = read(HEADER_LINE + "甲店,1,2024/1/1\n乙店,2,2024/1/2\n".encode() + "丙店".encode()[:-1] + b",3,2024/1/3\n")
    assert result.rows == {2: ("甲店", "1", "2024/1/1"), 3: ("乙店", "2", "2024/1/2")}
    assert result.malformed == {4: "undecodable"}


def test_a_row_with_zero_bytes_is_malformed(read: Read) -> None:
    rows = b"A,1,2024/1/1\n" * 50
    assert read(HEADER_LINE + rows + b"B\0,2,2024/1/1\n").malformed == {52: "control-character"}


def test_other_control_characters_become_spaces(read: Read) -> None:
    rows = b"A,1,2024/1/1\n" * 50
    assert read(HEADER_LINE + rows + b"B\x0bC\x1fD,2\x7f,2024/1/1\n").rows[52] == ("B C D", "2 ", "2024/1/1")


def test_titles_above_the_headings_are_left_out_and_counted_in_row_numbers(read: Read) -> None:
    result = read(
        "行政处罚信息表（2024年1月）,,\n填报单位：云泽市市场监督管理局,,\n".encode() + HEADER_LINE + b"A,1,2024/1/1\n"
    )
    assert result.rows == {4: ("A", "1", "2024/1/1")}
    assert result.note("title-rows") == "Rows above the headings, taken for titles and not for data: 2."
    assert result.note("read-as") == "Read as CSV (separated by commas, UTF-8); headings in row 3."


def test_of_two_rows_of_headings_the_lower_one_is_the_header(read: Read) -> None:
    result = read("行政相对人名称,文书号,处罚决定日期\n".encode() + HEADER_LINE + b"A,1,2024/1/1\n")
    assert result.headings == tuple(HEADER)
    assert list(result.rows) == [3]


def test_a_line_too_long_to_be_a_record_is_malformed_and_memory_stays_bounded(
    read: Read, small_blocks: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "RECORD_BYTES", 300)
    long_line = b"B," + b"x" * 5000 + b",2024/1/2\n"
    result = read(HEADER_LINE + b"A,1,2024/1/1\n" + long_line + b"C,3,2024/1/3\n" * 30)
    assert result.malformed == {3: "record-too-long"}
    assert list(result.rows) == [2, *range(4, 34)]


def test_a_long_line_at_the_end_of_the_file_is_malformed(
    read: Read, small_blocks: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "RECORD_BYTES", 300)
    assert read(HEADER_LINE + b"A,1,2024/1/1\n" + b"x" * 5000).malformed == {3: "record-too-long"}


def test_a_heading_row_that_never_ends_is_refused(read: Read, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "RECORD_BYTES", 1000)
    with pytest.raises(InputError) as refusal:
        read(b"x" * 5000)
    assert refusal.value.rule == "header-too-long"


def test_a_large_file_comes_in_several_chunks_whose_rows_follow_each_other(read: Read, small_blocks: None) -> None:
    result = read(HEADER_LINE + b"".join(b"A,%d,2024/1/1\n" % number for number in range(2, 102)))
    assert result.chunks > 5
    assert all(cells[1] == str(number) for number, cells in result.rows.items())
    assert list(result.rows) == list(range(2, 102))
