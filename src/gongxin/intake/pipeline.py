"""From files to a receipt: the way of every row handed in, top to bottom.

A file is read a chunk of a few hundred thousand rows at a time. Each chunk is staged, normalised, judged, kept and
reported on by a handful of SQL statements over tables in memory; :mod:`gongxin.intake.staging` says what they hold.

All files of one call are one batch, and nothing of it exists before its commit: a process killed at any moment, a
second file that cannot be read, a delivery that must be confirmed first all leave the workspace as it was. A batch is
committed even where no row was taken: its receipt is what the department goes by, and that it sent nothing usable is a
fact about its data too.
"""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

from gongxin.errors import UsageError
from gongxin.intake import attribution, duplicates, known_subjects, repeated_keys, rules
from gongxin.intake.candidates import candidates_sql, create_candidates
from gongxin.intake.constant_columns import Staged, stage
from gongxin.intake.delivery import Delivery
from gongxin.intake.endings import end_rows
from gongxin.intake.expectations import check_usual, usual_rows
from gongxin.intake.failures import without_text_of_rows
from gongxin.intake.fixed_columns import FixedColumns
from gongxin.intake.headings import KnownHeadings, is_ours
from gongxin.intake.held_store import HeldStore
from gongxin.intake.keeping import Keeping
from gongxin.intake.mapping import Mapping
from gongxin.intake.normalise import normalised_sql
from gongxin.intake.payload import unescaped_fields
from gongxin.intake.personal import cover_numbers, covered
from gongxin.intake.readers.opening import open_source
from gongxin.intake.reading_ahead import reading_ahead
from gongxin.intake.receipt import Receipt, ReceiptWriter
from gongxin.intake.row_content import digest_contents
from gongxin.intake.staging import ROW, raw, typed
from gongxin.intake.tally import Tally
from gongxin.intake.writing_behind import writing_behind
from gongxin.ledger import Ledger
from gongxin.ledger.connection import connect
from gongxin.ledger.storage_errors import storage_errors

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from datetime import date

    from duckdb import DuckDBPyConnection

    from gongxin.intake.chunk import Chunk
    from gongxin.intake.writing_behind import WritingBehind
    from gongxin.law.library import Law
    from gongxin.law.schema.catalogue import CatalogueItem
    from gongxin.ledger.batch_writer import BatchWriter
    from gongxin.ledger.progress import Progress
    from gongxin.workspace import Workspace


def take(
    workspace: Workspace,
    files: Sequence[Path | str],
    item: str,
    source: str,
    as_of: date,
    *,
    confirm_unusual: bool = False,
    synthetic: bool = False,
    progress: Progress | None = None,
) -> Receipt:
    """Take in ``files`` of catalogue item ``item``, handed in by ``source`` on ``as_of``; return the receipt.

    ``progress`` is told the bytes read so far and the bytes there are. Raises :class:`~gongxin.errors.InputError` where
    a file cannot be taken at all, :class:`~gongxin.errors.ConfirmationNeeded` where the delivery is far outside what is
    usual for its source and ``confirm_unusual`` does not say that it is meant, :class:`~gongxin.errors.BusyError` while
    another process is writing.
    """
    law = workspace.law()
    paths = _files(files)
    delivery = Delivery(
        _not_by_consent(law.item(item)), _source(source), as_of, tuple(covered(path.name) for path in paths), synthetic
    )
    ledger = Ledger.open(workspace)
    with ExitStack() as stack:
        stack.enter_context(storage_errors(workspace.root))
        batch = stack.enter_context(ledger.begin(item=item, source=delivery.source, as_of=as_of, files=delivery.files))
        connection = stack.enter_context(connect(workspace))
        receipt = stack.enter_context(
            ReceiptWriter(workspace.receipts_dir, batch.number, delivery.item, delivery.source, as_of)
        )
        behind = stack.enter_context(writing_behind(connection))
        intake = _Intake(workspace, law, delivery, connection, behind, batch, receipt)
        intake.prepare(ledger)
        for place, (path, tell) in enumerate(_with_progress(paths, progress)):
            intake.take_file(place, path, tell)
        if not confirm_unusual:
            intake.check_usual(ledger)
        return intake.finish()


class _Intake:
    """One batch on its way in. Its methods are called in the order in which they stand."""

    def __init__(
        self,
        workspace: Workspace,
        law: Law,
        delivery: Delivery,
        connection: DuckDBPyConnection,
        behind: WritingBehind,
        batch: BatchWriter,
        receipt: ReceiptWriter,
    ) -> None:
        self.workspace = workspace
        self.law = law
        self.delivery = delivery
        self.connection = connection
        self.behind = behind
        self.batch = batch
        self.receipt = receipt
        self.held = HeldStore(workspace, batch.number - 1)
        self.tally = Tally()
        self.fixed = FixedColumns(delivery.item)

    def prepare(self, ledger: Ledger) -> None:
        """Lay out what the rows are compared with: the subjects, names, records and held rows on file."""
        item, source = self.delivery.item, self.delivery.source
        self.held.forget_uncommitted()
        self.held.prepare(self.connection)
        with ledger.snapshot() as snapshot:
            known_subjects.prepare(self.connection, snapshot)
            duplicates.prepare(self.connection, snapshot, item.id, source)
        rules.prepare(self.connection, item, self.law)
        self.guarded = attribution.prepare(self.connection, item, source)
        self.keeping = Keeping(self.connection, self.batch, self.delivery, self.behind)

    def take_file(self, place: int, path: Path, tell: Callable[[int], None]) -> None:
        """Take in the rows of one file; ``place`` is its place in the delivery."""
        known = KnownHeadings(self.delivery.item, self.law.items.values())
        with open_source(path, known, self.workspace.temp_dir) as opened:
            mapping = Mapping(opened.headings, known.index, opened.name)
            self.receipt.begin_file(mapping)
            self.tally.mending &= any(map(is_ours, opened.headings))
            repeated_keys.begin_file(self.connection)
            with reading_ahead(opened.chunks()) as chunks:
                for chunk in chunks:
                    with without_text_of_rows(opened.name):
                        self.take_chunk(place, mapping, chunk, read_on=chunks.read_on)
                    tell(chunk.read)
            self.receipt.end_file(opened.name, (*opened.notes, *mapping.notes))

    def take_chunk(self, place: int, mapping: Mapping, chunk: Chunk, *, read_on: Callable[[], None]) -> None:
        """Take in a few hundred thousand rows: each ends in one of the four ways.

        ``read_on`` is called when the widest statement is done: what follows leaves a processor to the next chunk.
        """
        item, source, as_of = self.delivery.item, self.delivery.source, self.delivery.as_of
        staged = stage(self.connection, mapping.staged(chunk.table))
        readable = cover_numbers(self.connection, item, staged)
        normalised = f"({normalised_sql(item, self.law, readable, staged.filled, _listed(item, staged))})"
        unescaped = unescaped_fields(item, staged)
        candidates = candidates_sql(
            item, self.law, source, as_of, self.workspace.digest_key, normalised, staged.constants, unescaped
        )
        fixed = self.fixed.of(self.connection, staged, candidates)
        create_candidates(self.connection, candidates, fixed)
        if item.key_repeats:
            repeated_keys.tell_apart(self.connection)
        read_on()
        digest_contents(self.connection)
        end_rows(self.connection, place, self.delivery.files, guarded=self.guarded)
        self.keeping.keep(fixed)
        self.receipt.add(self.connection, chunk.malformed, "ending", _received_sql(item, readable))
        self.tally.add(self.connection, chunk.malformed)

    def check_usual(self, ledger: Ledger) -> None:
        """Raise :class:`~gongxin.errors.ConfirmationNeeded` if the delivery is far outside what is usual.

        Rows sent again to mend them are few by nature, and are not asked about.
        """
        if self.tally.mending:
            return
        item, source = self.delivery.item, self.delivery.source
        usual = usual_rows(item, source, ledger.batches())
        check_usual(item, source, self.tally.rows, self.tally.rows_on_new_subjects, usual)

    def finish(self) -> Receipt:
        """Put the held rows and the receipt on disk, and then, in one step, the batch into the ledger."""
        self.keeping.finish(self.held)
        receipt = self.receipt.finish()
        counts = receipt.counts.as_dict() | self.tally.counts()
        self.batch.commit(counts, receipt.digest, synthetic=self.delivery.synthetic)
        return receipt


def _files(files: Sequence[Path | str]) -> list[Path]:
    if not files:
        raise UsageError("no-files", zh="没有给出文件。", en="No file was named.")
    return [Path(file) for file in files]


def _not_by_consent(item: CatalogueItem) -> CatalogueItem:
    """The item, unless persons come under it by their consent only.

    A consent can be withdrawn, and the ledger forgets nothing: what rests on consent alone is kept where it can be
    destroyed, and never comes in by files.
    """
    if item.persons is not None and item.persons.admitted_by == "consent":
        raise UsageError(
            "item-by-consent",
            zh=f"事项 {item.id!r} 只凭本人同意收录，不接收部门文件；由本人提交，加密保存，随撤回同意而销毁。",
            en=f"Persons come under the item {item.id!r} by their consent only: no files of it are taken. The person "
            "hands it in; it is kept sealed, and destroyed when the consent is withdrawn.",
            where=item.id,
        )
    return item


def _source(source: str) -> str:
    if not source.strip():
        raise UsageError("no-source", zh="没有指明报送单位。", en="The department that hands in was not named.")
    return source.strip()


def _listed(item: CatalogueItem, staged: Staged) -> list[str]:
    """The fields whose values stand in a code list, and so are few; but for those that are the same in every row."""
    return [field.id for field in item.fields if field.values is not None and field.id not in staged.constants]


def _received_sql(item: CatalogueItem, staged: str) -> str:
    """The cells as received, under the names by which the receipt asks for them."""
    return f"(SELECT {ROW}, {', '.join(f'{typed(f.id)} AS {raw(f.id)}' for f in item.fields)} FROM {staged})"


def _with_progress(paths: list[Path], progress: Progress | None) -> Iterator[tuple[Path, Callable[[int], None]]]:
    """Each file, and whom to tell how many of its bytes have been read."""
    sizes = [path.stat().st_size if path.is_file() else 0 for path in paths]
    for place, path in enumerate(paths):
        before = sum(sizes[:place])

        def tell(read: int, before: int = before) -> None:
            if progress is not None:
                progress(before + read, sum(sizes))

        yield path, tell
