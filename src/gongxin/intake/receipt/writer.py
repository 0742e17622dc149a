"""Writing a receipt while its batch is taken in, chunk by chunk and in bounded memory."""

from __future__ import annotations

import json
import shutil
from contextlib import ExitStack
from typing import TYPE_CHECKING

from gongxin.intake.personal import covered_sql
from gongxin.intake.receipt import layout
from gongxin.intake.receipt.counts import Counts
from gongxin.intake.receipt.receipt import Receipt
from gongxin.intake.staging import REMARKS, ROW, Outcome, raw
from gongxin.subjects.sql_text import quoted
from gongxin.workspace.digests import sha256_of
from gongxin.workspace.durable import sync

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date
    from pathlib import Path
    from types import TracebackType

    import pyarrow as pa
    import pyarrow.parquet as pq
    from duckdb import DuckDBPyConnection

    from gongxin.intake.chunk import FileNote
    from gongxin.intake.mapping import Mapping
    from gongxin.law.schema.catalogue import CatalogueItem

_REMARK_COLUMNS = ("outcome", "field", "rule", "value", "detail")

#: What a receipt lists of a row: what made it end as it did. A note on a row that was not taken would only confuse.
_REMARKS_SQL = f"""
    SELECT {ROW}, outcome, remark.field AS field, remark.rule AS rule, remark.value AS value, remark.detail AS detail
    FROM (
        SELECT {ROW}, outcome, unnest({REMARKS}) AS remark, generate_subscripts({REMARKS}, 1) AS place
        FROM {{ending}} WHERE len({REMARKS}) > 0
    )
    WHERE remark.outcome = outcome
        OR outcome IN ('{Outcome.HELD}', '{Outcome.REJECTED}') AND remark.outcome <> '{Outcome.ACCEPTED}'
    ORDER BY {ROW}, place"""


class ReceiptWriter:
    """The receipt of a batch on its way in.

    Used as a context manager: what is not finished leaves nothing behind. For each file :meth:`begin_file`, for each
    chunk of it :meth:`add`, then :meth:`end_file`; once at the end :meth:`finish`.
    """

    def __init__(self, receipts: Path, batch: int, item: CatalogueItem, source: str, as_of: date) -> None:
        self._folder = layout.folder_of(receipts, batch)
        self._draft = self._folder.with_name(f".{self._folder.name}.draft")
        self._batch = batch
        self._item = item
        self._source = source
        self._as_of = as_of
        self._files: list[layout.ReceiptFile] = []
        self._columns: tuple[tuple[str, str], ...] = ()
        self._in_file = Counts()
        self._counts = Counts()
        self._open = ExitStack()

    def __enter__(self) -> ReceiptWriter:
        # Left by a process that died with the batch unfinished.
        shutil.rmtree(self._draft, ignore_errors=True)
        self._draft.mkdir(parents=True)
        self._remarks = self._parquet(layout.REMARKS_FILE, _remark_schema())
        self._mend = self._parquet(layout.MEND_FILE, _mend_schema(self._item))
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._open.close()
        shutil.rmtree(self._draft, ignore_errors=True)

    def begin_file(self, mapping: Mapping) -> None:
        """Say that the rows that follow are of the next file, whose columns ``mapping`` tells."""
        self._in_file = Counts()
        self._columns = tuple((field, mapping.heading_of(field) or field) for field in mapping.fields)

    def end_file(self, name: str, notes: Sequence[FileNote]) -> None:
        """Say that the file is at its end; ``notes`` are those of the source and of the mapping."""
        self._files.append(layout.ReceiptFile(name, self._in_file.total, tuple(notes), self._columns))
        self._counts += self._in_file

    def add(
        self,
        connection: DuckDBPyConnection,
        malformed: pa.Table,
        ending: str = "ending",
        normalised: str = "normalised",
    ) -> None:
        """Take in how the rows of the next chunk ended.

        ``ending`` has ``row``, ``outcome`` and ``remarks``, a row each; ``normalised`` the columns as received.
        ``malformed`` are the chunk's rows that could not be cut into cells: they are rejected.
        """
        import pyarrow as pa

        counted = connection.sql(f"SELECT outcome, count(*) FROM {ending} GROUP BY outcome").fetchall()
        counts = Counts.of(dict(counted))
        self._in_file += counts + Counts(rejected=malformed.num_rows)
        remarks = connection.sql(_REMARKS_SQL.format(ending=ending)).to_arrow_table()
        if counts.held + counts.rejected:
            to_mend = connection.sql(self._to_mend_sql(ending, normalised)).to_arrow_table()
            _check_reasons(remarks, to_mend)
            self._put(self._mend, to_mend)
        if malformed.num_rows:
            remarks = pa.concat_tables([remarks, _remarks_on(malformed)]).sort_by(ROW)
        self._put(self._remarks, remarks)

    def finish(self) -> Receipt:
        """Put the receipt on disk whole, and return it. Before, and if this fails, there is none."""
        self._open.close()
        counts = self._counts.as_dict()
        if sum(file.rows for file in self._files) != counts["total"]:
            raise AssertionError("the rows of the files and the outcomes of the rows do not add up")
        content = {
            "batch": self._batch,
            "item": self._item.id,
            "source": self._source,
            "as_of": self._as_of.isoformat(),
            **counts,
            "files": [file.as_dict() for file in self._files],
            "sha256": {name: sha256_of(self._draft / name) for name in (layout.REMARKS_FILE, layout.MEND_FILE)},
        }
        text = json.dumps(content, ensure_ascii=False, indent=1)
        (self._draft / layout.RECEIPT_FILE).write_text(text + "\n", encoding="utf-8")
        for name in (layout.RECEIPT_FILE, layout.REMARKS_FILE, layout.MEND_FILE):
            sync(self._draft / name)
        # One of this number whose batch was never committed may be there; the ledger knows nothing of it.
        shutil.rmtree(self._folder, ignore_errors=True)
        self._draft.rename(self._folder)
        sync(self._folder.parent)
        return Receipt.open(self._folder, self._item)

    def _to_mend_sql(self, ending: str, normalised: str) -> str:
        cells = ", ".join(f"{covered_sql(raw(field))} AS {quoted(field)}" for field in layout.mend_fields(self._item))
        return f"""
            SELECT {ROW}, {cells} FROM {normalised} JOIN {ending} USING ({ROW})
            WHERE outcome IN ('{Outcome.HELD}', '{Outcome.REJECTED}') ORDER BY {ROW}"""

    def _parquet(self, name: str, schema: pa.Schema) -> pq.ParquetWriter:
        import pyarrow.parquet as pq

        return self._open.enter_context(pq.ParquetWriter(self._draft / name, schema, compression="zstd"))

    def _put(self, parquet: pq.ParquetWriter, rows: pa.Table) -> None:
        import pyarrow as pa

        if rows.num_rows:
            file = pa.array([len(self._files)] * rows.num_rows, pa.int32())
            parquet.write_table(rows.add_column(0, layout.FILE, file).cast(parquet.schema))


def _remark_schema() -> pa.Schema:
    import pyarrow as pa

    texts = [(name, pa.string()) for name in _REMARK_COLUMNS]
    return pa.schema([(layout.FILE, pa.int32()), (ROW, pa.int64()), *texts])


def _mend_schema(item: CatalogueItem) -> pa.Schema:
    import pyarrow as pa

    texts = [(field, pa.string()) for field in layout.mend_fields(item)]
    return pa.schema([(layout.FILE, pa.int32()), (ROW, pa.int64()), *texts])


def _remarks_on(malformed: pa.Table) -> pa.Table:
    import pyarrow as pa

    nothing = pa.nulls(malformed.num_rows, pa.string())
    outcome = pa.repeat(str(Outcome.REJECTED), malformed.num_rows)
    rows, rules, details = (malformed[name] for name in (ROW, "rule", "detail"))
    return pa.table([rows, outcome, nothing, rules, nothing, details], [ROW, *_REMARK_COLUMNS])


def _check_reasons(remarks: pa.Table, to_mend: pa.Table) -> None:
    """No row may be refused without a reason."""
    import pyarrow.compute as pc

    # Of no rows at all it holds: a decision on a held row refuses one that no file has.
    given = pc.is_in(to_mend[ROW], value_set=remarks[ROW].combine_chunks())
    if not pc.all(given, min_count=0).as_py():
        raise AssertionError("a row was rejected or held without a remark that says why")
