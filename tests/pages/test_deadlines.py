"""How near a deadline is, as pages show it."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from gongxin.pages.deadlines import Urgency, urgency

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
