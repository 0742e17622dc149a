"""Two at once: one gets through, and the other is told."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import TYPE_CHECKING, Any

from gongxin.errors import GongxinError

if TYPE_CHECKING:
    from collections.abc import Callable

    import pytest
    from tests.casework.conftest import Yunze


def at_once(*works: Callable[[], Any]) -> list[Any]:
    """Do several things in threads of their own, begun together; their results, or the refusals."""
    from django.db import connections

    start = Barrier(len(works))

    def run(work: Callable[[], Any]) -> Any:
        try:
            start.wait()
            return work()
        except GongxinError as refusal:
            return refusal
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(works)) as pool:
        return list(pool.map(run, works))


def test_of_two_applications_at_once_one_points_to_the_other(yunze: Yunze) -> None:
    from gongxin.casework.models import Case

    opened = at_once(*[lambda: yunze.opens("repair", "zhang", "2026-08-17")] * 3)
    (case,) = [one for one in opened if isinstance(one, Case)]
    refused = [one for one in opened if isinstance(one, GongxinError)]
    assert [(one.rule, one.where) for one in refused] == [("case-open-already", case.number)] * 2


def test_of_two_decisions_at_once_one_is_made(yunze: Yunze) -> None:
    from gongxin.casework.models import OutboxEntry, Step

    case = yunze.submitted_repair()
    yunze.moves(case, "accept", "li", "2026-08-18")
    again = [yunze.casework.find(case.number) for _ in range(2)]
    made = at_once(
        lambda: yunze.moves(again[0], "grant", "li", "2026-08-19", reason="符合条件"),
        lambda: yunze.moves(again[1], "refuse", "zhou", "2026-08-19", reason="不符合条件"),
    )
    (step,) = [one for one in made if isinstance(one, Step)]
    (refused,) = [one for one in made if isinstance(one, GongxinError)]
    assert refused.rule == "no-such-move"
    assert yunze.casework.find(case.number).state == step.to_state
    assert OutboxEntry.objects.count() == (1 if step.move == "grant" else 0)


def test_cases_opened_at_once_get_numbers_of_their_own(yunze: Yunze) -> None:
    records = ["fine-of-may", "taxi-fine", "grave-of-may", "fine-of-2024"]
    opened = at_once(
        *[lambda record=record: yunze.opens("objection", "zhang", "2026-08-17", record) for record in records]
    )
    assert sorted(case.number for case in opened) == [f"O-2026-{serial:06}" for serial in range(1, 5)]


def test_silence_written_by_two_at_once_is_written_once(yunze: Yunze) -> None:
    from datetime import date

    from tests.casework.test_due_silence_and_journal import waiting_for_papers

    case = waiting_for_papers(yunze)
    written = at_once(*[lambda: yunze.casework.catch_up(date(2026, 7, 20), yunze.at("2026-07-20"))] * 3)
    assert sum(len(steps) for steps in written) == 1
    assert case.steps.filter(move="run-out").count() == 1


def test_the_ledger_is_read_before_the_transaction_so_that_others_can_write(
    yunze: Yunze, monkeypatch: pytest.MonkeyPatch
) -> None:
    from django.db import connection

    from gongxin.casework import moving

    held: list[bool] = []
    monkeypatch.setattr(moving, "check_effects", lambda *_: held.append(connection.in_atomic_block))
    case = yunze.opens("objection", "zhang", "2026-08-17")
    yunze.moves(case, "submit", "zhang", "2026-08-17", claim="不是本企业")
    assert held == [False]


def test_a_case_that_has_gone_on_meanwhile_is_asked_about_once_more(
    yunze: Yunze, monkeypatch: pytest.MonkeyPatch
) -> None:
    from django.db import connection

    from gongxin.casework import moving

    held: list[bool] = []
    monkeypatch.setattr(moving, "check_effects", lambda *_: held.append(connection.in_atomic_block))
    monkeypatch.setattr(moving, "_checked_beforehand", lambda *_: [{"effect": "of another state"}])
    case = yunze.opens("objection", "zhang", "2026-08-17")
    yunze.moves(case, "submit", "zhang", "2026-08-17", claim="不是本企业")
    assert held == [True]
