"""A site that is really served, and a real browser to visit it with: Debian's Chromium, driven by Playwright."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from tests.browser.furnishing import PASSWORD
from tests.browser.town import on_file

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Browser, Locator, Page

    from gongxin.workspace import Workspace

#: The day that the site shows.
TODAY = "2026-08-17"
ROOT = Path(__file__).parents[2]


@dataclass(frozen=True)
class Site:
    """A site that is running, and what its town has on file."""

    address: str
    workspace: Workspace

    def url(self, path: str) -> str:
        return self.address.rstrip("/") + path


def _gongxin(*words: str, home: Path) -> None:
    environment = os.environ | {"GONGXIN_HOME": str(home), "GONGXIN_SECOND_FACTOR": "optional"}
    for unwanted in ("GONGXIN_DATABASE_URL", "GONGXIN_AS_OF"):
        environment.pop(unwanted, None)
    subprocess.run([sys.executable, *words], env=environment, check=True, cwd=ROOT, stdout=subprocess.DEVNULL)


def _free_port() -> int:
    with socket.socket() as asked:
        asked.bind(("127.0.0.1", 0))
        return int(asked.getsockname()[1])


@pytest.fixture(scope="package")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The town of :mod:`tests.browser.town`, served; for visits that leave it as it is."""
    yield from _served(tmp_path_factory.mktemp("town"))


@pytest.fixture
def own_site(tmp_path: Path) -> Iterator[Site]:
    """A town of the test's own, for visits that change something."""
    yield from _served(tmp_path / "town")


def _served(folder: Path) -> Iterator[Site]:
    folder.mkdir(exist_ok=True)
    workspace = on_file(folder)
    _gongxin("-m", "tests.browser.furnishing", home=workspace.root)
    port = _free_port()
    _gongxin("-m", "gongxin", "serve", "--background", "--port", str(port), "--as-of", TODAY, home=workspace.root)
    yield Site(f"http://127.0.0.1:{port}/", workspace)
    _gongxin("-m", "gongxin", "serve", "--stop", home=workspace.root)


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """The browser. It is closed with the last test of a file: while it runs, Django takes its thread for an
    asynchronous one, and would refuse the office's other tests on it."""
    from playwright.sync_api import sync_playwright

    path = shutil.which("chromium")
    assert path is not None, "the tests of pages need Debian's chromium; 'make chromium' installs it"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield browser
        browser.close()


@dataclass(frozen=True)
class Visitor:
    """Somebody at a browser: the page that is open, the language asked for, the width of the window in pixels."""

    site: Site
    page: Page
    lang: str
    width: int
    complaints: list[str]

    def goes_to(self, path: str) -> None:
        self.page.goto(self.site.url(path), wait_until="networkidle")

    def clicks(self, on: Locator) -> None:
        """Click something that leads to another page, and wait for that."""
        with self.page.expect_navigation(wait_until="networkidle"):
            on.click()

    def signs_in(self, username: str) -> None:
        """Sign in by user name and password."""
        self.goes_to("/desk/sign-in/")
        self.page.locator("input[name=username]").fill(username)
        self.page.locator("input[name=password]").fill(PASSWORD)
        self.clicks(self.page.locator("main form button").first)


@pytest.fixture
def visit(site: Site, chromium: Browser) -> Iterator[Visits]:
    """Opens browsers, each with cookies of its own, and closes them."""
    visits = Visits(site, chromium)
    yield visits
    visits.end()


@pytest.fixture
def visits_to(chromium: Browser) -> Iterator[Callable[[Site], Visits]]:
    """The same, to a site of the test's own."""
    made: list[Visits] = []

    def to(site: Site) -> Visits:
        made.append(Visits(site, chromium))
        return made[-1]

    yield to
    for visits in made:
        visits.end()


class Visits:
    """Browsers that are open."""

    def __init__(self, site: Site, chromium: Browser) -> None:
        self._site, self._chromium = site, chromium
        self._open: list[Page] = []

    def __call__(self, lang: str = "zh-CN", width: int = 1440, *, script: bool = True) -> Visitor:
        context = self._chromium.new_context(
            viewport={"width": width, "height": 900}, locale=lang, java_script_enabled=script
        )
        page = context.new_page()
        complaints: list[str] = []
        page.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        self._open.append(page)
        return Visitor(self._site, page, lang, width, complaints)

    def end(self) -> None:
        for page in self._open:
            page.context.close()
