"""Parsing a block of delimited text: in bulk where that is safe, record by record where it is not."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from gongxin.intake.readers.block import Block, Fault, sound_block
from gongxin.intake.readers.records import QUOTE
from gongxin.intake.readers.rows import containing

if TYPE_CHECKING:
    import pyarrow as pa

    from gongxin.intake.readers.records import Grammar


@dataclass(slots=True)
class _Bulk:
    """What the bulk parser made of ``data``: a table, and the records refused because of their number of cells."""

    data: bytes
    table: pa.Table
    refused: dict[int, tuple[int, str]] = field(default_factory=dict)

    def refuse(self, row: Any) -> str:
        """Called by the parser for each record with too few or too many cells."""
        self.refused[row.number - 1] = (row.actual_columns, row.text)
        return "skip"

    @property
    def records(self) -> int:
        return int(self.table.num_rows) + len(self.refused)

    def places(self) -> pa.Array:
        """Places of the table's rows among the records."""
        import pyarrow as pa

        if not self.refused:
            return pa.arange(0, self.records)
        return pa.array((place for place in range(self.records) if place not in self.refused), pa.int64())


class BlockParser:
    """Parses blocks of whole records into tables of ``width`` string columns, named ``0``, ``1`` and so on."""

    def __init__(self, grammar: Grammar, width: int) -> None:
        self.grammar = grammar
        self.width = width
        self._names = [str(number) for number in range(width)]

    def parse(self, data: bytes) -> Block | None:
        """The block, or None if the bulk parser may have misread it: then :meth:`parse_strictly` has to."""
        bulk = self._in_bulk(data)
        return self._block(bulk) if self._is_trusted(bulk) else None

    def parse_strictly(self, data: bytes, *, final: bool, until: int) -> tuple[Block, int]:
        """The block of the records up to ``until``, and where they end in ``data``: record by record, so slowly."""
        import pyarrow as pa

        sound: list[bytes] = []
        places: list[int] = []
        faults: list[Fault] = []
        end = 0
        for place, record in enumerate(self.grammar.records(data, final=final, until=until)):
            end = record.end
            if record.rule is None:
                # One kind of line end: a lone carriage return and the next, blank line would make one together.
                sound.append(data[record.start : end].rstrip(b"\r\n") + b"\n")
                places.append(place)
            else:
                faults.append(Fault(place, record.rule))
        block = self._block(self._in_bulk(b"".join(sound)))
        faults += [Fault(places[fault.place], fault.rule, fault.detail) for fault in block.faults]
        faults.sort(key=lambda fault: fault.place)
        in_data = pa.array(places, pa.int64()).take(block.places)
        return Block(block.cells, in_data, faults, block.records + len(faults) - len(block.faults), block.blank), end

    def _in_bulk(self, data: bytes) -> _Bulk:
        import pyarrow as pa
        from pyarrow import csv

        bulk = _Bulk(data, pa.table({name: pa.array([], pa.string()) for name in self._names}))
        if not data:
            return bulk
        try:
            bulk.table = csv.read_csv(
                pa.BufferReader(data),
                # One thread a block: only then does the parser know the places of the records it refuses.
                read_options=csv.ReadOptions(use_threads=False, column_names=self._names, block_size=len(data) + 1),
                parse_options=csv.ParseOptions(
                    delimiter=self.grammar.delimiter,
                    newlines_in_values=True,
                    ignore_empty_lines=False,
                    invalid_row_handler=bulk.refuse,
                ),
                convert_options=csv.ConvertOptions(
                    column_types=dict.fromkeys(self._names, pa.string()), strings_can_be_null=False
                ),
            )
        except pa.ArrowInvalid:
            replaced = data.decode("utf-8", "replace").encode()
            if replaced == data:
                raise
            return self._in_bulk(replaced)
        return bulk

    def _is_trusted(self, bulk: _Bulk) -> bool:
        """Whether no record can have been misread: those with a line break or a quote in a cell are looked at."""
        data = bulk.data
        if QUOTE not in data:
            return True
        if b"\r" in data and data.count(b"\r") != data.count(b"\r\n"):
            return False
        breaks = _line_breaks(bulk)
        if bulk.records + sum(breaks.values()) != data.count(b"\n") + (not data.endswith(b"\n")):
            return False
        # Where a text ends without a line end, a quote may have been left open there, with nothing in it.
        cut_off = set() if data.endswith(b"\n") else {bulk.records - 1}
        suspects = breaks.keys() | _with_quotes(bulk) | cut_off
        lines = data.split(b"\n") if suspects else []
        ahead = 0
        for place in sorted(suspects):
            last = place + ahead + breaks.get(place, 0)
            if not self.grammar.is_sound(b"\n".join(lines[place + ahead : last + 1]) + b"\n"):
                return False
            ahead = last - place
        return True

    def _block(self, bulk: _Bulk) -> Block:
        faults = [Fault(place, "cell-count", f"{cells}/{self.width}") for place, (cells, _) in bulk.refused.items()]
        return sound_block(bulk.table, bulk.places(), faults, bulk.records)


def _line_breaks(bulk: _Bulk) -> dict[int, int]:
    """Line breaks within the cells of records, by the record's place."""
    import pyarrow.compute as pc

    breaks: dict[int, int] = {}
    found = containing(bulk.table, "\n")
    if len(found):
        places = bulk.places().take(found).to_pylist()
        counts = [pc.count_substring(column, "\n").to_pylist() for column in bulk.table.take(found).columns]
        breaks = dict(zip(places, map(sum, zip(*counts, strict=True)), strict=True))
    for place, (_, text) in bulk.refused.items():
        if lines := text.count("\n"):
            breaks[place] = lines
    return breaks


def _with_quotes(bulk: _Bulk) -> set[int]:
    """Places of the records that have a quote in a cell, and of refused ones that have any."""
    found = containing(bulk.table, '"')
    places = set(bulk.places().take(found).to_pylist()) if len(found) else set()
    return places | {place for place, (_, text) in bulk.refused.items() if '"' in text}
