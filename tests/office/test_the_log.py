"""The log of the site: what failed and where, nothing of what was asked."""

from __future__ import annotations

import logging

from gongxin.office.log import CarefulFormatter


def test_the_log_of_a_failure_names_the_place_and_nothing_that_was_asked() -> None:
    try:
        raise RuntimeError("张三 330106199001011234")
    except RuntimeError as error:
        told = (RuntimeError, error, error.__traceback__)
    record = logging.LogRecord(
        "django.request", logging.ERROR, "x.py", 1, "%s: %s", ("Failed", "/search/?q=张三"), told
    )
    written = CarefulFormatter().format(record)
    assert "RuntimeError" in written
    assert "test_the_log.py" in written
    assert "张三" not in written
    assert "330106" not in written
