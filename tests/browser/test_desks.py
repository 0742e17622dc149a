"""Every desk behind the login, in both languages, on a telephone and on a desk."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from tests.browser.checks import check_page

if TYPE_CHECKING:
    from tests.browser.conftest import Visits

pytestmark = pytest.mark.slow

#: Who starts where, and which pages of the desk are looked at.
DESKS = {
    "wang": ["queue", "due", "journal", "interviews", "campaigns", "opinions", "notices", "look-up", "account"],
    "li": ["queue", "due", "notices"],
    "zhang": ["my-file", "my-cases", "my-queries", "my-consents"],
    "he": ["my-file", "my-cases", "my-queries", "my-consents"],
    "chen": ["notices", "look-up"],
    "root": ["accounts", "account-log", "departments", "consumers", "accounts/li", "account/second-factor"],
}


@pytest.mark.parametrize("width", [360, 1440])
@pytest.mark.parametrize("lang", ["zh-CN", "en"])
@pytest.mark.parametrize("name", list(DESKS))
def test_a_desk_can_be_used_by_everybody(visit: Visits, name: str, lang: str, width: int) -> None:
    visitor = visit(lang, width)
    visitor.signs_in(name)
    for page in DESKS[name]:
        visitor.goes_to(f"/desk/{page}/")
        check_page(visitor, f"desk-{name}-{page.replace('/', '-')}")


def test_the_desk_works_without_script(visit: Visits) -> None:
    visitor = visit("en", script=False)
    visitor.signs_in("li")
    assert visitor.page.locator("h1").inner_text() == "Queue"
