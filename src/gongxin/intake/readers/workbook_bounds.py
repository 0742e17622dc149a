"""Whether a workbook may be opened at all: it is held in memory whole, so what it unpacks to is measured first."""

from __future__ import annotations

import re
import zipfile
import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, BinaryIO

from gongxin.errors import Message
from gongxin.intake.file_messages import file_error
from gongxin.intake.readers import limits
from gongxin.intake.readers.unpacking import bomb

if TYPE_CHECKING:
    from collections.abc import Iterator

_WORKBOOK = "xl/workbook.xml"
_SHEET = re.compile(r"xl/worksheets/[^/]+\.xml")
_ROW = re.compile(rb"<row[^>]*? r=\"(\d{1,7})\"")
_WIDE_CELL = re.compile(rb" r=\"([A-Z]{2,3})\d")
_ERROR_CELL = b' t="e"'
_STEP = limits.MIB
#: Longest piece of XML that the patterns above need to see in one go.
_OVERLAP = 256

_LOCAL_HEADER = 30  # bytes before the name of a member; the lengths of name and extra field are its last four
_RAW_DEFLATE = -15


@dataclass(slots=True)
class _Extent:
    rows: int = 0
    columns: int = 26
    errors: int = 0


def measure_workbook(content: BinaryIO, name: str) -> int:
    """Raise :class:`gongxin.errors.InputError` unless the XLSX is of bounded size; its number of error cells otherwise.

    The sizes that an archive states may be false: everything is unpacked once, and counted.
    """
    try:
        with zipfile.ZipFile(content) as archive:
            members = archive.infolist()
    except (zipfile.BadZipFile, ValueError, OSError) as error:
        raise file_error("damaged-file", name, format="XLSX") from error
    if _WORKBOOK not in (member.filename for member in members):
        what = Message(zh="ZIP 压缩包或其他办公文档", en="a ZIP archive or another office document")
        raise file_error("not-a-table", name, what=what)
    total = packed = errors = 0
    for member in members:
        packed += member.compress_size
        extent = _Extent() if _SHEET.fullmatch(member.filename) else None
        tail = b""
        for piece in _unpacked(content, member, name):
            total += len(piece)
            if total > limits.WORKBOOK_BYTES or (
                total > limits.INFLATION_FROM and total > limits.INFLATION * max(packed, 1)
            ):
                raise bomb(name)
            if extent is not None:
                _extend(extent, tail, piece)
                tail = piece[-_OVERLAP:]
        if extent is not None:
            _refuse_vast(extent, name)
            errors += extent.errors
    content.seek(0)
    return errors


def _unpacked(content: BinaryIO, member: zipfile.ZipInfo, name: str) -> Iterator[bytes]:
    content.seek(member.header_offset)
    header = content.read(_LOCAL_HEADER)
    content.seek(int.from_bytes(header[26:28], "little") + int.from_bytes(header[28:30], "little"), 1)
    left = member.compress_size
    deflated = zlib.decompressobj(_RAW_DEFLATE) if member.compress_type == zipfile.ZIP_DEFLATED else None
    while left > 0 and (packed := content.read(min(left, _STEP))):
        left -= len(packed)
        try:
            yield from (packed,) if deflated is None else _inflated(deflated, packed)
        except zlib.error as error:
            raise file_error("damaged-file", name, format="XLSX") from error


def _inflated(deflated: zlib._Decompress, packed: bytes) -> Iterator[bytes]:
    while packed and (piece := deflated.decompress(packed, _STEP)):
        yield piece
        packed = deflated.unconsumed_tail


def _extend(extent: _Extent, tail: bytes, piece: bytes) -> None:
    xml = tail + piece
    extent.rows = max(extent.rows, *map(int, _ROW.findall(xml)), 0)
    extent.columns = max(extent.columns, *map(_column_number, set(_WIDE_CELL.findall(xml))), 0)
    extent.errors += xml.count(_ERROR_CELL) - tail.count(_ERROR_CELL)


def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - ord("A") + 1
    return number


def _refuse_vast(extent: _Extent, name: str) -> None:
    cells = extent.rows * extent.columns
    if cells > limits.WORKBOOK_CELLS:
        raise file_error("workbook-too-large", name, cells=cells, limit=limits.WORKBOOK_CELLS)
