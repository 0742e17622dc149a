"""What the next writer does about the last one, if that was killed: take out what was never committed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gongxin.ledger.storage_errors import storage_errors
from gongxin.ledger.vacuum import vacuum

if TYPE_CHECKING:
    from gongxin.ledger.store import Store


def recover(store: Store) -> None:
    """Take the files of uncommitted batches out of the logs, and remove files that nobody needs. Needs the lock.

    Nothing has to be brought to an end: a batch without its batch file was never seen by anyone.
    """
    last = store.batches.last()
    with storage_errors(store.directory):
        for log in store.logs.values():
            dead = [file for file in log.files().files if file.batches[0] > last]
            if dead:
                log.change([], dead, rows_change=True)
        vacuum(store)
    store.workspace.sweep_scratch()
