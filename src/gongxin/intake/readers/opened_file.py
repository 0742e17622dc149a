"""A file of a department, opened and watched: it must be whole, and stay as it is while it is read."""

from __future__ import annotations

import errno
import os
import stat
from typing import TYPE_CHECKING, BinaryIO

from gongxin.errors import InputError, Message, system_says
from gongxin.intake.file_messages import file_error
from gongxin.intake.personal import covered

if TYPE_CHECKING:
    from pathlib import Path
    from types import TracebackType

_DIRECTORY = Message(zh="目录", en="a directory")
_SPECIAL = Message(zh="管道或设备", en="a pipe or a device")


class OpenedFile:
    """An open regular file whose size and time of change are compared with those at opening, whenever asked.

    ``name`` is the name without folders, as receipts and messages show it: an identity number in it is covered.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.name = covered(path.name)
        self.handle: BinaryIO = _opened(path)
        #: What was made of the file and is of no use without it.
        self.closed_with: list[BinaryIO] = []
        try:
            _refuse_open_writer(self.handle, self.name)
            self._before = os.fstat(self.handle.fileno())
            self.size = self._before.st_size
            if self.size == 0:
                raise file_error("empty-file", self.name)
        except InputError:
            self.handle.close()
            raise

    def check(self) -> None:
        """Raise :class:`InputError` if the file has changed since it was opened."""
        now = os.fstat(self.handle.fileno())
        if (now.st_size, now.st_mtime_ns) != (self._before.st_size, self._before.st_mtime_ns):
            raise file_error("file-changed", self.name)

    def read(self, size: int) -> bytes:
        """The next ``size`` bytes, or fewer at the end."""
        try:
            return self.handle.read(size)
        except OSError as error:
            raise file_error("unreadable-file", self.name, reason=system_says(error)) from error

    def tell(self) -> int:
        """How many bytes were read so far."""
        return self.handle.tell()

    def head(self, size: int) -> bytes:
        """The first ``size`` bytes; the place of reading stays at the start."""
        self.handle.seek(0)
        data = self.read(size)
        self.handle.seek(0)
        return data

    def close(self) -> None:
        """Close the file, and what was made of it."""
        for handle in (self.handle, *self.closed_with):
            handle.close()

    def __enter__(self) -> OpenedFile:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def _opened(path: Path) -> BinaryIO:
    try:
        # Looked at before opening: opening a pipe would wait for its writer for ever.
        mode = path.stat().st_mode
        if stat.S_ISDIR(mode):
            raise file_error("not-a-file", covered(path.name) or str(path), what=_DIRECTORY)
        if not stat.S_ISREG(mode):
            raise file_error("not-a-file", covered(path.name), what=_SPECIAL)
        return path.open("rb")
    except FileNotFoundError as error:
        raise file_error("no-such-file", covered(str(path))) from error
    except PermissionError as error:
        raise file_error("no-permission", covered(path.name)) from error
    except OSError as error:
        raise file_error("unreadable-file", covered(path.name), reason=system_says(error)) from error


def _refuse_open_writer(handle: BinaryIO, name: str) -> None:
    """Refuse a file that some process has open for writing, where the system can tell.

    A read lease is granted only while nobody has the file open for writing. Systems without leases, and files of other
    users, are only watched for change.
    """
    try:
        import fcntl
        import signal

        # A writer that comes while the lease is held makes the system send a signal: one that does nothing by default.
        fcntl.fcntl(handle, fcntl.F_SETSIG, signal.SIGURG)
        fcntl.fcntl(handle, fcntl.F_SETLEASE, fcntl.F_RDLCK)
        fcntl.fcntl(handle, fcntl.F_SETLEASE, fcntl.F_UNLCK)
    except (ImportError, AttributeError):
        return
    except OSError as error:
        if error.errno == errno.EAGAIN:
            raise file_error("file-being-written", name) from error
