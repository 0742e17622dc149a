"""One writer at a time: a lock that dies with its process, and says who holds it."""

from __future__ import annotations

import fcntl
import json
import os
import socket
import threading
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

from gongxin.errors import BusyError, LedgerError, system_says

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


class WriterLock:
    """The lock on ``path``. The operating system drops it when its holder ends, however it ends."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._owner: int | None = None

    @contextmanager
    def hold(self, purpose: str) -> Iterator[None]:
        """Hold the lock for the block; a block within the block (same thread) holds it already."""
        if self._owner == threading.get_ident():
            yield
            return
        descriptor = self._acquire(purpose)
        self._owner = threading.get_ident()
        try:
            yield
        finally:
            self._owner = None
            # Whoever is kept out reads the file to learn who holds the lock: leave no name behind.
            with suppress(OSError):
                os.ftruncate(descriptor, 0)
            os.close(descriptor)

    def _acquire(self, purpose: str) -> int:
        try:
            descriptor = os.open(self._path, os.O_RDWR | os.O_CREAT, 0o644)
        except OSError as error:
            raise LedgerError(
                "workspace-unwritable",
                zh=f"无法写入工作区：{system_says(error).zh}。请检查权限。",
                en=f"The workspace cannot be written: {system_says(error).en}. Check its permissions.",
                where=str(self._path),
            ) from error
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            os.close(descriptor)
            raise self._busy() from None
        note = json.dumps({"pid": os.getpid(), "host": socket.gethostname(), "purpose": purpose})
        # On a full disk the lock holds all the same; only the note is missing.
        with suppress(OSError):
            os.ftruncate(descriptor, 0)
            os.write(descriptor, note.encode())
        return descriptor

    def _busy(self) -> BusyError:
        try:
            note = json.loads(self._path.read_bytes())
            zh, en = (
                f"进程 {note['pid']}（{note['host']}，{note['purpose']}）",
                f"process {note['pid']} on {note['host']} ({note['purpose']})",
            )
        except (OSError, ValueError, KeyError, TypeError):
            zh, en = "另一进程", "another process"
        return BusyError(
            "workspace-busy",
            zh=f"{zh}正在写入此工作区；请等它结束后再试。",
            en=f"{en[0].upper()}{en[1:]} is writing to this workspace; try again when it has finished.",
            where=str(self._path.parent),
        )
