"""Which encoding a text file is in, and its content as blocks of UTF-8.

Told apart: UTF-8 and UTF-16 with or without a byte order mark, and GB18030 (of which GBK and GB 2312 are parts). Bytes
that make no character in an otherwise readable file become U+FFFD, and the rows that hold one are rejected later on.
"""

from __future__ import annotations

import codecs
from typing import TYPE_CHECKING

from gongxin.errors import Message
from gongxin.intake.file_messages import file_error
from gongxin.intake.readers import limits

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gongxin.intake.readers.unpacking import Stream

#: What stands for bytes that could not be decoded.
REPLACEMENT = "\N{REPLACEMENT CHARACTER}"

_BINARY = Message(zh="二进制数据", en="binary data")
_MARKS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_UTF_32 = (codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)
_CONTROL = bytes(set(range(32)) - set(b"\t\n\r\f\x1a\x1b"))

#: A sample with a greater share of control characters than this is no text.
_MOST_CONTROL = 0.01
#: A sample with a greater share of characters that cannot be decoded is in another encoding. UTF-8 that is broken here
#: and there is still UTF-8: other encodings make next to no UTF-8 at all, whereas UTF-8 makes much of GB18030.
_MOST_UNDECODABLE = {"utf-8": 0.3, "gb18030": 0.02, "utf-16-le": 0.02, "utf-16-be": 0.02}


def text_encoding(sample: bytes, name: str) -> str:
    """The encoding of a file that begins with ``sample``.

    Raises :class:`gongxin.errors.InputError` for binary data and for other encodings.
    """
    if sample.startswith(_UTF_32):
        raise file_error("unknown-encoding", name)
    for mark, encoding in _MARKS:
        if sample.startswith(mark):
            return encoding
    wide = _wide_encoding(sample)
    if wide is not None:
        return wide
    if len(sample) - len(sample.translate(None, _CONTROL)) > _MOST_CONTROL * len(sample):
        raise file_error("not-a-table", name, what=_BINARY)
    for encoding in ("utf-8", "gb18030"):
        if _undecodable_share(sample, encoding) <= _MOST_UNDECODABLE[encoding]:
            return encoding
    raise file_error("unknown-encoding", name)


def _wide_encoding(sample: bytes) -> str | None:
    """UTF-16 without a mark: its ASCII characters have a zero byte on one and the same side."""
    pairs = sample[: len(sample) // 2 * 2]
    first, second = pairs[0::2].count(0), pairs[1::2].count(0)
    if first == second:
        return None
    encoding = "utf-16-be" if first > second else "utf-16-le"
    # A stray zero byte is no sign of UTF-16. In UTF-16 the line ends are two bytes wide, too, and what is not ASCII
    # makes no UTF-8.
    line_ends = pairs.decode(encoding, "replace").count("\n")
    if line_ends == 0 or line_ends * 2 < sample.count(b"\n"):
        return None
    if max(first, second) * 8 < len(pairs) and _undecodable_share(sample, "utf-8") == 0:
        return None
    return encoding if _undecodable_share(pairs, encoding) <= _MOST_UNDECODABLE[encoding] else None


def _undecodable_share(sample: bytes, encoding: str) -> float:
    """Share of characters other than ASCII that cannot be decoded; a character cut off at the end does not count."""
    text = codecs.getincrementaldecoder(encoding)("replace").decode(sample)
    bad = text.count(REPLACEMENT)
    if bad == 0:
        return 0.0
    others = len(text) - len(text.encode("ascii", "ignore"))
    return bad / others


def utf8_blocks(stream: Stream, encoding: str) -> Iterator[bytes]:
    """The text of ``stream`` as UTF-8 without a byte order mark, in blocks that may end anywhere between characters.

    Files whose lines end with a carriage return alone (old Macintosh exports) get line feeds.
    """
    blocks = _decoded(stream, encoding)
    first = next(blocks, b"").removeprefix(codecs.BOM_UTF8)
    returns_only = b"\r" in first and b"\n" not in first
    if first:
        yield first.replace(b"\r", b"\n") if returns_only else first
    for block in blocks:
        yield block.replace(b"\r", b"\n") if returns_only else block


def _decoded(stream: Stream, encoding: str) -> Iterator[bytes]:
    if encoding == "utf-8":
        # Passed on as it is: cutting into records goes by bytes, and the parser checks the encoding.
        while block := stream.read(limits.BLOCK_BYTES):
            yield block
        return
    decoder = codecs.getincrementaldecoder(encoding)("replace")
    while block := stream.read(limits.BLOCK_BYTES):
        if text := decoder.decode(block):
            yield text.encode()
    if text := decoder.decode(b"", final=True):
        yield text.encode()
