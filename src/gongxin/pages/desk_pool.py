"""Desks that lie ready: as many as threads read at once, all for the day that is asked about."""

from __future__ import annotations

from contextlib import contextmanager
from threading import Lock
from typing import TYPE_CHECKING

from gongxin.pages.file_desk import FileDesk

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from gongxin.law.library import Law
    from gongxin.ledger import Ledger, Snapshot


class DeskPool:
    """Lends a desk to one thread at a time, and the latest snapshot of the ledger to all."""

    def __init__(self, ledger: Ledger, law: Law) -> None:
        self._ledger, self._law = ledger, law
        self._lock = Lock()
        self._idle: list[FileDesk] = []
        self._snapshot: Snapshot | None = None

    @contextmanager
    def desk(self, as_of: date) -> Iterator[FileDesk]:
        """A desk for the block, as of this day."""
        with self._lock:
            of_day = next((desk for desk in self._idle if desk.as_of == as_of), None)
            if of_day is not None:
                self._idle.remove(of_day)
            past = [desk for desk in self._idle if desk.as_of != as_of]
            self._idle = [desk for desk in self._idle if desk.as_of == as_of]
        for desk in past:
            desk.close()
        lent = of_day or FileDesk(self._ledger, self._law, as_of)
        try:
            yield lent
        except BaseException:
            lent.close()  # nobody knows what lies on it now
            raise
        with self._lock:
            self._idle.append(lent)

    def snapshot(self) -> Snapshot:
        """The ledger as of its latest batch; closed by itself once nobody reads it any more."""
        last = self._ledger.last_batch
        with self._lock:
            if self._snapshot is None or self._snapshot.known_at != last:
                self._snapshot = self._ledger.snapshot(last)
            return self._snapshot
