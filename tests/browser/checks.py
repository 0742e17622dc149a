"""What every page has to be: clean to axe, no wider than the window, all of it reachable by keyboard."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import Page
    from tests.browser.conftest import Visitor

SCREENSHOTS = Path(__file__).parent / "screenshots"

#: What can have the focus and is to be seen.
_FOCUSABLE = """() => [...document.querySelectorAll('a[href], button, input, select, textarea, summary')]
    .filter(one => !one.disabled && one.type !== 'hidden' && one.checkVisibility()).length"""
_FOCUSED = """() => { const one = document.activeElement;
    if (!one || one === document.body) return null;
    one.dataset.reached = one.dataset.reached || String(document.querySelectorAll('[data-reached]').length + 1);
    const style = getComputedStyle(one);
    return [one.dataset.reached, style.outlineStyle !== 'none' && style.outlineWidth !== '0px']; }"""


def check_page(visitor: Visitor, name: str) -> None:
    """Keep a picture of the page that is open, and check it."""
    keep_picture(visitor, name)
    assert violations(visitor.page) == []
    assert too_wide(visitor.page) == []
    assert unreachable(visitor.page) == 0
    assert visitor.complaints == []


def keep_picture(visitor: Visitor, name: str) -> None:
    """Put a screenshot of the whole page beside those of the run."""
    SCREENSHOTS.mkdir(exist_ok=True)
    file = f"{re.sub(r'[^a-z0-9-]+', '-', name.lower())}.{visitor.lang[:2]}.{visitor.width}.png"
    visitor.page.screenshot(path=SCREENSHOTS / file, full_page=True)


def violations(page: Page) -> list[str]:
    """What axe finds wrong, each with the elements concerned."""
    from axe_playwright_python.sync_playwright import Axe

    found = Axe().run(page).response["violations"]
    return [f"{one['id']}: {[node['target'] for node in one['nodes']]}" for one in found]


def too_wide(page: Page) -> list[str]:
    """That the page has to be scrolled sideways, with the elements that stick out."""
    return page.evaluate(  # type: ignore[no-any-return]
        """() => { const width = document.documentElement.clientWidth;
        if (document.documentElement.scrollWidth <= width) return [];
        return [...document.querySelectorAll('body *')].filter(one => one.getBoundingClientRect().right > width + 1)
            .map(one => one.outerHTML.slice(0, 80)).slice(0, 5); }"""
    )


def unreachable(page: Page) -> int:
    """How many links, buttons and fields the Tab key does not lead to, or leads to without showing where it is."""
    wanted: int = page.evaluate(_FOCUSABLE)
    page.evaluate("() => { document.activeElement?.blur(); window.scrollTo(0, 0); }")
    page.locator("body").press("Tab")
    reached: set[str] = set()
    for _ in range(wanted * 2):
        focused = page.evaluate(_FOCUSED)
        if focused is not None and focused[1]:
            reached.add(focused[0])
        if len(reached) >= wanted:
            break
        page.keyboard.press("Tab")
    return max(0, wanted - len(reached))
