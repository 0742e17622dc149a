"""The state of a ledger in numbers."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from gongxin.ledger.vacuum import unreferenced_files

if TYPE_CHECKING:
    from gongxin.ledger.store import Store
    from gongxin.ledger.table_log import TableLog

#: With this many files in the recent area of a table, look-ups begin to feel them: each costs one a millisecond or so.
_RECENT_FILES = 16


@dataclass(frozen=True, slots=True)
class TableStatus:
    """One table: rows (all versions), files, bytes on disk, and how much of it waits for compaction.

    ``replaced_files`` are files no longer part of the table that wait for the last reader.
    """

    rows: int
    files: int
    bytes: int
    recent_rows: int
    recent_files: int
    replaced_files: int


@dataclass(frozen=True, slots=True)
class LedgerStatus:
    """A ledger: its latest batch, buckets, the root of the transparency log, and each table."""

    last_batch: int
    buckets: int
    root: str | None
    compaction_due: bool
    tables: dict[str, TableStatus]

    def as_dict(self) -> dict[str, Any]:
        """The state as plain data."""
        return asdict(self)


def read_status(store: Store) -> LedgerStatus:
    """The state of the ledger now."""
    last = store.batches.last()
    tables = {name: _table_status(log) for name, log in store.logs.items()}
    return LedgerStatus(
        last_batch=last,
        buckets=store.workspace.buckets,
        root=store.batches.read(last).head.tree.root().hex() if last else None,
        compaction_due=compaction_due(store),
        tables=tables,
    )


def compaction_due(store: Store) -> bool:
    """Whether so many recent files have piled up that a compaction is worth its while."""
    return any(len(log.files().recent) >= _RECENT_FILES for log in store.logs.values())


def _table_status(log: TableLog) -> TableStatus:
    listed = log.files()
    return TableStatus(
        rows=sum(file.rows for file in listed.files),
        files=len(listed.files),
        bytes=sum(file.size for file in listed.files),
        recent_rows=sum(file.rows for file in listed.recent),
        recent_files=len(listed.recent),
        replaced_files=len(unreferenced_files(log)),
    )
