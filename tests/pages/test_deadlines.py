"""How near a deadline is, as pages show it."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest

from gongxin.pages.deadlines import Urgency, urgency

if TYPE_CHECKING:
    from tests.office_fixture import Office

TODAY = date(2026, 8, 17)


@pytest.mark.parametrize(
    ("days", "shown"),
    [(-1, Urgency.LATE), (0, Urgency.TODAY), (1, Urgency.NEAR), (3, Urgency.NEAR), (4, Urgency.RUNNING)],
)
def test_a_deadline_that_runs_is_shown_by_the_days_left(days: int, shown: Urgency) -> None:
    assert urgency(TODAY + timedelta(days=days), TODAY) is shown


def test_one_without_a_number_has_no_urgency_and_one_that_was_met_is_met() -> None:
    assert urgency(None, TODAY) is Urgency.NONE
    assert urgency(TODAY - timedelta(days=9), TODAY, met_on=TODAY) is Urgency.MET


@pytest.mark.parametrize("office", ["sqlite"], indirect=True)
@pytest.mark.parametrize(
    ("due_on", "said"),
    [
        (None, "no term is set by the instrument"),
        (TODAY - timedelta(days=2), "2 days late"),
        (TODAY, "due today"),
        (TODAY + timedelta(days=1), "1 day left"),
        (TODAY + timedelta(days=30), 'by <time datetime="2026-09-16">'),
    ],
)
def test_a_page_says_how_near_it_is(due_on: date | None, said: str, office: Office) -> None:
    from django.template import Context, Template
    from django.utils.translation import override

    with override("en"):
        shown = Template("{% load gongxin_pages %}{% deadline due today %}").render(
            Context({"due": due_on, "today": TODAY})
        )
    assert said in " ".join(shown.split())
