"""Which format a file is in, by its first bytes."""

from __future__ import annotations

import codecs
from enum import StrEnum

from gongxin.errors import Message
from gongxin.intake.file_messages import file_error

#: So many bytes tell the format and the encoding.
HEAD_BYTES = 1024 * 1024


class Format(StrEnum):
    """The formats that are read; the value is what messages call it."""

    DELIMITED = "CSV"
    JSON_LINES = "JSON Lines"
    PARQUET = "Parquet"
    XLSX = "XLSX"
    XLS = "XLS"


_ZIP = b"PK\x03\x04"
_MAGIC = ((_ZIP, Format.XLSX), (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", Format.XLS), (b"PAR1", Format.PARQUET))

#: What people hand in by mistake, by how it begins.
_NO_TABLE = (
    (b"%PDF", Message(zh="PDF 文件", en="a PDF")),
    (b"\x89PNG", Message(zh="图片", en="a picture")),
    (b"\xff\xd8\xff", Message(zh="图片", en="a picture")),
    (b"Rar!", Message(zh="RAR 压缩包", en="a RAR archive")),
    (b"7z\xbc\xaf\x27\x1c", Message(zh="7z 压缩包", en="a 7z archive")),
    (b"\x1f\x8b", Message(zh="多层压缩的文件", en="a file compressed twice")),
    (b"<", Message(zh="网页或 XML（可能是另存为表格的网页）", en="a web page or XML, perhaps one saved as a sheet")),
)


def format_of(head: bytes, name: str) -> Format:
    """The format of a file (not compressed, or unpacked) that begins with ``head``.

    Raises :class:`gongxin.errors.InputError` for what is no table.
    """
    for magic, form in _MAGIC:
        if head.startswith(magic):
            return form
    start = head.removeprefix(codecs.BOM_UTF8).lstrip()
    for magic, what in _NO_TABLE:
        if start.startswith(magic):
            raise file_error("not-a-table", name, what=what)
    if start.startswith(b"{"):
        return Format.JSON_LINES
    if start.startswith(b"[") and start[1:].lstrip().startswith((b"{", b"[")):
        raise file_error("json-not-lines", name)
    return Format.DELIMITED
