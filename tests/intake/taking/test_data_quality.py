"""The figures by which a department's reporting is judged."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from gongxin.errors import UsageError
from gongxin.intake.held import confirm, held_rows
from gongxin.intake.quality import quality_by_source

pytestmark = pytest.mark.slow


@pytest.fixture
def month(registered: Any) -> Any:
    """Eight rows of Lin's department in March: two sound, one of them late; one held; the rest wrong in some way."""
    desk = registered
    desk.hand_in(
        [
            desk.penalty(),
            desk.penalty(WSH="2号", JDRQ="2026-02-02"),
            desk.penalty(WSH="3号", NAME=desk.SWALLOW),
            desk.penalty(WSH="4号", CODE="91990100MB00000190"),
            desk.penalty(WSH="5号", YJ="", ORG="MB0000010"),
            desk.penalty(WSH="6号", YJ="", JDRQ="2026-02-02"),
            desk.penalty(),
            desk.penalty(SY="另一说法"),
        ]
    )
    desk.hand_in([desk.penalty(WSH="7号", JDRQ="2026-04-09")], as_of=date(2026, 4, 10), confirm_unusual=True)
    return desk


def test_rates_of_a_department_over_a_period(month: Any) -> None:
    (registry, lin) = sorted(quality_by_source(month.workspace, last=date(2026, 3, 31)), key=lambda q: q.total)
    assert (registry.source, registry.total, registry.compliance_rate) == ("云泽市行政审批局", 2, Decimal("1.0000"))
    assert (lin.source, lin.batches, lin.total) == (month.LIN, 1, 8)
    assert (lin.accepted, lin.unchanged, lin.held, lin.rejected) == (2, 1, 1, 4)
    assert lin.compliance_rate == Decimal("0.3750")
    assert lin.late_rate == Decimal("0.5000")
    assert lin.code_error_rate == Decimal("0.2500")
    assert lin.duplicate_rate == Decimal("0.2500")
    assert lin.rejected_by_rule == {
        "no-legal-basis": 2,
        "conflicting-row": 1,
        "org-code-check": 1,
        "uscc-check": 1,
    }


def test_only_batches_of_the_period_count(month: Any) -> None:
    (lin,) = quality_by_source(month.workspace, first=date(2026, 4, 1))
    assert (lin.total, lin.accepted, lin.late_rate) == (1, 1, Decimal("0.0000"))
    assert quality_by_source(month.workspace, first=date(2026, 5, 1)) == []


def test_a_decision_on_a_held_row_is_no_delivery(month: Any) -> None:
    (row,) = held_rows(month.workspace)
    before = quality_by_source(month.workspace)
    confirm(month.workspace, row.id, by="林", reason="与案卷核对", as_of=date(2026, 3, 13))
    assert quality_by_source(month.workspace) == before


def test_a_department_without_an_accepted_row_has_no_late_rate(desk: Any) -> None:
    desk.hand_in([desk.penalty(YJ="")])
    (lin,) = quality_by_source(desk.workspace)
    assert (lin.late_rate, lin.compliance_rate) == (None, Decimal("0.0000"))
    assert lin.as_dict()["rejected_by_rule"] == {"no-legal-basis": 1}


def test_a_period_that_ends_before_it_begins_is_refused_and_not_answered_by_nothing(month: Any) -> None:
    with pytest.raises(UsageError) as refusal:
        quality_by_source(month.workspace, first=date(2026, 4, 1), last=date(2026, 3, 1))
    assert refusal.value.rule == "period-backwards"
