"""Seeing that what was decided or asked for on a page gets into the ledger."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from gongxin.casework import outbox
from gongxin.errors import GongxinError
from gongxin.pages.platform import platform

if TYPE_CHECKING:
    from datetime import date, datetime

_LOG = logging.getLogger("gongxin.pages")


def deliver(as_of: date, at: datetime) -> bool:
    """Write to the ledger what waits. False where it has to wait on, while another process writes, say: the step stands
    all the same, and the next delivery carries it out, whoever makes it."""
    here = platform()
    try:
        outbox.deliver(here.workspace, here.law, at=at, as_of=as_of)
    except GongxinError as error:
        _LOG.warning("what was done waits to be written: %s", error.rule)
        return False
    return True
