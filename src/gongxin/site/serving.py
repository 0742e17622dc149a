"""The server: one process to watch, others that answer."""

from __future__ import annotations

import errno
import multiprocessing
import socket
from dataclasses import dataclass
from typing import TYPE_CHECKING

from gongxin.errors import UsageError, system_says

if TYPE_CHECKING:
    from collections.abc import Callable

_APPLICATION = "gongxin.site.wsgi:application"

#: Requests that one process answers at a time: files are read by DuckDB, which leaves Python free meanwhile.
_THREADS = 4


@dataclass(frozen=True, slots=True)
class Place:
    """Where the site is served."""

    host: str
    port: int

    @property
    def address(self) -> str:
        """The address to give to people."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"http://{host}:{self.port}/"


def check_free(place: Place) -> None:
    """Go on only if nobody listens there yet and the system lets us. Errors: ``port-taken``, ``place-refused``."""
    family = socket.AF_INET6 if ":" in place.host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as asked:
        asked.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            asked.bind((place.host, place.port))
        except OSError as error:
            raise _refused(place, error) from error


def serve(place: Place, *, workers: int, when_ready: Callable[[], None]) -> None:
    """Serve until somebody interrupts. ``when_ready`` is called once every process has been started."""
    from granian import Granian
    from granian.constants import Interfaces

    # A forked process would share the open connections of this one.
    multiprocessing.set_start_method("spawn", force=True)
    server = Granian(
        _APPLICATION,
        address=place.host,
        port=place.port,
        interface=Interfaces.WSGI,
        workers=workers,
        blocking_threads=_THREADS,
        log_access=False,  # addresses and questions of readers are nobody's business
        log_enabled=False,
        respawn_failed_workers=True,
    )
    server.on_startup(when_ready)
    server.serve()


def _refused(place: Place, error: OSError) -> UsageError:
    if error.errno == errno.EADDRINUSE:
        return UsageError(
            "port-taken",
            zh=f"端口 {place.port} 已被占用；请用 --port 另选一个，或用 --stop 停止正在运行的服务。",
            en=f"The port {place.port} is taken; choose another with --port, or stop what runs there with --stop.",
            where="--port",
        )
    return UsageError(
        "place-refused",
        zh=f"系统不允许在 {place.host}:{place.port} 提供服务：{system_says(error).zh}。",
        en=f"The system does not let us serve at {place.host}:{place.port}: {system_says(error).en}.",
        where="--host",
    )
