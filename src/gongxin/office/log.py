"""What the site writes to its log: which page failed and where in the program, never what was asked or by whom.

Addresses, forms and the texts of exceptions may hold names and numbers of persons. So messages of others are written
without what they were filled in with, and a failure as its kind and the lines it went through.
"""

from __future__ import annotations

import logging
import traceback
from typing import Any

#: Our own messages hold rules and counts only, and are written in full.
_OWN = "gongxin."


class CarefulFormatter(logging.Formatter):
    """Formats a record without anything that came from outside."""

    def format(self, record: logging.LogRecord) -> str:
        """One line, and where something failed one more for each place it went through."""
        said = record.getMessage() if record.name.startswith(_OWN) else str(record.msg)
        line = f"{self.formatTime(record)} {record.levelname} {record.name} {said}{_page(record)}"
        if record.exc_info and record.exc_info[1] is not None:
            line += "".join(f"\n  {place}" for place in _places(record.exc_info[1]))
        return line


def logging_settings() -> dict[str, Any]:
    """Django's ``LOGGING``: warnings and worse of all, on the error stream."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"careful": {"()": "gongxin.office.log.CarefulFormatter"}},
        "handlers": {"stream": {"class": "logging.StreamHandler", "formatter": "careful"}},
        "root": {"handlers": ["stream"], "level": "WARNING"},
        "loggers": {name: {"handlers": [], "level": "WARNING", "propagate": True} for name in ("django", "gongxin")}
        # Pages that are not there and forms that are wrong are the readers' everyday life.
        | {"django.request": {"level": "ERROR"}, "django.security.DisallowedHost": {"level": "CRITICAL"}},
    }


def _page(record: logging.LogRecord) -> str:
    """The name of the page that was asked for, if any was."""
    match = getattr(getattr(record, "request", None), "resolver_match", None)
    return "" if match is None else f" [{match.view_name}]"


def _places(error: BaseException) -> list[str]:
    frames = traceback.extract_tb(error.__traceback__)
    return [f"{type(error).__name__}", *(f"{frame.filename}:{frame.lineno} {frame.name}" for frame in frames)]
