"""Who is still reading: files that a compaction has replaced stay on disk until nobody can be using them.

Time is cut into epochs, each a file. A reader holds a shared lock on the file of the epoch in which it looked up what
to read. When files have been replaced, a new epoch is opened whose file lists them: only readers of older epochs can
know them, so they go once all older epochs are free. The operating system drops the lock of a reader that ends, however
it ends; no clock and no time-out is needed.
"""

from __future__ import annotations

import fcntl
import os
from typing import TYPE_CHECKING

from gongxin.workspace.durable import write_durably

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path


class ReaderLease:
    """A reader's hold on an epoch, until :meth:`release`."""

    def __init__(self, descriptor: int) -> None:
        self._descriptor: int | None = descriptor

    def release(self) -> None:
        """Let go. Doing so twice is harmless."""
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None


class ReaderEpochs:
    """The epochs of one ledger: numbered files in ``directory``. All but :meth:`lease` is for the one writer."""

    def __init__(self, directory: Path) -> None:
        self._directory = directory

    def lease(self) -> ReaderLease | None:
        """Take part in the current epoch; look up files only after that.

        None where the ledger lies on a medium that cannot be written: nothing is ever deleted there either.
        """
        try:
            self._directory.mkdir(parents=True, exist_ok=True)
            while True:
                current = self._current()
                descriptor = os.open(self._path(current), os.O_RDONLY | os.O_CREAT, 0o644)
                if _locked(descriptor, fcntl.LOCK_SH) and self._current() == current:
                    return ReaderLease(descriptor)
                os.close(descriptor)
        except OSError:
            return None

    def listed(self) -> set[str]:
        """Names of files that wait for their last reader."""
        return {name for number in self._numbers() for name in self._names(number)}

    def retire(self, names: Iterable[str]) -> None:
        """Open a new epoch, whose readers do not know the files called ``names`` any more."""
        self._directory.mkdir(parents=True, exist_ok=True)
        write_durably(self._path(self._current() + 1), "\n".join(sorted(names)).encode())

    def released(self) -> Iterator[str]:
        """Names of files that no reader knows any more. Delete each before asking for the next one."""
        current = self._current()
        for number in self._numbers():
            yield from self._names(number)
            if number == current or not self._end(number):
                return

    def _end(self, number: int) -> bool:
        """Close an epoch if it has no readers."""
        descriptor = os.open(self._path(number), os.O_RDONLY)
        try:
            free = _locked(descriptor, fcntl.LOCK_EX)
            if free:
                self._path(number).unlink()
            return free
        finally:
            os.close(descriptor)

    def _current(self) -> int:
        return max(self._numbers(), default=0)

    def _numbers(self) -> list[int]:
        return sorted(int(path.stem) for path in self._directory.glob("[0-9]*.epoch"))

    def _names(self, number: int) -> list[str]:
        return self._path(number).read_text(encoding="utf-8").split("\n")

    def _path(self, number: int) -> Path:
        return self._directory / f"{number}.epoch"


def _locked(descriptor: int, operation: int) -> bool:
    try:
        fcntl.flock(descriptor, operation | fcntl.LOCK_NB)
    except OSError:
        return False
    return True
