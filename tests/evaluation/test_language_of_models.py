"""What the language of models can say, each in one small example worked out by hand."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from gongxin.errors import NotFound

CITE = {"instrument": "method", "article": "9", "verified": True}
TITLE = {"zh": "甲", "en": "a"}


def loss(bench: Any, model: Any, as_of: str = "2026-01-01") -> Decimal:
    return Decimal(1000 - bench.score(model, as_of))


@pytest.mark.parametrize(
    ("window", "lost"),
    [
        ("1 calendar year", 1),
        ("2 calendar years", 1 + 2),
        ("previous calendar year", 2),
        ("1 period", 2),
        ("3 periods", 2 + 4 + 8),
        ("previous period", 4),
        ("previous 2 periods", 4 + 8),
    ],
)
def test_windows_of_years_and_of_periods(window: str, lost: int, bench: Any, make_model: Any) -> None:
    for year, points in ((2025, 1), (2024, 2), (2023, 4), (2022, 8), (2021, 16)):
        for day in (f"{year}-01-01", f"{year}-12-31") if year < 2025 else ("2025-03-31",):
            bench.record(determined_on=day, item="honour", value=points)
    line = {"from": ["honour"], "value": "value", "points": -1, "window": window}
    assert loss(bench, make_model(line, period="year"), "2025-04-01") == sum(
        bit if bit == 1 else 2 * bit for bit in (1, 2, 4, 8, 16) if lost & bit
    )


REPAIR = {
    "on": "effective_to",
    "cite": CITE,
    "steps": [
        {"within": "30 days", "when": "amount <= 1000", "share": 1},
        {"within": "30 days", "share": 0.8},
        {"within": "same year", "share": 0.4},
        {"within": "next year", "share": 0.2},
    ],
}


@pytest.mark.parametrize(
    ("mended", "amount", "left"),
    [
        (None, 5000, "5"),
        ("2024-05-31", 1000, "0"),
        ("2024-05-31", 1001, "1"),
        ("2024-06-01", 1000, "3"),
        ("2024-12-31", 5000, "3"),
        ("2025-01-01", 5000, "4"),
        ("2025-12-31", 5000, "4"),
        ("2026-01-01", 5000, "5"),
        ("2026-01-02", 5000, "5"),  # not yet
    ],
)
def test_points_come_back_by_how_soon_it_was_put_right(
    mended: str | None, amount: int, left: str, bench: Any, make_model: Any
) -> None:
    bench.record(determined_on="2024-05-01", effective_to=mended, amount=amount)
    model = make_model({"from": ["penalty"], "points": -5, "repair": REPAIR, "standing": False})
    assert loss(bench, model) == Decimal(left)


def test_a_repair_in_the_ledger_brings_back_the_share_and_not_all(bench: Any, make_model: Any) -> None:
    record_id = bench.record(determined_on="2025-11-01", amount=5000)
    bench.event("repaired", "2025-11-20", record_id)
    assert loss(bench, make_model({"from": ["penalty"], "points": -5, "repair": REPAIR})) == 1
    assert bench.results(make_model({"from": ["penalty"], "points": -5}))["s"]["score"] == 1000


def test_a_later_record_with_the_same_number_undoes_an_earlier_one(bench: Any, make_model: Any) -> None:
    for level, day in (("1", "2025-05-01"), ("2", "2025-05-01"), ("1", "2025-09-01"), (None, "2025-05-01")):
        bench.record(level=level, determined_on=day)
    bench.record(item="honour", level="1", determined_on="2025-07-01")
    bench.record(item="honour", level=None, determined_on="2025-07-01")
    line = {"from": ["penalty"], "points": -10, "reversed_by": {"from": ["honour"], "match": "level"}}
    assert loss(bench, make_model(line)) == 30


def test_each_month_has_a_floor_of_its_own(bench: Any, make_model: Any) -> None:
    for day in ("2024-03-01", "2024-03-31", "2024-04-01"):
        bench.record(determined_on=day)
    within = {"span": "month", "floor": -5}
    line = {"from": ["penalty"], "points": -5, "window": "1 period", "within_each": within, "standing": False}
    explanation = bench.explanation(make_model(line, period="year"), "2025-04-01")
    assert explanation.score == 990
    assert [(part.kind, part.points, part.measured) for part in explanation.contributions if part.measured] == [
        ("floor", 5, 2024 * 12 + 3)
    ]


CYCLE = {"length": "12 months", "from": ["registration"], "cite": CITE}


@pytest.mark.parametrize(
    ("as_of", "points"),
    [("2025-03-14", 3 + 6), ("2025-03-15", 6), ("2025-04-30", 6), ("2025-06-15", 6 + 1), ("2026-03-15", 0)],
)
def test_points_gather_in_the_subjects_own_cycle_and_what_is_owed_goes_along(
    as_of: str, points: int, bench: Any, make_model: Any
) -> None:
    bench.record(item="registration", effective_from="2020-03-15")
    bench.record(determined_on="2024-05-01", value=3, effective_to="2024-06-01")  # paid in time
    bench.record(determined_on="2025-03-01", value=6, effective_to="2025-05-01")  # paid in the next cycle only
    bench.record(determined_on="2025-06-01", value=1, effective_to="2025-06-02")
    acts = {
        "from": ["penalty"], "value": "value", "points": 1, "window": "1 cycle",
        "carried_until": "effective_to", "standing": False,
    }  # fmt: skip
    model = make_model(acts, cycle=CYCLE, base={"points": 0, "cite": CITE})
    assert bench.score(model, as_of) == points


def test_an_examination_passed_clears_what_was_before(bench: Any, make_model: Any) -> None:
    bench.record(item="registration", effective_from="2025-02-01")
    for day in ("2025-03-01", "2025-06-01", "2025-08-01"):
        bench.record(determined_on=day)
    bench.record(item="honour", determined_on="2025-06-01")
    cycle = {**CYCLE, "cleared_by": {"from": ["honour"], "cite": CITE}}
    assert loss(bench, make_model({"from": ["penalty"], "points": -3, "window": "1 cycle"}, cycle=cycle)) == 3


def test_the_start_score_depends_on_what_is_on_file(bench: Any, make_model: Any) -> None:
    cases = [
        {"points": 100, "having": [{"from": ["honour"], "window": "3 periods"}], "cite": CITE},
        {"points": 93, "having": [{"from": ["penalty"]}, {"from": ["registration"]}], "cite": {**CITE, "article": "8"}},
    ]
    model = make_model(
        {"from": ["penalty"], "points": 0}, base={"points": 90, "cases": cases, "cite": CITE}, period="year"
    )
    bench.record("nothing", item="registration", determined_on="2025-01-01")
    bench.record("both", item="registration", determined_on="2025-01-01")
    bench.record("both", determined_on="2025-06-01")
    bench.record("audited", item="honour", determined_on="2023-01-01")
    bench.record("long-ago", item="honour", determined_on="2022-12-31")
    scores = {name: row["score"] for name, row in bench.results(model).items()}
    assert scores == {"nothing": 90, "both": 93, "audited": 100, "long-ago": 90}
    bench.connection.execute("DELETE FROM record WHERE subject_id <> 'both'")
    explanation = bench.explanation(model)
    assert (explanation.base, explanation.base_cite.article) == (93, "8")


GRADES = [
    {"id": "A", "title": TITLE, "from": 90},
    {"id": "B", "title": TITLE, "from": 70, "to": 90},
    {"id": "M", "title": TITLE, "by_rule": True},
    {"id": "C", "title": TITLE, "from": 40},
    {"id": "D", "title": TITLE},
]


def ruled(make_model: Any, rule: dict[str, Any]) -> Any:
    line = {"from": ["penalty"], "value": "value", "points": -1}
    rules = [{"id": "rule", "title": TITLE, "cite": CITE, **rule}]
    base = {"points": 100, "cite": CITE}
    return make_model(
        line, grades=GRADES, grades_cite=CITE, rules=rules, base=base, period="year", requires=["registration"]
    )


@pytest.mark.parametrize(("lost", "grade"), [(0, "M"), (30, "M"), (31, "C"), (61, "D")])
def test_a_grade_that_only_a_rule_gives_from_a_score_on(lost: int, grade: str, bench: Any, make_model: Any) -> None:
    bench.record(item="registration", determined_on="2020-01-01")
    bench.record(determined_on="2025-06-01", value=lost)
    rule = {"from": ["honour"], "window": "1 period", "absent": True, "score_from": 70, "grade": "M"}
    assert bench.results(ruled(make_model, rule))["s"]["grade"] == grade


@pytest.mark.parametrize(("times", "grade"), [(5, "A"), (6, "B")])
def test_so_many_records_in_a_period_are_a_ceiling(times: int, grade: str, bench: Any, make_model: Any) -> None:
    bench.record(item="registration", determined_on="2020-01-01")
    for month in range(times):
        bench.record(item="honour", determined_on=f"2025-{month + 1:02}-15")
    rule = {"from": ["honour"], "window": "1 period", "at_least": 6, "not_above": "B"}
    assert bench.results(ruled(make_model, rule))["s"]["grade"] == grade


@pytest.mark.parametrize(("latest", "grade"), [("D", "B"), ("A", "A")])
def test_only_the_latest_result_of_the_nation_is_a_ceiling(
    latest: str, grade: str, bench: Any, make_model: Any
) -> None:
    bench.record(item="registration", determined_on="2020-01-01")
    bench.record(item="honour", determined_on="2024-05-01", level="D")
    bench.record(item="honour", determined_on="2025-05-01", level=latest)
    rule = {"from": ["honour"], "latest": "level = 'D'", "not_above": "B"}
    assert bench.results(ruled(make_model, rule))["s"]["grade"] == grade


@pytest.mark.parametrize(("year", "lost", "grade"), [("2024", 11, "D"), ("2023", 0, "A")])
def test_a_result_of_the_last_period_is_carried_over(
    year: str, lost: int, grade: str, bench: Any, make_model: Any
) -> None:
    bench.record(item="registration", determined_on="2020-01-01")
    bench.record(item="honour", occurred_on=f"{year}-12-31", determined_on="2025-04-20", level="D")
    earlier = {"from": ["honour"], "when": "level = 'D'", "dated": "occurred_on", "window": "previous period"}
    model = make_model(
        {**earlier, "points": -11},
        grades=GRADES, grades_cite=CITE, base={"points": 100, "cite": CITE}, period="year", results="honour",
        rules=[{"id": "kept", "title": TITLE, "cite": CITE, "grade": "D", **earlier}],
    )  # fmt: skip
    row = bench.results(model, "2026-04-20")["s"]
    assert (row["score"], row["grade"]) == (100 - lost, grade)


def test_a_subject_that_a_rule_keeps_out_has_no_score_and_a_reason(bench: Any, make_model: Any) -> None:
    bench.record("new", item="registration", determined_on="2025-11-01")
    bench.record("old", item="registration", determined_on="2020-11-01")
    rules = [
        {
            "id": name,
            "title": {"zh": "新设", "en": "too new"},
            "cite": CITE,
            "from": ["registration"],
            "window": "1 year",
        }
        for name in ("too-new", "second")
    ]
    model = make_model({"from": ["registration"], "points": 1}, not_evaluated=rules)
    assert set(bench.results(model)) == {"old"}
    assert {row[0] for row in bench.contributions(model)} == {"old"}
    assert bench.excluded(model) == {"new": "too-new"}
    bench.connection.execute("DELETE FROM record WHERE subject_id = 'old'")
    with pytest.raises(NotFound) as told:
        bench.explanation(model)
    assert told.value.rule == "not-evaluated"
    assert "too new (Method, article 9)" in told.value.message.en


def test_a_ratio_is_one_sum_over_another(bench: Any, make_model: Any) -> None:
    for value, amount in ((1, 2), (1, 1), (None, 50), (7, None)):
        bench.record(item="honour", determined_on="2025-06-01", value=value, amount=amount)
    line = {"from": ["honour"], "measure": "ratio", "value": "value", "per": "amount", "points": -3}
    assert loss(bench, make_model(line)) == Decimal("2.000001"), "two thirds, in millionths, times three"


@pytest.mark.parametrize(("as_of", "months"), [("2025-08-30", 0), ("2025-08-31", 1), ("2026-12-31", 11)])
def test_a_point_a_month_up_to_eleven(as_of: str, months: int, bench: Any, make_model: Any) -> None:
    bench.record(item="honour", determined_on="2025-07-31")
    line = {"from": ["honour"], "measure": "months_since", "points": 1, "cap": 11}
    assert bench.score(make_model(line), as_of) == 1000 + months
