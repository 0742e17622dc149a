"""``gongxin serve``: the pages, from this process or from one left running behind it."""

from __future__ import annotations

import os
import subprocess
import sys
from threading import Thread
from typing import TYPE_CHECKING, Annotated

from cyclopts import Parameter, validators

from gongxin.cli.options import COMMON, Common, day
from gongxin.cli.output import print_json, print_pairs

if TYPE_CHECKING:
    from collections.abc import Mapping

    from gongxin.site.serving import Place
    from gongxin.workspace import Workspace

#: Seconds until a site that was started must answer: the first start of a large workspace lays its names out.
_PATIENCE = 300.0

#: Addresses that mean every one the machine has, and name none.
_EVERYWHERE = ("0.0.0.0", "::")  # noqa: S104 - recognised, not chosen


def serve(
    *,
    host: Annotated[str, Parameter(help="Address to listen at. 监听地址")] = "127.0.0.1",
    port: Annotated[
        int, Parameter(validator=validators.Number(gte=1, lte=65535), help="Port to listen at. 端口")
    ] = 8000,
    as_of: Annotated[str | None, Parameter(help="Show this day instead of today. 固定页面日期，用于演示")] = None,
    workers: Annotated[int, Parameter(validator=validators.Number(gte=1), help="Processes. 进程数")] = 1,
    background: Annotated[bool, Parameter(negative=(), help="Leave it running. 在后台运行")] = False,
    stop: Annotated[bool, Parameter(negative=(), help="Stop the one that runs. 停止正在运行的服务")] = False,
    common: Common = COMMON,
) -> None:
    """Serve the pages of the workspace: search, credit files, applying, desks. 提供网页服务."""
    from gongxin.site.serving import Place, check_free

    workspace = common.workspace()
    if stop:
        _stop(workspace, common)
        return
    place = Place(host, port)
    check_free(place)
    if as_of is not None:
        day(as_of)  # refuse what is no day before anything is started
    if background:
        leave_running(workspace, place, as_of, workers)
        _tell(place, common)
    else:
        _serve_here(workspace, place, as_of, workers, common)


def _serve_here(workspace: Workspace, place: Place, as_of: str | None, workers: int, common: Common) -> None:
    from gongxin.office.setup import open_office
    from gongxin.pages.clock import FIXED_DAY
    from gongxin.site.running import Running
    from gongxin.site.serving import serve as serve_until_stopped

    if as_of is not None:
        os.environ[FIXED_DAY] = as_of
    if place.host not in _EVERYWHERE:
        os.environ.setdefault("GONGXIN_HOSTS", f"localhost,127.0.0.1,[::1],{place.host}")
    open_office(workspace)
    with Running(workspace).claimed(place):
        announcing = Thread(target=_announce, args=(place, common), daemon=True)
        serve_until_stopped(place, workers=workers, when_ready=announcing.start)


def _announce(place: Place, common: Common) -> None:
    from gongxin.site.running import wait_until_answers

    if wait_until_answers(place, _PATIENCE):
        _tell(place, common)


def leave_running(
    workspace: Workspace,
    place: Place,
    as_of: str | None,
    workers: int = 1,
    *,
    environment: Mapping[str, str] | None = None,
) -> None:
    """Start the site in a process of its own and wait until it answers; it goes on after this one has ended.

    ``environment`` is added to this process's. Errors: ``site-runs-already``, ``site-did-not-start``.
    """
    from gongxin.errors import LedgerError
    from gongxin.site.running import Running, wait_until_answers

    Running(workspace).check_stopped()
    log = workspace.root / "office" / "serve.log"
    words = [sys.executable, "-m", "gongxin", "serve", "--home", str(workspace.root)]
    words += ["--host", place.host, "--port", str(place.port), "--workers", str(workers)]
    words += ["--as-of", as_of] if as_of is not None else []
    with log.open("w") as out:
        started = subprocess.Popen(  # noqa: S603 - our own command, with words checked above
            words,
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=out,
            start_new_session=True,
            env=os.environ | dict(environment or {}),
        )
    if not wait_until_answers(place, _PATIENCE, given_up=lambda: started.poll() is not None):
        started.terminate()
        raise LedgerError(
            "site-did-not-start",
            zh=f"网页服务没有启动成功；原因见 {log}。",
            en=f"The site did not come up; {log} says why.",
            where=str(log),
        )
    started.returncode = 0  # it lives on by itself: nobody here is to wait for it


def _tell(place: Place, common: Common) -> None:
    """Say where the site is."""
    if common.json:
        print_json({"address": place.address})
    else:
        print_pairs({"网页地址 address": place.address})
    sys.stdout.flush()


def _stop(workspace: Workspace, common: Common) -> None:
    from gongxin.site.running import Running

    place = Running(workspace).stop()
    if common.json:
        print_json({"stopped": place.address})
    else:
        print_pairs({"已停止 stopped": place.address})
