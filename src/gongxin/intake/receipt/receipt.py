"""A finished receipt, read from its folder."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, TextIO

from gongxin.intake.messages import message
from gongxin.intake.receipt import layout
from gongxin.intake.receipt.counts import Counts
from gongxin.workspace.digests import sha256_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from gongxin.errors import Message
    from gongxin.law.schema.catalogue import CatalogueItem

_BATCH_ROWS = 20_000


@dataclass(frozen=True, slots=True)
class RowRemark:
    """One thing said of one row: ``file`` is the place of its file in the batch, ``value`` what was received."""

    file: int
    row: int
    outcome: str
    field: str | None
    rule: str
    value: str | None
    message: Message


@dataclass(frozen=True)
class Receipt:
    """How the rows of a batch ended. Remarks are read from disk as they are wanted, however many there are."""

    folder: Path
    item: CatalogueItem
    batch: int
    source: str
    as_of: str
    counts: Counts
    files: tuple[layout.ReceiptFile, ...]

    @classmethod
    def open(cls, folder: Path, item: CatalogueItem) -> Receipt:
        """The receipt in ``folder``, of a batch of ``item``."""
        kept = json.loads((folder / layout.RECEIPT_FILE).read_text(encoding="utf-8"))
        counts = Counts(kept["accepted"], kept["unchanged"], kept["held"], kept["rejected"])
        files = tuple(layout.ReceiptFile.of(file) for file in kept["files"])
        return cls(folder, item, kept["batch"], kept["source"], kept["as_of"], counts, files)

    @property
    def total(self) -> int:
        """All rows there were."""
        return self.counts.total

    @property
    def accepted(self) -> int:
        """Rows taken."""
        return self.counts.accepted

    @property
    def unchanged(self) -> int:
        """Rows that were on file already, with the same content."""
        return self.counts.unchanged

    @property
    def held(self) -> int:
        """Rows held for the department's confirmation."""
        return self.counts.held

    @property
    def rejected(self) -> int:
        """Rows refused."""
        return self.counts.rejected

    @cached_property
    def mendable(self) -> int:
        """Held and rejected rows that a workbook to mend can show: all but those that could not be cut into cells."""
        import pyarrow.parquet as pq

        rows: int = pq.read_metadata(self.folder / layout.MEND_FILE).num_rows
        return rows

    @cached_property
    def digest(self) -> str:
        """SHA-256 of ``receipt.json``, which holds the digests of all that belongs to the receipt."""
        return sha256_of(self.folder / layout.RECEIPT_FILE)

    def remarks(self) -> Iterator[RowRemark]:
        """All remarks, in the order of files and rows."""
        import pyarrow.parquet as pq

        fields = {field.id: field for field in self.item.fields}

        @lru_cache(maxsize=10_000)
        def sentence(rule: str, field: str | None, detail: str | None) -> Message:
            return message(rule, None if field is None else fields[field], detail)

        names = ("file", "row", "outcome", "field", "rule", "value", "detail")
        with pq.ParquetFile(self.folder / layout.REMARKS_FILE) as parquet:
            for batch in parquet.iter_batches(_BATCH_ROWS, columns=list(names)):
                columns = (batch.column(name).to_pylist() for name in names)
                for file, row, outcome, field, rule, value, detail in zip(*columns, strict=True):
                    yield RowRemark(file, row, outcome, field, rule, value, sentence(rule, field, detail))

    def write_json(self, stream: TextIO) -> None:
        """Write the receipt as one JSON document, remark by remark."""
        from gongxin.intake.receipt.json_text import json_text

        stream.writelines(json_text(self))

    def print_table(self, most_rows: int = 20) -> None:
        """Print the receipt for people: counts, reasons and how often, the first rows."""
        from gongxin.intake.receipt.table import print_table

        print_table(self, most_rows)

    def write_mend_file(self, path: Path) -> list[Path]:
        """Write the rejected and held rows to a workbook to be corrected and handed in again; return what was written.

        More rows than a sheet should hold make several workbooks, numbered after the first. No rows make none.
        """
        from gongxin.intake.receipt.mend import write_mend_files

        return write_mend_files(self, path)
