"""The ledger as the rest of the platform sees it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gongxin.errors import LedgerError
from gongxin.ledger.batch_writer import BatchOrigin, BatchWriter
from gongxin.ledger.compaction import CompactionResult, Progress, compact
from gongxin.ledger.snapshot import Snapshot
from gongxin.ledger.store import Store

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date
    from pathlib import Path

    from gongxin.ledger.batches import BatchEntry
    from gongxin.workspace import Workspace


class Ledger:
    """An append-only store of facts. Open one with :meth:`open`; an instance may be shared between threads."""

    def __init__(self, store: Store) -> None:
        self._store = store

    @classmethod
    def open(cls, workspace: Workspace) -> Ledger:
        """The ledger of a workspace. It opens whatever became of the last writer."""
        return cls(Store(workspace))

    @property
    def workspace(self) -> Workspace:
        """The workspace this is the ledger of."""
        return self._store.workspace

    @property
    def last_batch(self) -> int:
        """Number of the latest committed batch; 0 before the first."""
        return self._store.batches.last()

    def batches(self) -> list[BatchEntry]:
        """All committed batches, in order."""
        return [self._store.batches.read(number)[0] for number in range(1, self.last_batch + 1)]

    def begin(self, *, item: str, source: str, as_of: date, files: Iterable[Path | str] = ()) -> BatchWriter:
        """A new batch, to be used in a ``with`` block. Of ``files`` the names are kept, not the folders."""
        names = tuple(str(file).replace("\\", "/").rsplit("/", 1)[-1] for file in files)
        return BatchWriter(self._store, BatchOrigin(item=item, source=source, as_of=as_of, files=names))

    def snapshot(self, known_at: int | None = None) -> Snapshot:
        """The ledger as known at batch ``known_at`` (the latest if None; 0: before the first). Error: ``no-such-batch``."""
        lease = self._store.readers.lease()
        last = self._store.batches.last()
        if known_at is not None and not 0 <= known_at <= last:
            raise LedgerError(
                "no-such-batch",
                zh=f"没有批次 {known_at}；账本目前有批次 1 至 {last}。",
                en=f"There is no batch {known_at}; the ledger has batches 1 to {last}.",
            )
        # The batch number comes first: whatever the logs hold by then includes all rows of that batch.
        return Snapshot(
            known_at=last if known_at is None else known_at,
            buckets=self._store.workspace.buckets,
            files={name: (log.directory, log.files()) for name, log in self._store.logs.items()},
            lease=lease,
        )

    def compact(self, progress: Progress | None = None) -> CompactionResult:
        """Move recent rows into their buckets. Readers notice nothing; a kill at any moment costs nothing."""
        return compact(self._store, progress)
