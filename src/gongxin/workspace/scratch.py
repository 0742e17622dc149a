"""Directories for what may be thrown away: spilled sorts, staged rows. None outlives its process for long."""

from __future__ import annotations

import fcntl
import os
import shutil
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator


@contextmanager
def scratch_directory(parent: Path) -> Iterator[Path]:
    """A new directory under ``parent``, removed at the end of the block."""
    directory, lock = _make(parent)
    try:
        yield directory
    finally:
        shutil.rmtree(directory, ignore_errors=True)
        os.close(lock)


def sweep_scratch(parent: Path) -> None:
    """Remove every scratch directory whose process is gone. A living process holds the lock on its own."""
    for directory in parent.glob("scratch-*"):
        lock = _lock(directory)
        if lock is not None:
            shutil.rmtree(directory, ignore_errors=True)
            os.close(lock)


def _make(parent: Path) -> tuple[Path, int]:
    parent.mkdir(parents=True, exist_ok=True)
    while True:
        directory = Path(tempfile.mkdtemp(prefix="scratch-", dir=parent))
        lock = _lock(directory)
        if lock is not None and directory.exists():
            return directory, lock
        # Somebody swept it between the two steps; the next one will be ours.
        if lock is not None:
            os.close(lock)


def _lock(directory: Path) -> int | None:
    try:
        descriptor = os.open(directory, os.O_RDONLY | os.O_DIRECTORY)
    except OSError:
        return None
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        os.close(descriptor)
        return None
    return descriptor
