"""JSON lines: one object a line. Rows are numbered by line, the first being 1.

Objects may leave out what is empty, so the headings are the names met anywhere in the file: it is read twice.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from gongxin.intake.file_messages import file_error
from gongxin.intake.readers import limits
from gongxin.intake.readers.assembling import FileSource
from gongxin.intake.readers.block import Block, Fault, sound_block
from gongxin.intake.readers.format import Format
from gongxin.intake.readers.header import check_headings
from gongxin.subjects.sql_text import literal

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    import pyarrow as pa
    from duckdb import DuckDBPyConnection

    from gongxin.intake.chunk import Chunk
    from gongxin.intake.headings import KnownHeadings
    from gongxin.intake.readers.opened_file import OpenedFile

#: Valid JSON that begins with a brace is an object; asking for its type would parse it once more.
_IS_OBJECT = "(starts_with(ltrim(line, ' \t'), '{') AND json_valid(line))"

#: A line of the file; None stands for one that is too long to be a record.
_Line = str | None


class JsonLinesSource(FileSource):
    """A file of JSON objects, a line each. ``blocks`` starts reading its text from the beginning."""

    def __init__(self, file: OpenedFile, blocks: Callable[[], Iterator[bytes]], known: KnownHeadings) -> None:
        names = _names(blocks(), file.name)
        if not names:
            raise file_error("json-not-lines", file.name)
        super().__init__(file, Format.JSON_LINES, names, 0, check_headings(names, known, file.name))
        self._text = blocks

    def chunks(self) -> Iterator[Chunk]:
        """The rows, a chunk at a time."""
        return self.assembled(self._blocks())

    def _blocks(self) -> Iterator[Block]:
        import duckdb

        with duckdb.connect() as connection:
            for lines in _lines(self._text()):
                yield _block(connection, lines, self.headings)


def _names(blocks: Iterator[bytes], file: str) -> list[str]:
    """The names of all objects, in the order in which they are first met."""
    import duckdb

    names: dict[str, None] = {}
    with duckdb.connect() as connection:
        for lines in _lines(blocks):
            connection.register("lines", _table(lines))
            names |= dict.fromkeys(name for name, _ in connection.execute(_NAMES_SQL).fetchall())
            if len(names) > limits.COLUMNS:
                raise file_error("too-many-columns", file, columns=len(names), limit=limits.COLUMNS)
    return list(names)


_NAMES_SQL = f"""
    SELECT name, min((place, position)) AS first
    FROM (
        SELECT place, unnest(names) AS name, generate_subscripts(names, 1) AS position
        FROM (SELECT place, json_keys(line) AS names FROM lines WHERE {_IS_OBJECT})
    )
    GROUP BY name ORDER BY first"""


def _block(connection: DuckDBPyConnection, lines: list[_Line], headings: tuple[str, ...]) -> Block:
    import pyarrow.compute as pc

    shape = literal(json.dumps(dict.fromkeys(headings, "VARCHAR"), ensure_ascii=False))
    connection.register("lines", _table(lines))
    read = connection.sql(
        f"""SELECT place, line IS NULL AS too_long, coalesce(trim(line), '') = '' AS blank,
                CASE WHEN {_IS_OBJECT} THEN json_transform(line, {shape}) END AS cells
            FROM lines"""
    ).to_arrow_table()
    is_row = pc.is_valid(read["cells"])
    rows, others = read.filter(is_row), read.filter(pc.invert(is_row)).drop_columns("cells").to_pylist()
    faults = [
        Fault(other["place"], "record-too-long" if other["too_long"] else "not-a-json-object")
        for other in others
        if other["too_long"] or not other["blank"]
    ]
    cells = rows.select(["cells"]).flatten()
    block = sound_block(cells, rows["place"].combine_chunks(), faults, len(lines))
    blank_lines = len(others) - len(faults)
    return Block(block.cells, block.places, block.faults, block.records, block.blank + blank_lines)


def _table(lines: list[_Line]) -> pa.Table:
    import pyarrow as pa

    return pa.table({"place": pa.array(range(len(lines)), pa.int64()), "line": pa.array(lines, pa.string())})


def _lines(blocks: Iterator[bytes]) -> Iterator[list[_Line]]:
    """The lines of a text, a block at a time, without ever holding more of a line than a record may have."""
    rest = b""
    skipping = False
    for block in blocks:
        *whole, rest = (rest + block).split(b"\n")
        if skipping:
            if not whole:
                rest = b""
                continue
            del whole[0]
            skipping = False
        lines = [_line(line) for line in whole]
        if len(rest) > limits.RECORD_BYTES:
            lines.append(None)
            rest, skipping = b"", True
        yield lines
    if rest:
        yield [_line(rest)]


def _line(line: bytes) -> _Line:
    return None if len(line) > limits.RECORD_BYTES else line.decode("utf-8", "replace")
