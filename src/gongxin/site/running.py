"""The site of a workspace while it runs: that there is one only, where it is, and how it is stopped."""

from __future__ import annotations

import fcntl
import json
import os
import signal
import time
from contextlib import contextmanager
from http.client import HTTPConnection, HTTPException
from typing import TYPE_CHECKING

from gongxin.errors import BusyError, NotFound
from gongxin.site.serving import Place

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from io import TextIOWrapper
    from pathlib import Path

    from gongxin.workspace import Workspace

#: Seconds given to a site for what it is answering, once it was told to stop.
_GRACE = 20.0
_BREATH = 0.1


class Running:
    """What a workspace knows of its running site: a file that the serving process holds a lock on for as long as it
    lives. A process that died leaves the file without the lock, so nobody is ever mistaken for it."""

    def __init__(self, workspace: Workspace) -> None:
        self._path: Path = workspace.root / "office" / "serve.json"

    @contextmanager
    def claimed(self, place: Place) -> Iterator[None]:
        """Say that this process serves the workspace. Error: ``site-runs-already``."""
        with self._open() as file:
            self._take(file)
            file.truncate(0)
            json.dump({"process": os.getpid(), "host": place.host, "port": place.port}, file)
            file.flush()
            yield

    def check_stopped(self) -> None:
        """Go on only if no site of the workspace runs. Error: ``site-runs-already``."""
        with self._open() as file:
            self._take(file)

    def _take(self, file: TextIOWrapper) -> None:
        if not _lock(file):
            raise BusyError(
                "site-runs-already",
                zh=f"该工作区的网页服务已在运行：{self._place(file).address}；先用 gongxin serve --stop 停止。",
                en=f"The site of this workspace runs already at {self._place(file).address}; stop it first with "
                "gongxin serve --stop.",
            )

    def stop(self) -> Place:
        """Stop the site that runs and wait until it has; where it was. Error: ``site-does-not-run``."""
        with self._open() as file:
            if _lock(file):
                raise NotFound(
                    "site-does-not-run",
                    zh="该工作区没有正在运行的网页服务。",
                    en="No site of this workspace is running.",
                )
            place = self._place(file)
            os.kill(self._told(file)["process"], signal.SIGINT)
            for _ in range(round(_GRACE / _BREATH)):
                if _lock(file):
                    return place
                time.sleep(_BREATH)
        raise BusyError(
            "site-does-not-stop",
            zh="网页服务还在处理未完成的请求，尚未停止；请稍后再试。",
            en="The site is still answering and has not stopped yet; try again in a moment.",
        )

    def _open(self) -> TextIOWrapper:
        self._path.parent.mkdir(mode=0o700, exist_ok=True)
        return open(os.open(self._path, os.O_RDWR | os.O_CREAT, 0o600), "r+", encoding="ascii")  # noqa: PTH123

    @staticmethod
    def _told(file: TextIOWrapper) -> dict[str, int]:
        file.seek(0)
        found: dict[str, int] = json.load(file)
        return found

    def _place(self, file: TextIOWrapper) -> Place:
        told = self._told(file)
        return Place(str(told["host"]), told["port"])


def wait_until_answers(place: Place, seconds: float, *, given_up: Callable[[], bool] = lambda: False) -> bool:
    """Wait until the site answers; False if it does not within the time, or is given up before."""
    for _ in range(round(seconds / _BREATH)):
        if given_up():
            return False
        if _answers(place):
            return True
        time.sleep(_BREATH)
    return False


def _answers(place: Place) -> bool:
    host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(place.host, place.host)  # noqa: S104 - recognised, not chosen
    connection = HTTPConnection(host, place.port, timeout=5)
    try:
        connection.request("GET", "/health", headers={"Host": "localhost"})
        return connection.getresponse().status < 500
    except (OSError, HTTPException):
        return False
    finally:
        connection.close()


def _lock(file: TextIOWrapper) -> bool:
    """Take the lock for this process, if nobody has it."""
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
