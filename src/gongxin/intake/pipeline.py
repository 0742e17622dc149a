"""From files to a receipt: the way of every row handed in, top to bottom.

A file is read a chunk of a few hundred thousand rows at a time. Each chunk is staged, normalised and judged
(:mod:`gongxin.intake.judging`), then compared, kept and reported on (:mod:`gongxin.intake.settling`), by a handful of
SQL statements over tables in memory; :mod:`gongxin.intake.staging` says what they hold. While a chunk is judged, the
one before it is settled and the next one read.

All files of one call are one batch, and nothing of it exists before its commit: a process killed at any moment, a
second file that cannot be read, a delivery that must be confirmed first all leave the workspace as it was. A batch is
committed even where no row was taken: its receipt is what the department goes by, and that it sent nothing usable is a
fact about its data too.
"""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from gongxin.errors import UsageError
from gongxin.intake.delivery import Delivery
from gongxin.intake.expectations import check_usual, usual_rows
from gongxin.intake.failures import without_text_of_rows
from gongxin.intake.headings import KnownHeadings, is_ours
from gongxin.intake.judging import Judging
from gongxin.intake.mapping import Mapping
from gongxin.intake.personal import covered
from gongxin.intake.readers.opening import open_source
from gongxin.intake.reading_ahead import reading_ahead
from gongxin.intake.receipt import Receipt, ReceiptWriter
from gongxin.intake.settling import Settling
from gongxin.intake.working_behind import working_behind
from gongxin.ledger import Ledger
from gongxin.ledger.connection import connect
from gongxin.ledger.storage_errors import storage_errors

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from datetime import date

    from gongxin.intake.chunk import Chunk
    from gongxin.intake.working_behind import WorkingBehind
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
        settling = Settling(workspace, ledger, connection, delivery, batch, receipt)
        in_front = stack.enter_context(connection.cursor())
        judging = Judging(in_front, law, delivery, workspace.digest_key)
        behind = stack.enter_context(working_behind(in_front))
        intake = _Intake(workspace, law, delivery, judging, settling, behind, batch, receipt)
        for place, (path, tell) in enumerate(_with_progress(paths, progress)):
            intake.take_file(place, path, tell)
        if not confirm_unusual:
            intake.check_usual(ledger)
        return intake.finish()


@dataclass(frozen=True, slots=True)
class _Intake:
    """One batch on its way in. Its methods are called in the order in which they stand."""

    workspace: Workspace
    law: Law
    delivery: Delivery
    judging: Judging
    settling: Settling
    behind: WorkingBehind
    batch: BatchWriter
    receipt: ReceiptWriter

    def take_file(self, place: int, path: Path, tell: Callable[[int], None]) -> None:
        """Take in the rows of one file; ``place`` is its place in the delivery."""
        known = KnownHeadings(self.delivery.item, self.law.items.values())
        with open_source(path, known, self.workspace.temp_dir) as opened:
            mapping = Mapping(opened.headings, known.index, opened.name)
            self.receipt.begin_file(mapping)
            self.settling.tally.mending &= any(map(is_ours, opened.headings))
            self.judging.begin_file()
            by_field = (replace(chunk, table=mapping.staged(chunk.table)) for chunk in opened.chunks())
            with without_text_of_rows(opened.name), reading_ahead(by_field) as chunks:
                for chunk in chunks:
                    self.take_chunk(place, chunk)
                    tell(chunk.read)
                self.behind.finish()
            self.receipt.end_file(opened.name, (*opened.notes, *mapping.notes))

    def take_chunk(self, place: int, chunk: Chunk) -> None:
        """Judge a few hundred thousand rows, and leave them to be settled while the next ones are judged."""
        judged = self.judging.judge(chunk)
        if self.behind.busy:
            # Instead of waiting. Where nobody has to, the digests are the first thing that is made behind.
            self.judging.digest(judged)
        self.behind.start(lambda: self.settling.settle(place, judged))

    def check_usual(self, ledger: Ledger) -> None:
        """Raise :class:`~gongxin.errors.ConfirmationNeeded` if the delivery is far outside what is usual.

        Rows sent again to mend them are few by nature, and are not asked about.
        """
        tally = self.settling.tally
        if not tally.mending:
            item, source = self.delivery.item, self.delivery.source
            usual = usual_rows(item, source, ledger.batches())
            check_usual(item, source, tally.rows, tally.rows_on_new_subjects, usual)

    def finish(self) -> Receipt:
        """Put the held rows and the receipt on disk, and then, in one step, the batch into the ledger."""
        self.settling.finish()
        receipt = self.receipt.finish()
        counts = receipt.counts.as_dict() | self.settling.tally.counts()
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


def _with_progress(paths: list[Path], progress: Progress | None) -> Iterator[tuple[Path, Callable[[int], None]]]:
    """Each file, and whom to tell how many of its bytes have been read."""
    sizes = [path.stat().st_size if path.is_file() else 0 for path in paths]
    for place, path in enumerate(paths):
        before = sum(sizes[:place])

        def tell(read: int, before: int = before) -> None:
            if progress is not None:
                progress(before + read, sum(sizes))

        yield path, tell
