"""From the columns of a file to the fields of an item: every column is mapped, ignored knowingly, or reported.

Two columns for one field are an error, for nobody can tell which is meant, with one exception: a field that holds
several codes may be spread over several columns (first and second kind of penalty), which are joined.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from gongxin.errors import Message
from gongxin.intake.chunk import ROW
from gongxin.intake.file_messages import file_error, file_note, listed
from gongxin.intake.headings import is_ours
from gongxin.intake.trimming import trimmed
from gongxin.law.schema.catalogue import FieldType

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pyarrow as pa

    from gongxin.intake.chunk import FileNote
    from gongxin.intake.headings import HeadingIndex
    from gongxin.law.schema.catalogue import CatalogueField

_JOINER = ";"


class Mapping:
    """Which columns of a file feed which fields of the item, and what is to be said about the others.

    Raises :class:`gongxin.errors.InputError` if two columns claim one field, or a column that must be there is missing.
    """

    def __init__(self, headings: Sequence[str], index: HeadingIndex, name: str) -> None:
        self._item = index.item
        self._headings = tuple(headings)
        self._columns: dict[str, list[int]] = {}
        ignored: list[str] = []
        unknown: list[str] = []
        for number, heading in enumerate(self._headings):
            field_id = index.field_of(heading)
            if field_id is not None:
                self._columns.setdefault(field_id, []).append(number)
            elif not is_ours(heading):
                (ignored if index.is_ignored(heading) else unknown).append(heading or f"#{number + 1}")
        self._refuse_rivals(name)
        self._refuse_missing(name)
        self.notes = tuple(self._notes(ignored, unknown))

    def heading_of(self, field_id: str) -> str | None:
        """The heading under which the file has the field (the first of several), or None."""
        columns = self._columns.get(field_id)
        return self._headings[columns[0]] if columns else None

    @property
    def fields(self) -> tuple[str, ...]:
        """The fields that the file has, in the order of its columns."""
        return tuple(sorted(self._columns, key=lambda field_id: self._columns[field_id][0]))

    def staged(self, table: pa.Table) -> pa.Table:
        """The staged table (see :mod:`gongxin.intake.staging`) of a chunk's ``table``: cells by field, without spaces
        around them."""
        import pyarrow as pa

        columns = [table.column(0)]
        for field in self._item.fields:
            # One more than in the headings: the first column of a chunk is the row number.
            sources = [trimmed(table.column(number + 1)) for number in self._columns.get(field.id, ())]
            columns.append(_joined(sources) if sources else pa.nulls(table.num_rows, pa.string()))
        return pa.table(columns, [ROW, *(field.id for field in self._item.fields)])

    def _refuse_rivals(self, name: str) -> None:
        for field_id, columns in self._columns.items():
            field = self._item.field(field_id)
            if len(columns) > 1 and field.type is not FieldType.CODES:
                raise file_error(
                    "two-headings-one-field",
                    name,
                    headings=listed([self._headings[number] for number in columns]),
                    field=Message(zh=field.title.zh, en=field.title.en),
                )

    def _refuse_missing(self, name: str) -> None:
        missing = [field for field in self._absent() if field.required is True]
        if missing:
            raise file_error("missing-headings", name, missing=_named(missing))

    def _absent(self) -> list[CatalogueField]:
        return [field for field in self._item.fields if field.id not in self._columns]

    def _notes(self, ignored: list[str], unknown: list[str]) -> list[FileNote]:
        pairs = [f"{self.heading_of(field_id)} → {field_id}" for field_id in self.fields]
        notes = [file_note("mapped", count=len(pairs), pairs=listed(pairs, 60))]
        for field_id, columns in self._columns.items():
            if len(columns) > 1:
                field = self._item.field(field_id)
                joined = listed([self._headings[number] for number in columns])
                title = Message(zh=field.title.zh, en=field.title.en)
                notes.append(file_note("joined-columns", headings=joined, field=title))
        if ignored:
            notes.append(file_note("ignored-headings", count=len(ignored), headings=listed(ignored)))
        if unknown:
            notes.append(file_note("unknown-headings", count=len(unknown), headings=listed(unknown)))
        if absent := self._absent():
            notes.append(file_note("absent-fields", count=len(absent), fields=_named(absent)))
        return notes


def _named(fields: list[CatalogueField]) -> Message:
    """The fields as a sentence lists them: by title, with the national code where there is one."""
    codes = [f" ({field.codes[0]})" if field.codes else "" for field in fields]
    zh = listed([field.title.zh + code for field, code in zip(fields, codes, strict=True)])
    en = listed([field.title.en + code for field, code in zip(fields, codes, strict=True)])
    return Message(zh=zh.zh, en=en.en)


def _joined(columns: list[pa.ChunkedArray]) -> pa.ChunkedArray:
    import pyarrow.compute as pc

    if len(columns) == 1:
        return columns[0]
    filled = [pc.if_else(pc.equal(column, ""), None, column) for column in columns]
    return pc.binary_join_element_wise(*filled, _JOINER, null_handling="skip")
