"""What lies ahead of a subject: the shortest way to a better grade, and the path of its grade."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from itertools import combinations
from typing import Any

import pytest

from gongxin.errors import NotFound, UsageError
from gongxin.evaluation.explain import explain, explainer
from gongxin.evaluation.grade_path import grade_path
from gongxin.evaluation.way_up import way_up
from gongxin.ledger import Ledger
from gongxin.workspace import Workspace

pytestmark = pytest.mark.slow

CITE = {"instrument": "method", "article": "7", "verified": False}
DAY = date(2025, 9, 1)
#: Penalties by subject: the day of each, and what it costs. All count for a year, without repair.
FILES = {
    "clean": [],
    "one": [("2025-03-01", 20)],
    "several": [("2025-01-10", 5), ("2025-03-01", 20), ("2024-10-01", 12), ("2025-08-15", 30)],
}


@pytest.fixture(scope="module")
def law(make_model: Any, make_law: Any) -> Any:
    fines = {"id": "fines", "from": ["penalty"], "value": "value", "points": -1, "cite": CITE, "floor": -60}
    ladder = [{"id": g, "title": {"zh": g, "en": g}, "from": low} for g, low in (("A", 990), ("B", 970), ("C", None))]
    model = make_model(
        {**fines, "decay": {"steps": [["6 months", 0.5]]}}, grades=ladder, grades_cite=CITE, requires=["registration"]
    )
    return make_law(model)


@pytest.fixture(scope="module")
def ledger(tmp_path_factory: pytest.TempPathFactory) -> Ledger:
    ledger = Ledger.open(Workspace.create(tmp_path_factory.mktemp("platform"), buckets=4))
    rows = [(name, "registration", "2020-01-01", 0) for name in FILES]
    rows += [(name, "penalty", day, cost) for name, file in FILES.items() for day, cost in file]
    listed = ", ".join(f"({n}, '{s}', '{i}', DATE '{d}', {v})" for n, (s, i, d, v) in enumerate(rows))
    with (
        ledger.connect(threads=1) as connection,
        ledger.begin(item="penalty", source="office", as_of=DAY) as batch,
    ):
        batch.append(
            "record",
            connection,
            "SELECT 'r' || n AS record_id, 1 AS version, 'c' AS content, s AS subject_id, 'enterprise' AS subject_kind,"
            f" i AS item, d AS determined_on, v AS value FROM (VALUES {listed}) t(n, s, i, d, v)",
        )
        batch.commit({}, "digest", synthetic=True)
    return ledger


def loss(file: list[tuple[str, int]]) -> Decimal:
    """What penalties cost on the day: half of it six months on."""
    return min(sum((Decimal(cost) / (2 if day <= "2025-03-01" else 1) for day, cost in file), Decimal(0)), Decimal(60))


def grade_of(lost: Decimal) -> str:
    return "A" if lost <= 10 else "B" if lost <= 30 else "C"


def test_the_shortest_way_is_that_of_trying_everything(ledger: Ledger, law: Any) -> None:
    file = FILES["several"]
    now = grade_of(loss(file))
    way = way_up(ledger, law, "several", "m", as_of=DAY)
    sizes = [
        size
        for size in range(len(file) + 1)
        for gone in combinations(file, size)
        if grade_of(loss([of for of in file if of not in gone])) < now
    ]
    assert (way.grade, way.exact) == (now, True)
    assert len(way.mendings) == min(sizes) == 1
    assert way.better is not None
    assert way.better < now
    assert [(of.item, of.by, of.on) for of in way.mendings] == [("penalty", "expiry", date(2026, 8, 16))]
    assert way.as_dict()["score_then"] == way.score_then == 1000 - loss(file[:3])


def test_the_best_grade_has_no_way_up(ledger: Ledger, law: Any) -> None:
    way = way_up(ledger, law, "clean", "m", as_of=DAY)
    assert (way.grade, way.better, way.mendings, way.on) == ("A", None, (), None)


def test_the_path_is_what_an_explanation_says_on_each_of_its_days(ledger: Ledger, law: Any) -> None:
    path = grade_path(ledger, law, "several", "m", as_of=DAY, months=14)
    days = [point.on for point in path]
    assert days == sorted(days)
    assert days[0] == DAY
    for point in path:
        then = explain(ledger, law, "several", "m", as_of=point.on)
        assert (point.score, point.grade) == (then.score, then.grade)
    assert {date(2025, 10, 2), date(2026, 1, 11), date(2026, 2, 15), date(2026, 3, 2), date(2026, 8, 16)} <= set(days)
    assert path[-1].grade == "A"


def test_the_path_ends_where_the_model_does(ledger: Ledger, law: Any) -> None:
    path = grade_path(ledger, law, "clean", "m", as_of=date(2029, 11, 15), months=6)
    assert [point.on for point in path] == [date(2029, 11, 15), date(2029, 12, 15)]


def test_a_model_without_grades_has_no_way_up(ledger: Ledger, make_model: Any, make_law: Any) -> None:
    law = make_law(make_model({"from": ["penalty"], "points": -1}))
    with pytest.raises(UsageError, match="gives no grades"):
        way_up(ledger, law, "one", "m", as_of=DAY)


def test_one_explainer_answers_about_one_subject_after_another(ledger: Ledger, law: Any) -> None:
    with explainer(ledger, law) as answering:
        for _ in range(2):
            for subject in FILES:
                assert answering.explain(subject, "m", DAY) == explain(ledger, law, subject, "m", as_of=DAY)
        with pytest.raises(NotFound):
            answering.explain("nobody", "m", DAY)
