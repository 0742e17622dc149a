"""Deleting files that no table refers to: replaced by a compaction, or left by a killed writer."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from gongxin.ledger.store import Store
    from gongxin.ledger.table_log import TableLog


def vacuum(store: Store) -> int:
    """Delete what nobody can be reading; return how many files went. Needs the lock.

    As long as a reader is open that may have looked up its files before they were replaced, all of them stay.
    """
    unreferenced = [path for log in store.logs.values() for path in unreferenced_files(log)]
    if not unreferenced or not store.readers.turn():
        return 0
    for path in unreferenced:
        path.unlink(missing_ok=True)
    return len(unreferenced)


def unreferenced_files(log: TableLog) -> list[Path]:
    """Parquet files in the table's directory that its current version does not contain."""
    known = {file.path for file in log.files().files}
    return [
        path
        for path in log.directory.glob("bucket=*/*.parquet")
        if path.relative_to(log.directory).as_posix() not in known
    ]
