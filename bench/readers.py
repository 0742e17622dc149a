"""Readers: several at once at the served site, with a million subjects on file.

``python -m bench.readers [SUBJECTS]`` starts ``gongxin serve`` on the ledger of :mod:`bench.pages` and has one, two,
four and eight readers ask over the network of this machine, each for a page as soon as it has had the one before: half
of the time a credit file, a quarter a search by a whole name, a quarter a first page. Readers share the cores with the
site. What is measured is what a reader waits, and how many answers all of them get a second.
"""

from __future__ import annotations

import json
import random
import socket
import subprocess
import sys
import time
from contextlib import contextmanager
from http.client import HTTPConnection
from threading import Thread
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from bench.evaluation_ledger import AS_OF
from bench.pages import SUBJECTS, percentile, prepared
from gongxin.site.running import wait_until_answers
from gongxin.site.serving import Place

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

READERS = (1, 2, 4, 8)
SECONDS = 20.0
READY_WITHIN = 120.0


class Reader(Thread):
    """Asks for one page after the other until ``until``; ``waited`` has how long for each, by what it was."""

    def __init__(self, port: int, pages: list[tuple[str, str]], chance: random.Random, until: float) -> None:
        super().__init__()
        self.waited: list[tuple[str, float]] = []
        self._port, self._pages, self._chance, self._until = port, pages, chance, until

    def run(self) -> None:
        """Ask on, over one connection, as a browser does."""
        connection = HTTPConnection("localhost", self._port)
        while time.perf_counter() < self._until:
            kind, path = self._chance.choice(self._pages)
            asked = time.perf_counter()
            connection.request("GET", path)
            answer = connection.getresponse()
            answer.read()
            assert answer.status == 200, (kind, answer.status)
            self.waited.append((kind, 1000 * (time.perf_counter() - asked)))


def paths(subjects: int, names: list[str], chance: random.Random) -> list[tuple[str, str]]:
    """Pages to ask for: for each name a search and a first page, and two credit files."""
    found = []
    for name in names:
        found += [("search", f"/search/?{urlencode({'q': name})}"), ("first page", "/")]
        found += [("credit file", f"/subjects/91990100MA{chance.randrange(subjects):08}/") for _ in range(2)]
    return found


@contextmanager
def served(home: Path) -> Iterator[int]:
    """The site, for the block, by one process; the port it is at."""
    with socket.socket() as free:
        free.bind(("localhost", 0))
        port = int(free.getsockname()[1])
    command = [sys.executable, "-m", "gongxin", "serve", "--home", str(home), "--port", str(port)]
    site = subprocess.Popen([*command, "--as-of", AS_OF.isoformat()], stdout=subprocess.DEVNULL)
    try:
        assert wait_until_answers(Place("127.0.0.1", port), READY_WITHIN), "the site did not come up"
        yield port
    finally:
        site.terminate()
        site.wait()


def read_by(many: int, port: int, pages: list[tuple[str, str]], seconds: float) -> list[tuple[str, float]]:
    """What so many readers waited for, each over so many seconds."""
    until = time.perf_counter() + seconds
    readers = [Reader(port, pages, random.Random(place), until) for place in range(many)]
    for reader in readers:
        reader.start()
    for reader in readers:
        reader.join()
    return [waited for reader in readers for waited in reader.waited]


def main(subjects: int) -> None:
    """Serve, have them read, say what they waited."""
    workspace, ledger = prepared(subjects)
    with ledger.snapshot() as snapshot, ledger.connect() as connection:
        snapshot.attach(connection)
        named = connection.execute("SELECT name FROM subject USING SAMPLE 400 ROWS (reservoir, 1)").fetchall()
    pages = paths(subjects, [name for (name,) in named], random.Random(3))
    with served(workspace.root) as port:
        read_by(max(READERS), port, pages, SECONDS / 4)
        for many in READERS:
            waited = read_by(many, port, pages, SECONDS)
            found: dict[str, object] = {"readers": many, "answers_per_second": round(len(waited) / SECONDS, 1)}
            for kind in ("first page", "credit file", "search"):
                times = [time_ for what, time_ in waited if what == kind]
                found[f"{kind}, ms"] = {f"p{part}": percentile(times, part) for part in (50, 95, 99)}
            print(json.dumps(found), flush=True)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else SUBJECTS)
