"""Getting a process ready: the first who asks does not wait for the law to be read and questions to be planned."""

from __future__ import annotations

import logging

from gongxin.errors import GongxinError
from gongxin.pages import clock
from gongxin.pages.platform import platform

_LOG = logging.getLogger("gongxin.site")


def warm() -> None:
    """Read the law, bring the index of names up to date, plan the questions of today's files."""
    here = platform()
    try:
        here.names.warm()
        with here.desks.desk(clock.today()) as desk:
            desk.plan()
    except GongxinError as error:
        # A site that answers some pages is better than none; whoever asks for the others is told what is wrong.
        _LOG.error("not everything is ready: %s", error.rule)
