"""XLSX and XLS: the one sheet that has the item's headings, titles above them allowed for.

A cell merged with others shows one value for several rows or fields, and nobody can tell whether it is meant for each
of them: rows of data with merged cells are rejected.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from itertools import islice
from typing import TYPE_CHECKING, Any, BinaryIO

from gongxin.intake.file_messages import file_error, file_note, listed
from gongxin.intake.readers import limits
from gongxin.intake.readers.assembling import FileSource
from gongxin.intake.readers.block import Block, Fault, sound_block
from gongxin.intake.readers.format import Format
from gongxin.intake.readers.header import check_headings, header_place, no_header
from gongxin.intake.readers.workbook_bounds import measure_workbook

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from python_calamine import CalamineSheet, CalamineWorkbook

    from gongxin.intake.chunk import Chunk, FileNote
    from gongxin.intake.headings import KnownHeadings
    from gongxin.intake.readers.opened_file import OpenedFile

_BLOCK_ROWS = 20_000

#: Name of the stream that holds an XLSX with a password, which is put into the same container as an XLS.
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")

#: Numbers from here on have more digits than a sheet keeps: what was an identifier once is none any more.
_INEXACT = 1e15


@dataclass(frozen=True, slots=True)
class _Sheet:
    """A sheet with headings: ``place`` of the heading row and of the first row of data, from 0."""

    sheet: CalamineSheet
    place: int
    data_place: int
    headings: tuple[str, ...]

    @property
    def has_rows(self) -> bool:
        return self.sheet.end is not None and self.sheet.end[0] >= self.data_place


class WorkbookSource(FileSource):
    """An XLSX or XLS workbook. ``content`` is the file itself, or an unpacked copy of it."""

    def __init__(self, file: OpenedFile, form: Format, content: BinaryIO, known: KnownHeadings) -> None:
        errors = measure_workbook(content, file.name) if form is Format.XLSX else 0
        chosen, notes = _chosen_sheet(_opened(content, form, file.name), known, file.name)
        if errors:
            notes.append(file_note("error-cells", count=errors))
        super().__init__(file, form, chosen.headings, chosen.data_place, notes)
        self._chosen = chosen

    def chunks(self) -> Iterator[Chunk]:
        """The rows, a chunk at a time."""
        return self.assembled(self._blocks())

    def _blocks(self) -> Iterator[Block]:
        first = self._chosen.data_place
        merged = _merged_rows(self._chosen.sheet, first)
        rows = islice(self._chosen.sheet.iter_rows(), first, None)
        while batch := list(islice(rows, _BLOCK_ROWS)):
            yield _block(batch, len(self.headings), {place - first for place in merged})
            first += len(batch)


def _opened(content: BinaryIO, form: Format, name: str) -> CalamineWorkbook:
    from python_calamine import CalamineError, PasswordError, load_workbook

    try:
        return load_workbook(content)
    except PasswordError as error:
        raise file_error("encrypted-workbook", name) from error
    except (CalamineError, OSError, ValueError) as error:
        content.seek(0)
        encrypted = form is Format.XLS and _ENCRYPTED in content.read()
        raise file_error("encrypted-workbook" if encrypted else "damaged-file", name, format=form) from error


def _chosen_sheet(workbook: CalamineWorkbook, known: KnownHeadings, name: str) -> tuple[_Sheet, list[FileNote]]:
    """The sheet to read, and notes on it. A second one with rows under the item's headings is one too many."""
    from python_calamine import SheetTypeEnum

    with_headings: dict[str, _Sheet] = {}
    is_empty = True
    names = [meta.name for meta in workbook.sheets_metadata if meta.typ == SheetTypeEnum.WorkSheet]
    for sheet_name in names:
        sheet = workbook.get_sheet_by_name(sheet_name)
        rows = [_texts(row) for row in islice(sheet.iter_rows(), limits.HEADER_ROWS)]
        is_empty = is_empty and not rows
        found = header_place(rows, known)
        if found is not None:
            with_headings[sheet_name] = _sheet(sheet, rows, found[0])
    if not with_headings:
        raise file_error("empty-file", name) if is_empty else no_header(known, name)
    filled = [sheet_name for sheet_name, sheet in with_headings.items() if sheet.has_rows]
    ours = [sheet_name for sheet_name in filled if known.score(with_headings[sheet_name].headings) > 1] or filled
    if len(ours) > 1:
        raise file_error("several-sheets", name, sheets=listed(ours))
    chosen_name = ours[0] if ours else next(iter(with_headings))
    chosen = with_headings[chosen_name]
    notes = list(check_headings(chosen.headings, known, name))
    if chosen.place:
        notes.insert(0, file_note("title-rows", count=chosen.place))
    others = [sheet_name for sheet_name in names if sheet_name != chosen_name]
    if others:
        notes.append(file_note("other-sheets", sheet=chosen_name, others=listed(others)))
    return chosen, notes


def _sheet(sheet: CalamineSheet, rows: list[list[str]], place: int) -> _Sheet:
    """The sheet with its headings, which may stand over several rows if cells are merged downwards."""
    merged = [(start[0], end[0]) for start, end in sheet.merged_cell_ranges or () if start[0] <= place <= end[0]]
    first = min((start for start, _ in merged), default=place)
    last = min(max((end for _, end in merged), default=place), len(rows) - 1)
    headings = list(rows[first])
    for row in rows[first + 1 : last + 1]:
        # The lower one of two headings is the finer: a group of columns stands over its members.
        headings = [below or above for above, below in zip(headings, row, strict=True)]
    while headings and not headings[-1]:
        headings.pop()
    return _Sheet(sheet, first, last + 1, tuple(headings))


def _merged_rows(sheet: CalamineSheet, first: int) -> set[int]:
    """Places of the rows of data, from ``first`` on, that have merged cells."""
    merged: set[int] = set()
    for start, end in sheet.merged_cell_ranges or ():
        merged.update(range(max(start[0], first), end[0] + 1))
    return merged


def _block(rows: Sequence[Sequence[Any]], width: int, merged: set[int]) -> Block:
    import pyarrow as pa

    faults: list[Fault] = []
    places: list[int] = []
    kept: list[list[str]] = []
    for place, row in enumerate(rows):
        cells = _texts(row)
        if place in merged:
            faults.append(Fault(place, "merged-cells"))
        elif any(cells[width:]):
            filled = max(number for number, cell in enumerate(cells, start=1) if cell)
            faults.append(Fault(place, "cell-count", f"{filled}/{width}"))
        else:
            kept.append(cells[:width])
            places.append(place)
    columns = zip(*kept, strict=True) if kept else ((),) * width
    cells_table = pa.table({str(number): pa.array(column, pa.string()) for number, column in enumerate(columns)})
    return sound_block(cells_table, pa.array(places, pa.int64()), faults, len(rows))


def _texts(row: Sequence[Any]) -> list[str]:
    return [cell.strip() if isinstance(cell, str) else _text(cell) for cell in row]


def _text(cell: Any) -> str:
    """A cell that is not text, as the text a person would have typed."""
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, float):
        return _number(cell)
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == time.min else cell.isoformat(sep=" ", timespec="seconds")
    return cell.isoformat() if isinstance(cell, date | time) else str(cell)


def _number(number: float) -> str:
    if abs(number) >= _INEXACT:
        return repr(number).upper()
    return str(int(number)) if number.is_integer() else format(Decimal(repr(number)), "f")
