"""Deleting files that no table refers to: replaced by a compaction, or left by a killed writer."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from gongxin.ledger.store import Store
    from gongxin.ledger.table_log import TableLog


def vacuum(store: Store) -> int:
    """Delete what nobody can be reading any more; return how many files went. Needs the lock."""
    unreferenced = {
        path.relative_to(store.directory).as_posix() for log in store.logs.values() for path in unreferenced_files(log)
    }
    newly = unreferenced - store.readers.listed()
    if newly:
        store.readers.retire(newly)
    deleted = 0
    for name in store.readers.released():
        if name in unreferenced:
            (store.directory / name).unlink(missing_ok=True)
            deleted += 1
    return deleted


def unreferenced_files(log: TableLog) -> list[Path]:
    """Parquet files in the table's directory that its current version does not contain."""
    known = {file.path for file in log.files().files}
    return [
        path
        for path in log.directory.glob("bucket=*/*.parquet")
        if path.relative_to(log.directory).as_posix() not in known
    ]
