"""The ledger as the rest of the platform sees it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from gongxin.ledger.batch_writer import BatchOrigin, BatchWriter
from gongxin.ledger.compaction import CompactionResult, compact
from gongxin.ledger.connection import MEMORY_LIMIT, connect
from gongxin.ledger.desk import Desk, open_desk
from gongxin.ledger.proofs import prove_batches, prove_growth, prove_subject
from gongxin.ledger.snapshot import Snapshot, open_snapshot
from gongxin.ledger.status import LedgerStatus, compaction_due, read_status
from gongxin.ledger.store import Store
from gongxin.ledger.transparency.merkle import EMPTY_ROOT
from gongxin.ledger.vacuum import vacuum
from gongxin.ledger.verification import Verification, verify

if TYPE_CHECKING:
    from collections.abc import Iterable
    from contextlib import AbstractContextManager
    from datetime import date
    from pathlib import Path

    from duckdb import DuckDBPyConnection

    from gongxin.ledger.batches import BatchEntry
    from gongxin.ledger.progress import Progress
    from gongxin.workspace import Workspace


class Ledger:
    """An append-only store of facts. Open one with :meth:`open`; an instance may be shared between threads.

    Wherever a batch is asked for by number, the error is ``no-such-batch``.
    """

    def __init__(self, store: Store) -> None:
        self._store = store

    @classmethod
    def open(cls, workspace: Workspace) -> Ledger:
        """The ledger of a workspace. It opens whatever became of the last writer."""
        return cls(Store(workspace))

    @property
    def last_batch(self) -> int:
        """Number of the latest committed batch; 0 before the first."""
        return self._store.batches.last()

    def batches(self, since: int = 0) -> list[BatchEntry]:
        """The committed batches after batch ``since``, in order: all, if not said."""
        return [self._store.batches.read(number).entry for number in range(since + 1, self.last_batch + 1)]

    def batch(self, number: int) -> BatchEntry:
        """One committed batch."""
        return self._store.batches.read(self._store.batches.resolve(number)).entry

    def root(self, known_at: int) -> str:
        """Root (hex) of the transparency log after ``known_at`` batches: where it is the same, so are the facts."""
        known_at = self._store.batches.resolve(known_at)
        return self._store.batches.read(known_at).head.tree.root().hex() if known_at else EMPTY_ROOT.hex()

    def begin(self, *, item: str, source: str, as_of: date, files: Iterable[Path | str] = ()) -> BatchWriter:
        """A new batch, to be used in a ``with`` block. Of ``files`` the names are kept, not the folders."""
        names = tuple(str(file).replace("\\", "/").rsplit("/", 1)[-1] for file in files)
        return BatchWriter(self._store, BatchOrigin(item=item, source=source, as_of=as_of, files=names))

    def snapshot(self, known_at: int | None = None) -> Snapshot:
        """The ledger as known at batch ``known_at``: the latest if None, 0 for before the first."""
        return open_snapshot(self._store, known_at)

    def connect(
        self, *, threads: int | None = None, memory_limit: str = MEMORY_LIMIT
    ) -> AbstractContextManager[DuckDBPyConnection]:
        """A DuckDB connection for a ``with`` block: bounded memory, spilling into the workspace."""
        return connect(self._store.workspace, threads=threads, memory_limit=memory_limit)

    def desk(self) -> AbstractContextManager[Desk]:
        """A desk for a ``with`` block: one subject's file after another, within milliseconds each."""
        return open_desk(self._store.workspace)

    def scratch(self) -> AbstractContextManager[Path]:
        """A directory for the parts of a longer work, gone at the end of the ``with`` block."""
        return self._store.workspace.scratch()

    @property
    def compaction_due(self) -> bool:
        """Whether :meth:`compact` is worth its while: look-ups begin to feel the files of recent batches."""
        return compaction_due(self._store)

    def compact(self, progress: Progress | None = None) -> CompactionResult:
        """Move recent rows into their buckets. Readers notice nothing; a kill at any moment costs nothing."""
        return compact(self._store, progress)

    def vacuum(self) -> int:
        """Delete files that compactions have replaced, unless somebody may still read them; return how many."""
        with self._store.workspace.writing("vacuum"):
            return vacuum(self._store)

    def status(self) -> LedgerStatus:
        """The state in numbers."""
        return read_status(self._store)

    def verify(self, progress: Progress | None = None) -> Verification:
        """Check the whole ledger: files, rows, versions, and the transparency log with its signatures."""
        return verify(self._store, progress)

    def prove_batches(self, numbers: Iterable[int], known_at: int | None = None) -> dict[str, Any]:
        """A document by which anyone can check that these batches are in the log."""
        return prove_batches(self._store, numbers, known_at)

    def prove_growth(self, earlier: int, known_at: int | None = None) -> dict[str, Any]:
        """A document by which anyone can check that the log has only grown since it had ``earlier`` batches."""
        return prove_growth(self._store, earlier, known_at)

    def prove_subject(self, subject_id: str, known_at: int | None = None) -> dict[str, Any]:
        """A document by which anyone can check what each batch said of a subject. Error: ``unknown-subject``."""
        with self.snapshot(known_at) as snapshot:
            return prove_subject(self._store, snapshot, subject_id)

    def sign(self, text: bytes) -> bytes:
        """The platform's Ed25519 signature on a document drawn from the ledger, made with the key that signs the log.

        ``text`` begins with a line that says what it is, so that no signature can pass for one on something else.
        """
        return self._store.workspace.signing_key().sign(text)
