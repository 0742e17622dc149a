"""What a receipt's folder holds.

``receipt.json``
    the batch, its counts, its files with their notes and columns, and the SHA-256 of the other two; its own SHA-256 is
    the receipt's digest.
``remarks.parquet``
    all that is to be said of rows, in their order.
``mend.parquet``
    the rejected and held rows as received, by field, without personal data.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from gongxin.errors import Message
from gongxin.intake.chunk import FileNote

if TYPE_CHECKING:
    from pathlib import Path

    from gongxin.law.schema.catalogue import CatalogueItem

RECEIPT_FILE = "receipt.json"
REMARKS_FILE = "remarks.parquet"
MEND_FILE = "mend.parquet"

FILE = "file"


def folder_of(receipts: Path, batch: int) -> Path:
    """The folder of a batch's receipt."""
    return receipts / f"{batch:08d}"


@dataclass(frozen=True, slots=True)
class ReceiptFile:
    """One file of the batch: how many rows it had, what is to be said of it, which heading each field had in it."""

    name: str
    rows: int
    notes: tuple[FileNote, ...]
    columns: tuple[tuple[str, str], ...]

    def as_dict(self) -> dict[str, Any]:
        """The file as ``receipt.json`` keeps it."""
        notes = [{"rule": note.rule, "message": note.message.as_dict()} for note in self.notes]
        return {"name": self.name, "rows": self.rows, "notes": notes, "columns": [list(pair) for pair in self.columns]}

    @classmethod
    def of(cls, kept: dict[str, Any]) -> ReceiptFile:
        """The file from what ``receipt.json`` keeps of it."""
        notes = tuple(FileNote(note["rule"], Message(**note["message"])) for note in kept["notes"])
        columns = tuple((field, heading) for field, heading in kept["columns"])
        return cls(kept["name"], kept["rows"], notes, columns)


def mend_fields(item: CatalogueItem) -> tuple[str, ...]:
    """Fields that the rows to be mended keep: all that are not personal."""
    return tuple(field.id for field in item.fields if field.personal is None)
