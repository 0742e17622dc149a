"""The application on one page, and how far it is, in both languages, on a telephone and on a desk."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from tests.browser.checks import check_page
from tests.browser.town import SWALLOW_CODE

if TYPE_CHECKING:
    from tests.browser.conftest import Visitor, Visits

pytestmark = pytest.mark.slow

APPLY = {"zh-CN": "提出申请", "en": "Apply"}
HAND_IN = {"zh-CN": "提交", "en": "Hand in"}


def opens_the_application(visitor: Visitor) -> None:
    """From the file to the record to the form, as 孙经理 of the taxi company."""
    visitor.signs_in("sun")
    visitor.goes_to(f"/subjects/{SWALLOW_CODE}/")
    visitor.page.locator(".card .doing a").first.click()
    visitor.page.get_by_role("link", name=APPLY[visitor.lang], exact=True).first.click()
    visitor.page.wait_for_load_state("networkidle")


@pytest.mark.parametrize("width", [360, 1440])
@pytest.mark.parametrize("lang", ["zh-CN", "en"])
def test_the_application_can_be_filled_in_by_everybody(visit: Visits, lang: str, width: int) -> None:
    visitor = visit(lang, width)
    opens_the_application(visitor)
    check_page(visitor, "apply")
    visitor.page.get_by_role("button", name=HAND_IN[lang], exact=True).click()
    visitor.page.wait_for_load_state("networkidle")
    visitor.complaints.clear()  # the browser tells of the status 422 by which the form came back
    check_page(visitor, "apply-with-errors")
