"""Unpacking gzip in bounded steps, and refusing what unpacks out of all proportion."""

from __future__ import annotations

import tempfile
import zlib
from typing import TYPE_CHECKING, BinaryIO, Protocol

from gongxin.intake.file_messages import file_error
from gongxin.intake.readers import limits

if TYPE_CHECKING:
    from pathlib import Path

    from gongxin.errors import InputError
    from gongxin.intake.readers.opened_file import OpenedFile

GZIP_MAGIC = b"\x1f\x8b"
_PACKED_STEP = limits.MIB
_GZIP_WINDOW = 31  # 15 bits of window, gzip wrapper


class Stream(Protocol):
    """Bytes to be read once, from the start to the end."""

    def read(self, size: int, /) -> bytes:
        """The next ``size`` bytes, or fewer at the end."""


class UnpackedStream:
    """The content of a gzip file. A file of several members, one after another, is read as one."""

    def __init__(self, file: OpenedFile) -> None:
        self._file = file
        self._packed = b""
        self._member = zlib.decompressobj(_GZIP_WINDOW)
        self._unpacked = 0

    def read(self, size: int) -> bytes:
        """The next ``size`` unpacked bytes, or fewer at the end.

        Raises :class:`gongxin.errors.InputError` if the archive is damaged or unpacks out of proportion.
        """
        parts: list[bytes] = []
        while size > 0 and (part := self._part(size)):
            parts.append(part)
            size -= len(part)
            self._unpacked += len(part)
            self._check_proportion()
        return b"".join(parts)

    def _part(self, most: int) -> bytes:
        while True:
            if self._member.eof:
                # Another member may follow, or padding.
                self._packed = (self._member.unused_data or self._file.read(_PACKED_STEP)).lstrip(b"\0")
                if not self._packed:
                    return b""
                self._member = zlib.decompressobj(_GZIP_WINDOW)
            elif not self._packed:
                self._packed = self._file.read(_PACKED_STEP)
                if not self._packed:
                    raise file_error("damaged-archive", self._file.name)
            try:
                part = self._member.decompress(self._packed, most)
            except zlib.error as error:
                raise file_error("damaged-archive", self._file.name) from error
            self._packed = self._member.unconsumed_tail
            if part:
                return part

    def _check_proportion(self) -> None:
        if self._unpacked > limits.INFLATION_FROM and self._unpacked > limits.INFLATION * self._file.tell():
            raise bomb(self._file.name)


def bomb(name: str) -> InputError:
    """The refusal of a file that unpacks out of all proportion."""
    return file_error("zip-bomb", name, ratio=limits.INFLATION, size=limits.WORKBOOK_BYTES // limits.MIB)


def unpacked_copy(stream: Stream, name: str, folder: Path | None) -> BinaryIO:
    """A nameless temporary file with all of ``stream``, for formats that are not read from front to back."""
    # Closed by whoever reads it; it has no name, so nothing is left behind.
    copy = tempfile.TemporaryFile(dir=folder)  # noqa: SIM115
    size = 0
    while block := stream.read(limits.BLOCK_BYTES):
        size += len(block)
        if size > limits.WORKBOOK_BYTES:
            raise bomb(name)
        copy.write(block)
    copy.seek(0)
    return copy
