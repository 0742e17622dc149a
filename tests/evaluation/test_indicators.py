"""What one indicator makes of records: cases worked out by hand."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

PENALTY = {"from": ["penalty"]}


def test_each_record_has_its_points(bench: Any, make_model: Any) -> None:
    bench.record(determined_on="2025-06-01")
    bench.record(determined_on="2025-07-01")
    assert bench.score(make_model({**PENALTY, "points": -30})) == 940


def test_only_records_that_count_are_read_unless_the_indicator_says_otherwise(bench: Any, make_model: Any) -> None:
    bench.record(determined_on="2025-06-01")
    bench.record(determined_on="2024-06-01")
    assert bench.score(make_model({**PENALTY, "points": -30})) == 970
    assert bench.score(make_model({**PENALTY, "points": -30, "standing": False})) == 940


@pytest.mark.parametrize("standing", [True, False])
def test_a_repaired_record_is_not_counted_and_a_withdrawn_one_or_no_penalty_never_read(
    standing: bool, bench: Any, make_model: Any
) -> None:
    bench.event("withdrawn", "2025-08-01", bench.record(determined_on="2025-06-01"))
    bench.record(determined_on="2025-06-01", no_penalty=True)
    bench.event("repaired", "2025-08-01", bench.record(determined_on="2025-06-01"))
    bench.record(item="registration")
    model = make_model({**PENALTY, "points": -30, "standing": standing}, requires=["registration"])
    assert bench.score(model, "2025-09-01") == (1000 if standing else 970)


def test_a_record_dated_after_the_day_does_not_exist_yet(bench: Any, make_model: Any) -> None:
    bench.record(determined_on="2025-06-01")
    bench.record(determined_on="2025-12-01")
    assert bench.score(make_model({**PENALTY, "points": -30}), "2025-11-30") == 970
    assert bench.score(make_model({**PENALTY, "points": -30}), "2025-12-01") == 940


def test_a_record_without_the_date_is_read_unless_the_indicator_needs_it(bench: Any, make_model: Any) -> None:
    bench.record(item="honour")
    honour = {"from": ["honour"], "points": 5}
    assert bench.score(make_model(honour)) == 1005
    for needs in ({"window": "1 year"}, {"decay": {"half_life": "1 year"}}, {"measure": "days_since"}):
        assert bench.score(make_model({**honour, **needs})) == 1000


def test_a_record_of_today_that_takes_effect_later_is_read_from_then_on(bench: Any, make_model: Any) -> None:
    bench.record(item="honour", determined_on="2025-06-01", effective_from="2025-07-01")
    model = make_model({"from": ["honour"], "points": 5, "dated": "effective_from"})
    assert bench.score(model, "2025-06-30") == 1000
    assert bench.score(model, "2025-07-01") == 1005


def test_a_condition_chooses_records_and_the_first_that_holds_gives_the_points(bench: Any, make_model: Any) -> None:
    bench.record(determined_on="2025-06-01", severity="minor")
    bench.record(determined_on="2025-06-01", severity="serious", amount="20000.00")
    bench.record(determined_on="2025-06-01", amount="20000.00")
    bench.record(determined_on="2025-06-01")
    by = [["severity = 'minor'", -1], ["severity = 'serious'", -20], ["amount >= 10000", -5]]
    assert bench.score(make_model({**PENALTY, "by": by})) == 974
    assert bench.score(make_model({**PENALTY, "when": "amount > 0", "by": by})) == 975


def test_points_halve_by_whole_months(bench: Any, make_model: Any) -> None:
    model = make_model({**PENALTY, "points": -30, "decay": {"half_life": "6 months"}})
    bench.record(determined_on="2025-06-15")
    assert bench.score(model, "2025-06-15") == 970
    assert bench.score(model, "2025-12-14") == 1000 - Decimal("16.836931"), "five months: 30 x 0.561231024"
    assert bench.score(model, "2025-12-15") == 985


def test_points_fall_by_steps_of_age(bench: Any, make_model: Any) -> None:
    steps = {"steps": [["3 months", "0.5"], ["6 months", "0.1"]]}
    model = make_model({**PENALTY, "points": -30, "decay": steps})
    bench.record(determined_on="2025-01-31")
    scores = [bench.score(model, day) for day in ("2025-04-29", "2025-04-30", "2025-07-30", "2025-07-31")]
    assert scores == [970, 985, 985, 997]


def test_a_window_rolls_and_includes_the_corresponding_day(bench: Any, make_model: Any) -> None:
    model = make_model({**PENALTY, "points": -30, "window": "3 months"}, requires=["registration"])
    bench.record(item="registration")
    bench.record(determined_on="2025-06-15")
    assert bench.score(model, "2025-09-15") == 970
    assert bench.score(model, "2025-09-16") == 1000


def test_a_value_is_weighed_or_cut_into_half_open_bins(bench: Any, make_model: Any) -> None:
    bench.record(determined_on="2025-06-01", amount="100.00")
    bench.record(determined_on="2025-06-01", amount="99.99")
    bench.record(determined_on="2025-06-01")
    bins = [{"to": 100, "points": -1}, {"from": 100, "to": 1000, "points": -10}]
    assert bench.score(make_model({**PENALTY, "value": "amount", "bins": bins})) == 989
    assert bench.score(make_model({**PENALTY, "value": "amount", "points": "-0.01"})) == Decimal("998.0001")


@pytest.mark.parametrize(
    ("indicator", "points"),
    [
        ({"measure": "count", "points": -2}, -6),
        ({"measure": "sum", "value": "value", "points": 1}, Decimal("17.5")),
        ({"measure": "max", "value": "value", "points": 2}, 20),
        ({"measure": "latest", "value": "value", "points": 1}, 7),
        ({"measure": "days_since", "points": 1}, 31),
        ({"measure": "share", "of": "value > 5", "points": 3}, Decimal("2.000001")),
        ({"measure": "present", "points": 4}, 4),
        ({"measure": "latest", "value": "tons", "points": 1}, Decimal("2.5")),
        ({"measure": "count", "bins": [{"to": 3, "points": 1}, {"from": 3, "points": 9}]}, 9),
    ],
)
def test_measures_over_all_records(indicator: dict[str, Any], points: Decimal, bench: Any, make_model: Any) -> None:
    bench.record(item="honour", determined_on="2025-12-01", value="7", payload='{"tons": "2.5"}')
    bench.record(item="honour", determined_on="2025-11-01", value="10", payload='{"tons": "9.5"}')
    bench.record(item="honour", determined_on="2025-12-01", value="0.5")
    assert bench.score(make_model({"from": ["honour"], **indicator})) == 1000 + points


@pytest.mark.parametrize(
    ("indicator", "points"),
    [
        ({"points": -1, "missing": 3}, 3),
        ({"measure": "count", "points": -1, "missing": 3}, 3),
        ({"measure": "count", "bins": [{"to": 1, "points": 5}], "missing": 3}, 5),
        ({"measure": "count", "bins": [{"from": 1, "points": 5}], "missing": 3}, 3),
        ({"measure": "present", "points": 5}, 0),
        ({"measure": "days_since", "bins": [{"to": 10, "points": 5}], "missing": 3}, 3),
        ({"measure": "share", "of": "value > 5", "points": 5, "missing": 3}, 3),
        ({"measure": "latest", "value": "value", "points": 5, "missing": 3}, 3),
    ],
)
def test_without_records_the_missing_points_apply(
    indicator: dict[str, Any], points: int, bench: Any, make_model: Any
) -> None:
    bench.record(item="registration")
    assert bench.score(make_model({"from": ["honour"], **indicator}, requires=["registration"])) == 1000 + points


def test_a_value_in_no_bin_has_no_points(bench: Any, make_model: Any) -> None:
    bench.record(item="honour", determined_on="2025-12-01", value="7")
    bins = [{"from": 10, "points": 5}]
    model = make_model({"from": ["honour"], "measure": "max", "value": "value", "bins": bins, "missing": 3})
    assert bench.score(model) == 1000


def test_of_several_latest_records_the_highest_value_is_taken(bench: Any, make_model: Any) -> None:
    bench.record(item="honour", determined_on="2025-12-01", value="7", record_id="z")
    highest = bench.record(item="honour", determined_on="2025-12-01", value="9", record_id="a")
    bench.record(item="honour", determined_on="2025-12-01", record_id="zz")
    model = make_model({"from": ["honour"], "measure": "latest", "value": "value", "points": 1})
    (part,) = bench.explanation(model).contributions
    assert (part.record_id, part.measured, part.points) == (highest, 9, 9)


def test_caps_and_floors_hold_for_lines_and_dimensions(bench: Any, make_model: Any, make_dimension: Any) -> None:
    for _ in range(4):
        bench.record(determined_on="2025-06-01")
        bench.record(item="honour", determined_on="2025-06-01")
    bad = make_dimension("bad", {**PENALTY, "points": -30, "floor": -100}, {**PENALTY, "points": -1}, floor="-101.5")
    good = make_dimension("good", {"id": "g", "from": ["honour"], "points": 7, "cap": 20}, cap=15)
    row = bench.results(make_model(dimensions=[bad, good]))["s"]
    assert (row["bad"], row["good"], row["score"]) == (Decimal("-101.5"), 15, Decimal("913.5"))


def test_large_sums_of_money_are_weighed_exactly(bench: Any, make_model: Any) -> None:
    bench.record(determined_on="2025-06-01", amount="9999999999999999.99")
    model = make_model({**PENALTY, "value": "amount", "points": "-123.45", "floor": -500})
    assert bench.score(model) == 500
    summed = make_model({**PENALTY, "measure": "sum", "value": "amount", "points": "-0.000001", "floor": -500})
    assert bench.score(summed) == 500
