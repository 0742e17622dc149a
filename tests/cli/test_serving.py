"""Serving the pages: in the background and stopped again, one site a workspace, a clear word where it cannot be."""

from __future__ import annotations

import json
import socket
import urllib.request
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.cli.conftest import Operator

pytestmark = pytest.mark.slow


@pytest.fixture
def taken() -> Iterator[int]:
    """A port at which somebody listens."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        yield int(listener.getsockname()[1])


def free_port() -> int:
    with socket.socket() as asked:
        asked.bind(("127.0.0.1", 0))
        return int(asked.getsockname()[1])


def test_a_port_that_is_taken_is_told_with_what_to_do(town: Operator, taken: int) -> None:
    answer = town.types("serve", "--port", taken, "--json")
    assert (answer.code, answer.rule) == (2, "port-taken")


def test_a_day_that_is_none_is_refused_before_anything_starts(town: Operator) -> None:
    answer = town.types("serve", "--port", free_port(), "--as-of", "yesterday", "--json")
    assert (answer.code, answer.rule) == (2, "not-a-date")


def test_stopping_what_does_not_run_says_so(town: Operator) -> None:
    answer = town.types("serve", "--stop", "--json")
    assert (answer.code, answer.rule) == (8, "site-does-not-run")


@pytest.mark.slow
def test_a_site_in_the_background_answers_until_it_is_stopped(town: Operator) -> None:
    port = free_port()
    started = town.types("serve", "--background", "--port", port, "--as-of", "2026-08-17", "--json")
    try:
        assert started.json == {"address": f"http://127.0.0.1:{port}/"}
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/health") as health:
            assert json.load(health) == {"well": True, "batch": 2}
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/") as page:
            assert "本站显示的日期为 2026-08-17" in page.read().decode()
        again = town.types("serve", "--background", "--port", free_port(), "--json")
        assert (again.code, again.rule) == (6, "site-runs-already")
    finally:
        stopped = town.types("serve", "--stop", "--json")
    assert stopped.json == {"stopped": f"http://127.0.0.1:{port}/"}
    log = (town.home / "office" / "serve.log").read_text("utf-8")
    assert "Traceback" not in log
