"""What cannot be taken is refused with a message in both languages that says what to do; nothing is a traceback."""

from __future__ import annotations

import os
import random
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from gongxin.errors import InputError
from gongxin.intake.readers import opened_file
from gongxin.intake.readers.opening import open_source

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.intake.reading.conftest import ReadFile

    from gongxin.intake.headings import KnownHeadings

    Read = Callable[[Path | bytes], ReadFile]

HEADER_LINE = b"CF_XDR_MC,CF_WSH,CF_JDRQ\n"
NOISE = random.Random(7).randbytes(5000)


def refusal_of(read: Read, file: Path | bytes) -> InputError:
    with pytest.raises(InputError) as refusal:
        read(file)
    error = refusal.value
    assert error.where
    assert error.message.zh
    assert error.message.en
    assert "{" not in error.message.zh + error.message.en
    return error


@pytest.mark.parametrize(
    ("content", "rule"),
    [
        (b"", "empty-file"),
        (b"\xef\xbb\xbf", "empty-file"),
        (b"\n\r\n \n", "empty-file"),
        (HEADER_LINE, "header-only"),
        (HEADER_LINE + b",,\n\n , ,\n", "header-only"),
        (NOISE, "not-a-table"),
        (b"%PDF-1.7 " + NOISE, "not-a-table"),
        (b"\x89PNG\r\n\x1a\n" + NOISE, "not-a-table"),
        (b"Rar!\x1a\x07" + NOISE, "not-a-table"),
        (b"<html><table><tr><td>CF_WSH</td></tr></table></html>", "not-a-table"),
        (b'[{"CF_WSH": "1"}]', "json-not-lines"),
        (b'{\n  "CF_WSH": "1"\n}\n', "json-not-lines"),
        (b"PAR1" + NOISE, "damaged-file"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + NOISE, "damaged-file"),
        (b"PK\x03\x04" + NOISE, "damaged-file"),
        (b"\x1f\x8b" + NOISE, "damaged-archive"),
        ("行政相对人名称,文书号\n甲,1\n".encode("utf-32"), "unknown-encoding"),
        (HEADER_LINE + bytes(range(0x80, 0x100)) * 20, "unknown-encoding"),
        (b"Name,Number,Day\nA,1,2024/1/1\n", "no-header"),
        (b"A,1,2024/1/1\n", "no-header"),
        (b"CF_WSH,CF_XDR_MC,cf_wsh\n1,A,2\n", "duplicate-heading"),
        (
            ",".join(["CF_WSH", "CF_XDR_MC", *(f"X{number}" for number in range(2000))]).encode() + b"\n",
            "too-many-columns",
        ),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_is_no_table_of_this_item_is_refused(read: Read, content: bytes, rule: str) -> None:
    assert refusal_of(read, content).rule == rule


def test_a_file_of_another_item_is_told_by_its_headings(read: Read) -> None:
    error = refusal_of(read, b"XK_XDR_SHXYM,XK_XKBH,XK_YXQZI\n91990101MA00000000,1,2099/12/31\n")
    assert error.rule == "wrong-item"
    assert "test.licence" in error.message.zh
    assert "--item test.licence" in error.message.en


def test_headings_that_are_missed_are_named_by_title_and_code(read: Read) -> None:
    error = refusal_of(read, b"Name,Number,Day\nA,1,2024/1/1\n")
    assert "行政处罚决定书文号 (CF_WSH)" in error.message.zh


def test_a_heading_that_is_there_twice_is_placed_in_both_languages(read: Read) -> None:
    error = refusal_of(read, b"CF_WSH,CF_XDR_MC,cf_wsh\n1,A,2\n")
    assert "第 1、3 列" in error.message.zh
    assert "columns 1, 3" in error.message.en


def test_three_hundred_columns_are_read_and_the_unknown_ones_left_to_the_mapping(read: Read) -> None:
    names = ["CF_XDR_MC", "CF_WSH", *(f"X{number}" for number in range(298))]
    result = read((",".join(names) + "\n" + ",".join(["1"] * 300) + "\n").encode())
    assert len(result.headings) == 300
    assert len(result.rows[2]) == 300


def test_a_missing_file_is_refused(read: Read, tmp_path: Path) -> None:
    assert refusal_of(read, tmp_path / "none.csv").rule == "no-such-file"


def test_a_directory_is_refused(read: Read, tmp_path: Path) -> None:
    error = refusal_of(read, tmp_path)
    assert error.rule == "not-a-file"
    assert "a directory" in error.message.en


def test_a_pipe_is_refused_and_not_waited_for(read: Read, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    assert refusal_of(read, tmp_path / "pipe").rule == "not-a-file"


def test_a_file_without_permission_is_refused(read: Read, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def denied(path: Path, *arguments: object) -> None:
        raise PermissionError(13, "Permission denied", str(path))

    (tmp_path / "secret.csv").write_bytes(HEADER_LINE)
    # The tests may run as root, who is never denied.
    monkeypatch.setattr(Path, "open", denied)
    assert refusal_of(read, tmp_path / "secret.csv").rule == "no-permission"


def test_a_file_that_fails_while_it_is_read_is_refused(
    read: Read, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Failing:
        def __init__(self, path: Path) -> None:
            self.file = path.open("rb")

        def fileno(self) -> int:
            return self.file.fileno()

        def seek(self, place: int) -> None:
            self.file.seek(place)

        def read(self, size: int) -> bytes:
            raise OSError(5, "Input/output error")

        def close(self) -> None:
            self.file.close()

    (tmp_path / "torn.csv").write_bytes(HEADER_LINE)
    monkeypatch.setattr(opened_file, "_opened", Failing)
    assert refusal_of(read, tmp_path / "torn.csv").rule == "unreadable-file"


def test_a_file_that_somebody_has_open_for_writing_is_refused(read: Read, tmp_path: Path) -> None:
    path = tmp_path / "growing.csv"
    with path.open("wb") as writer:
        writer.write(HEADER_LINE + b"A,1,2024/1/1\n")
        writer.flush()
        assert refusal_of(read, path).rule == "file-being-written"
    assert list(read(path).rows) == [2]


def test_a_file_that_grows_while_it_is_read_is_refused(
    known: KnownHeadings, tmp_path: Path, small_blocks: None
) -> None:
    path = tmp_path / "growing.csv"
    path.write_bytes(HEADER_LINE + b"A,1,2024/1/1\n" * 100)
    with open_source(path, known) as source:
        chunks = source.chunks()
        next(chunks)
        with path.open("ab") as writer:
            writer.write(b"B,2,2024/1/1\n")
        with pytest.raises(InputError) as refusal:
            list(chunks)
    assert refusal.value.rule == "file-changed"


def test_a_file_that_is_changed_in_place_while_it_is_read_is_refused(
    known: KnownHeadings, tmp_path: Path, small_blocks: None
) -> None:
    path = tmp_path / "edited.csv"
    path.write_bytes(HEADER_LINE + b"A,1,2024/1/1\n" * 100)
    with open_source(path, known) as source:
        chunks = source.chunks()
        next(chunks)
        before = path.stat().st_mtime_ns
        with path.open("r+b") as writer:
            writer.seek(-5, 2)
            writer.write(b"9")
        os.utime(path, ns=(before + 1, before + 1))
        with pytest.raises(InputError) as refusal:
            list(chunks)
    assert refusal.value.rule == "file-changed"


def test_a_message_never_repeats_what_may_be_somebodys_data(read: Read) -> None:
    error = refusal_of(read, "张三,330106199001011234,2024/1/1\n".encode())
    assert "张三" not in str(error.message)
    assert "3301" not in str(error.message)
