"""Where the records of delimited text begin and end, by the letter of RFC 4180.

The parser used for bulk is lenient: a quote that is never closed makes it swallow rows in silence. So every block is
cut, and every record that could have been misread is checked, by the grammar here.
"""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from gongxin.intake.readers import limits

if TYPE_CHECKING:
    from collections.abc import Iterator

QUOTE = b'"'


@dataclass(frozen=True, slots=True)
class Record:
    """A record as a piece of the text, its line end included; ``rule`` is what it breaks, None for a sound one."""

    start: int
    end: int
    rule: str | None = None


class Grammar:
    """Text with one delimiter. A cell is quoted as a whole or not at all; within quotes a quote is doubled."""

    def __init__(self, delimiter: str) -> None:
        self.delimiter = delimiter
        mark = re.escape(delimiter.encode())
        quoted = rb'"[^"]*+(?:""[^"]*+)*+"(?=[\r\n' + mark + rb"]|\Z)"
        # A slip that leaves no doubt: text after the closing quote, as in "3"rd.
        trailed = rb'"[^"\r\n]*+(?:""[^"\r\n]*+)*+"[^"\r\n' + mark + rb"]++"
        plain = rb'[^"\r\n' + mark + rb"][^\r\n" + mark + rb"]*+"
        cell = rb"(?:" + quoted + rb"|" + trailed + rb"|" + plain + rb"|)"
        cells = cell + rb"(?:" + mark + cell + rb")*+"
        self._record = re.compile(cells + rb"(?:\r\n|\n|\r|\Z)")
        # Whole cells, then a quote that is still open where the text ends.
        self._open = re.compile(rb"(?:" + cell + mark + rb')*+"[^"]*+(?:""[^"]*+)*+\Z')

    def is_sound(self, record: bytes) -> bool:
        """Whether the text is one record by the grammar."""
        return self._record.fullmatch(record) is not None

    def cells(self, record: bytes) -> list[str]:
        """The cells of one record."""
        text = record.decode("utf-8", "replace").rstrip("\r\n")
        return next(csv.reader([text], delimiter=self.delimiter), [])

    def last_end(self, data: bytes) -> int:
        """Where the last whole record of ``data`` ends, judged by the number of quotes; 0 if none does.

        Right for all text that keeps to the grammar, and cheap. Text that does not is found out when parsed.
        """
        end = data.rfind(b"\n") + 1
        # Most files have none, which is told sooner than they are counted.
        quotes = data.count(QUOTE, 0, end) if QUOTE in data else 0
        while quotes % 2:
            last_quote = data.rfind(QUOTE, 0, end)
            before = data.rfind(b"\n", 0, last_quote) + 1
            quotes -= data.count(QUOTE, before, end)
            end = before
        return end

    def records(self, data: bytes, *, final: bool, until: int | None = None) -> Iterator[Record]:
        """The records of ``data`` up to the first end at or after ``until``, exactly and slowly.

        The last one is left out if it is cut off and more is to come (``final`` is false). A record that breaks the
        grammar ends with its first line, so that an unclosed quote costs one row and not all that follow.
        """
        start = 0
        while start < (len(data) if until is None else until):
            record = self._record_at(data, start, final=final)
            if record is None:
                return
            yield record
            start = record.end

    def _record_at(self, data: bytes, start: int, *, final: bool) -> Record | None:
        bound = min(len(data), start + limits.RECORD_BYTES)
        all_seen = bound == len(data)
        match = self._record.match(data, start, bound)
        if match is not None and (match.end() < bound or data[bound - 1 : bound] == b"\n"):
            return Record(start, match.end())
        if all_seen and not final and (match is not None or self._open.match(data, start, bound) is not None):
            return None
        if all_seen and match is not None:
            return Record(start, bound)
        return self._broken(data, start, bound, final=final)

    def _broken(self, data: bytes, start: int, bound: int, *, final: bool) -> Record | None:
        line_end = data.find(b"\n", start, bound) + 1
        if line_end:
            return Record(start, line_end, "unclosed-quote")
        if bound < len(data):
            line_end = data.find(b"\n", bound) + 1
            return Record(start, line_end or len(data), "record-too-long")
        return Record(start, bound, "unclosed-quote") if final else None
