"""Who is still reading: files that a compaction has replaced stay on disk until nobody can be using them.

Readers hold a shared lock on the file of the current epoch. Before replaced files are deleted a new epoch is opened;
once every older one is free, no reader is left that could know the old files. The operating system drops the lock of a
reader that ends, however it ends, so no clock and no time-out is needed.
"""

from __future__ import annotations

import fcntl
import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


class ReaderLease:
    """A reader's hold on the epoch in which it looked up its files. Released by :meth:`release`."""

    def __init__(self, descriptor: int) -> None:
        self._descriptor: int | None = descriptor

    def release(self) -> None:
        """Let go. Doing so twice is harmless."""
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None


class ReaderEpochs:
    """The epochs of one ledger: numbered files in ``directory``."""

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

    def turn(self) -> bool:
        """Open a new epoch; tell whether all older ones are free of readers. For the holder of the writer's lock."""
        self._directory.mkdir(parents=True, exist_ok=True)
        older = self._numbers()
        self._path(self._current() + 1).touch()
        return all(self._retire(number) for number in older)

    def _retire(self, number: int) -> bool:
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
        return [int(path.stem) for path in self._directory.glob("*.epoch")]

    def _path(self, number: int) -> Path:
        return self._directory / f"{number}.epoch"


def _locked(descriptor: int, operation: int) -> bool:
    try:
        fcntl.flock(descriptor, operation | fcntl.LOCK_NB)
    except OSError:
        return False
    return True
