"""What is usual for a department, and what is stopped and asked about."""

from __future__ import annotations

from typing import Any

import pytest

from gongxin.errors import ConfirmationNeeded
from gongxin.subjects.identifiers import uscc

pytestmark = pytest.mark.slow

FIRMS = [uscc.make("91", "990100", f"MB{number:06}") for number in range(100, 400)]


def rows(desk: Any, count: int, first: int = 0, year: str = "甲") -> list[dict[str, str]]:
    return [desk.penalty(CODE=FIRMS[first + n], WSH=f"{year}{n}") for n in range(count)]


@pytest.fixture
def usual(desk: Any) -> Any:
    """Lin's department has sent forty rows twice."""
    desk.hand_in(rows(desk, 40, year="甲"))
    desk.hand_in(rows(desk, 40, year="乙"))
    return desk


def everything(desk: Any) -> Any:
    """All files of the workspace but the lock."""
    return sorted(
        (str(p), p.read_bytes()) for p in desk.workspace.root.rglob("*") if p.is_file() and p.suffix != ".lock"
    )


@pytest.mark.parametrize(
    ("count", "first", "rule"), [(19, 0, "far-fewer-rows"), (81, 0, "far-more-rows"), (50, 20, "many-new-subjects")]
)
def test_an_unusual_delivery_is_stopped_and_nothing_is_taken(usual: Any, count: int, first: int, rule: str) -> None:
    before = everything(usual)
    with pytest.raises(ConfirmationNeeded) as stopped:
        usual.hand_in(rows(usual, count, first, "丙"))
    assert stopped.value.rule == rule
    assert "--confirm-unusual" in stopped.value.message.zh
    assert "--confirm-unusual" in stopped.value.message.en
    assert everything(usual) == before


def test_the_message_says_what_is_usual(usual: Any) -> None:
    with pytest.raises(ConfirmationNeeded) as stopped:
        usual.hand_in(rows(usual, 3, year="丙"))
    assert str(stopped.value) == (
        "云泽市市场监督管理局: 3 rows were handed in; this source usually sends about 40, far more. "
        "Nothing was taken. If the data are right, hand them in again with --confirm-unusual."
    )


def test_confirmed_it_is_taken(usual: Any) -> None:
    assert usual.hand_in(rows(usual, 3, year="丙"), confirm_unusual=True).accepted == 3


@pytest.mark.parametrize(("count", "first"), [(20, 0), (80, 0), (40, 20)])
def test_what_is_at_the_edge_of_usual_is_taken(usual: Any, count: int, first: int) -> None:
    assert usual.hand_in(rows(usual, count, first, "丙")).accepted == count


def test_nothing_is_unusual_before_there_is_a_usual(desk: Any) -> None:
    desk.hand_in(rows(desk, 40, year="甲"))
    assert desk.hand_in(rows(desk, 1, year="乙")).accepted == 1


def test_each_department_has_its_own_usual(usual: Any) -> None:
    assert usual.hand_in(rows(usual, 1, year="丙"), source="云泽市税务局").accepted == 1


def test_an_item_without_expectations_takes_any_number(desk: Any) -> None:
    for count in (30, 30, 1):
        desk.register(*((FIRMS[n], f"云泽市第{n}商行") for n in range(count)))
    assert desk.ledger.last_batch == 3
