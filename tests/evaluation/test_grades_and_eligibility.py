"""Grades by score and by rule, and who is evaluated at all."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from gongxin.errors import LawError, NotFound, UsageError

CITE = {"instrument": "method", "article": "9", "verified": True}
GRADES = [
    {"id": g, "title": {"zh": g, "en": g}, "from": low} for g, low in (("A", 850), ("B", 800), ("C", 750), ("D", None))
]


@pytest.fixture
def graded(make_model: Any) -> Any:
    def make(*rules: dict[str, Any], points: str = "-1") -> Any:
        named = [
            {"id": f"rule{n}", "title": {"zh": "r", "en": "r"}, "cite": CITE, **rule} for n, rule in enumerate(rules)
        ]
        line = {"from": ["penalty"], "value": "value", "points": points}
        return make_model(line, grades=GRADES, grades_cite=CITE, rules=named, requires=["registration", "penalty"])

    return make


@pytest.mark.parametrize(
    ("value", "grade"), [("0", "A"), ("150", "A"), ("150.000001", "B"), ("200", "B"), ("249.999999", "C"), ("251", "D")]
)
def test_bands_are_half_open(value: str, grade: str, bench: Any, graded: Any) -> None:
    bench.record(determined_on="2025-06-01", value=value)
    row = bench.results(graded())["s"]
    assert (row["score"], row["grade"], row["direct"]) == (1000 - Decimal(value), grade, None)


SERIOUS = {"from": ["penalty"], "when": "severity = 'serious'"}


def test_a_direct_grade_holds_whatever_the_score(bench: Any, graded: Any) -> None:
    bench.record(determined_on="2025-06-01", severity="serious", value="1")
    row = bench.results(graded({**SERIOUS, "grade": "D"}))["s"]
    assert (row["score"], row["grade"], row["direct"]) == (999, "D", "rule0")


def test_a_ceiling_lowers_a_better_grade_and_leaves_a_worse_one(bench: Any, graded: Any) -> None:
    model = graded({**SERIOUS, "not_above": "B"})
    bench.record("good", determined_on="2025-06-01", severity="serious", value="1")
    bench.record("poor", determined_on="2025-06-01", severity="serious", value="230")
    bench.record("clean", determined_on="2025-06-01", value="1")
    rows = bench.results(model)
    assert {name: (row["grade"], row["direct"]) for name, row in rows.items()} == {
        "good": ("B", "rule0"),
        "poor": ("C", None),
        "clean": ("A", None),
    }


def test_of_several_rules_the_worst_holds_and_names_itself(bench: Any, graded: Any) -> None:
    anything = {"from": ["penalty"]}
    bench.record(determined_on="2025-06-01", severity="serious", value="1")
    assert bench.results(graded({**anything, "grade": "B"}, {**SERIOUS, "grade": "C"}))["s"]["direct"] == "rule1"
    row = bench.results(graded({**anything, "grade": "A"}, {**SERIOUS, "not_above": "C"}))["s"]
    assert (row["grade"], row["direct"]) == ("C", "rule1")
    row = bench.results(graded({**anything, "grade": "C"}, {**SERIOUS, "not_above": "C"}))["s"]
    assert (row["grade"], row["direct"]) == ("C", "rule0")


def test_a_rule_reads_only_what_counts_within_its_window(bench: Any, graded: Any) -> None:
    model = graded({**SERIOUS, "grade": "D", "window": "3 months"})
    bench.record(item="registration")
    bench.event("repaired", "2025-12-01", bench.record(determined_on="2025-10-01", severity="serious"))
    assert bench.results(model, "2025-11-30")["s"]["grade"] == "D"
    assert bench.results(model, "2025-12-01")["s"]["grade"] == "A"
    bench.record(determined_on="2025-06-01", severity="serious")
    assert bench.results(model, "2025-09-01")["s"]["grade"] == "D"
    assert bench.results(model, "2025-09-02")["s"]["grade"] == "A"


def test_a_model_without_grades_gives_none(bench: Any, make_model: Any) -> None:
    bench.record(determined_on="2025-06-01")
    row = bench.results(make_model({"from": ["penalty"], "points": -1}))["s"]
    assert (row["score"], row["grade"], row["direct"]) == (999, None, None)


def test_a_subject_without_data_is_not_evaluated(bench: Any, make_model: Any) -> None:
    bench.record("registered", item="registration")
    bench.record("honoured", item="honour")
    indicator = {"from": ["penalty"], "points": -1}
    assert set(bench.results(make_model(indicator, requires=["registration"]))) == {"registered"}
    assert set(bench.results(make_model(indicator))) == set()


def test_only_the_kinds_of_subject_the_model_is_for_are_evaluated(bench: Any, make_model: Any) -> None:
    bench.record("firm", determined_on="2025-06-01")
    bench.record("club", determined_on="2025-06-01", subject_kind="social_organisation")
    indicator = {"from": ["penalty"], "points": -1}
    assert set(bench.results(make_model(indicator))) == {"firm"}
    assert set(bench.results(make_model(indicator, **{"for": ["social_organisation", "enterprise"]}))) == {
        "firm",
        "club",
    }


@pytest.mark.parametrize("day", ["2019-12-31", "2030-01-01"])
def test_a_day_outside_the_models_dates_is_refused(day: str, bench: Any, make_model: Any) -> None:
    model = make_model({"from": ["penalty"], "points": -1})
    with pytest.raises(UsageError, match="2020-01-01 to 2029-12-31") as refused:
        bench.results(model, day)
    assert refused.value.rule == "model-not-in-force"


def test_reference_only_holds_from_its_day_on(bench: Any, make_model: Any) -> None:
    model = make_model({"from": ["penalty"], "points": -1}, reference_only={"from": "2026-04-01", "cite": CITE})
    assert bench.compiled(model, "2026-03-31").plan.reference_only is None
    assert bench.compiled(model, date(2026, 4, 1)).plan.reference_only.article == "9"


def test_a_score_beyond_twelve_digits_is_refused_and_not_wrapped(bench: Any, make_model: Any) -> None:
    bench.record(determined_on="2025-06-01", amount="9999999999999999.99")
    with pytest.raises(LawError) as refused:
        bench.explanation(make_model({"from": ["penalty"], "value": "amount", "points": -1}))
    assert refused.value.rule == "score-out-of-range"


PERSON = {"for": ["natural_person"], "consent": {"purpose": "city-score", "cite": CITE}}


def test_a_person_is_evaluated_only_while_consent_to_that_purpose_stands(bench: Any, make_model: Any) -> None:
    model = make_model({"from": ["deed"], "points": 1}, **PERSON)
    for person in ("person:li", "person:wang", "person:zhao"):
        bench.record(person, item="deed", subject_kind="natural_person", determined_on="2025-01-01")
    consent = {"record_id": None, "detail": '{"purpose": "city-score"}'}
    bench.event("consent_given", "2025-02-01", subject_id="person:li", **consent)
    bench.event("consent_withdrawn", "2025-08-01", subject_id="person:li", **consent)
    bench.event("consent_given", "2025-02-01", None, subject_id="person:wang", detail='{"purpose": "other"}')
    assert set(bench.results(model, "2025-01-31")) == set()
    assert set(bench.results(model, "2025-02-01")) == {"person:li"}
    assert set(bench.results(model, "2025-08-01")) == set()


def test_why_a_subject_has_no_score_is_said_without_naming_it(bench: Any, make_model: Any) -> None:
    model = make_model({"from": ["penalty"], "points": -1})
    with pytest.raises(NotFound, match="Nothing is on file"):
        bench.explanation(model)
    bench.record("secret-number", item="honour")
    with pytest.raises(NotFound, match="none of the records") as refused:
        bench.explanation(model)
    assert "secret-number" not in str(refused.value) + str(refused.value.message)
    bench.clear().record("club", determined_on="2025-06-01", subject_kind="social_organisation")
    with pytest.raises(NotFound, match="subjects of kind enterprise"):
        bench.explanation(model)
