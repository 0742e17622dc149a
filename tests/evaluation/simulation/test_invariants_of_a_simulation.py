"""What holds whatever the draft: nobody is lost, nothing moves by itself, every difference adds up."""

from __future__ import annotations

import random
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


@pytest.fixture(scope="module")
def busy_office(tmp_path_factory: pytest.TempPathFactory, open_office: Any) -> Any:
    """An office with sixty firms on file, drawn once."""
    draws = random.Random(20260630)
    office = open_office(tmp_path_factory.mktemp("busy") / "home")
    office.takes_firms(
        {
            f"firm{number:02}": (
                draws.choice(["990101", "990102", None]),
                draws.choice(["零售业", "餐饮业"]),
                draws.choice(["微型", "小型"]),
                [draws.choice([5_000, 100_000, 2_000_000]) for _ in range(draws.choice([0, 0, 1, 2, 6]))],
                draws.choice([0, 0, 1, 3]),
                draws.random() < 0.1,
            )
            for number in range(60)
        }
    )
    return office


def test_a_rule_laid_beside_itself_moves_nobody(busy_office: Any, draft: Callable[..., Path]) -> None:
    found = busy_office.tries(draft(), shares="yg.checks")
    assert (found.moves.moved, found.moves.entered, found.moves.left) == (0, 0, 0)
    assert (found.scores.lower, found.scores.higher, found.scores.changes) == (0, 0, None)
    assert found.rule_changes == ()
    assert (found.loses, found.gains) == ((), ())
    assert found.load.total_before == found.load.total_after
    assert (found.direct_grades.gained, found.direct_grades.lost) == (0, 0)


points = st.decimals(min_value=-60, max_value=20, places=2)


@pytest.mark.slow
@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    small=points,
    large=points,
    months=st.integers(1, 36),
    floor=st.integers(-90, 0),
    base=st.integers(50, 110),
    first=st.integers(81, 130),
    direct=st.booleans(),
)
def test_whatever_the_draft_nobody_is_lost_and_every_difference_adds_up(
    small: Decimal,
    large: Decimal,
    months: int,
    floor: int,
    base: int,
    first: int,
    direct: bool,
    busy_office: Any,
    draft: Callable[..., Path],
) -> None:
    def drawn(model: dict[str, Any]) -> None:
        conduct = model["dimensions"][0]
        conduct["floor"] = floor
        penalties = conduct["indicators"][0]
        del penalties["points"]
        penalties["by"] = [["amount >= 100000", float(large)], ["true", float(small)]]
        penalties["decay"] = {"half_life": f"{months} months"}
        model["base"]["points"] = base
        model["grades"][0]["from"] = first
        model["rules"] = model["rules"] if direct else []

    found = busy_office.tries(draft(drawn), most=12)
    moves = found.moves
    assert sum(map(sum, moves.counts)) == moves.evaluated_before == moves.evaluated_after == 60
    assert moves.up + moves.same + moves.down == 60
    assert found.scores.lower + found.scores.same + found.scores.higher == 60
    for by_value in found.within.values():
        assert sum(of.evaluated_before for of in by_value.values()) == 60
        assert sum(of.up for of in by_value.values()) == moves.up
    for firm in (*found.loses, *found.gains):
        assert sum((line.change for line in firm.lines), Decimal(0)) == firm.after.score - firm.before.score
    assert len({of.subject_id for of in (*found.loses, *found.gains)}) == len(found.loses) + len(found.gains)
    assert found.direct_grades.gained == 0
