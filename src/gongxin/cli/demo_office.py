"""The demo's last part: the office of the invented city is furnished and its pages are served."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from gongxin.errors import NotFound, UsageError

if TYPE_CHECKING:
    from datetime import date

    from gongxin.law.library import Law
    from gongxin.site.demonstration import Demonstration
    from gongxin.site.serving import Place
    from gongxin.workspace import Workspace

#: Where a free port is looked for.
_PORTS = range(8000, 8050)

#: An authenticator app is more than somebody who only looks around should need.
_ENVIRONMENT = {"GONGXIN_SECOND_FACTOR": "optional"}


def open_the_office(workspace: Workspace, law: Law, as_of: date) -> tuple[Demonstration, Place]:
    """Furnish the office and leave its site running; what there is to see, and where."""
    from gongxin.cli.serve import leave_running
    from gongxin.office.setup import open_office
    from gongxin.site.running import Running
    from gongxin.synth.departments import DEPARTMENTS

    open_office(workspace)
    from gongxin.site.demonstration import furnish

    sources = {code: department.name for code, department in DEPARTMENTS.items()}
    shown = furnish(workspace, law, sources=sources, as_of=as_of)
    with suppress(NotFound):  # the site of an earlier demonstration in the same folder
        Running(workspace).stop()
    place = _free_place()
    leave_running(workspace, place, as_of.isoformat(), environment=_ENVIRONMENT)
    return shown, place


def _free_place() -> Place:
    from gongxin.site.serving import Place, check_free

    for port in _PORTS[:-1]:
        with suppress(UsageError):
            check_free(Place("127.0.0.1", port))
            return Place("127.0.0.1", port)
    last = Place("127.0.0.1", _PORTS[-1])
    check_free(last)
    return last
