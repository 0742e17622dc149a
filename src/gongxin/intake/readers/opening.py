"""Opening a file for intake, whatever its format."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gongxin.intake.readers.delimited import DelimitedSource
from gongxin.intake.readers.encoding import text_encoding, utf8_blocks
from gongxin.intake.readers.format import HEAD_BYTES, Format, format_of
from gongxin.intake.readers.json_lines import JsonLinesSource
from gongxin.intake.readers.opened_file import OpenedFile
from gongxin.intake.readers.parquet import ParquetSource
from gongxin.intake.readers.unpacking import GZIP_MAGIC, UnpackedStream, unpacked_copy
from gongxin.intake.readers.workbook import WorkbookSource

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from typing import BinaryIO

    from gongxin.intake.chunk import Source
    from gongxin.intake.headings import KnownHeadings
    from gongxin.intake.readers.unpacking import Stream


def open_source(path: Path, known: KnownHeadings, temp_dir: Path | None = None) -> Source:
    """The file at ``path``, opened for the item of ``known``; to be closed, best by a ``with`` statement.

    ``temp_dir`` is where a compressed workbook is unpacked. Raises :class:`gongxin.errors.InputError`, with a message
    in both languages, for whatever cannot be taken.
    """
    file = OpenedFile(path)
    try:
        return _source(file, known, temp_dir)
    except BaseException:
        file.close()
        raise


def _source(file: OpenedFile, known: KnownHeadings, temp_dir: Path | None) -> Source:
    packed = file.head(len(GZIP_MAGIC)) == GZIP_MAGIC

    def stream() -> Stream:
        file.handle.seek(0)
        return UnpackedStream(file) if packed else file

    def content() -> BinaryIO:
        if not packed:
            file.handle.seek(0)
            return file.handle
        copy = unpacked_copy(stream(), file.name, temp_dir)
        file.closed_with.append(copy)
        return copy

    head = stream().read(HEAD_BYTES)
    form = format_of(head, file.name)
    if form is Format.PARQUET:
        return ParquetSource(file, content(), known)
    if form in (Format.XLSX, Format.XLS):
        return WorkbookSource(file, form, content(), known)
    encoding = text_encoding(head, file.name)

    def blocks() -> Iterator[bytes]:
        return utf8_blocks(stream(), encoding)

    if form is Format.JSON_LINES:
        return JsonLinesSource(file, blocks, known)
    return DelimitedSource(file, blocks(), known, encoding)
