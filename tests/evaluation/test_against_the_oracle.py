"""Random models over random ledgers, against the evaluation in plain Python of :mod:`tests.evaluation.oracle`."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.evaluation.oracle import CONDITIONS, Oracle, micro

from gongxin.law.durations import end_of
from gongxin.law.schema.basics import Duration
from gongxin.law.schema.model import EvaluationModel, Measure

pytestmark = pytest.mark.slow

DAYS = (date(2025, 2, 28), date(2025, 3, 30), date(2024, 2, 29), date(2025, 1, 15))
CITE = {"instrument": "method", "article": "1", "verified": True}

# What may be random


conditions = st.sampled_from(CONDITIONS)
points = st.decimals(-100, 100, places=2)
bounds = st.decimals(-40, 40, places=1)
spans = st.sampled_from(["20 days", "1 month", "6 months", "1 year", "3 years"])
fixed = st.sampled_from(
    ["1 calendar year", "2 calendar years", "previous calendar year", "1 period", "3 periods", "previous 2 periods"]
)
cycles = st.sampled_from(["1 cycle", "2 cycles", "previous cycle", "previous 2 cycles"])
windows = st.one_of(spans, fixed, cycles)
days = st.dates(date(2023, 1, 1), date(2025, 6, 30))
dated = st.sampled_from(["determined_on", "occurred_on", "effective_from"])
read = st.lists(st.sampled_from(["penalty", "honour"]), min_size=1, unique=True)


@st.composite
def bins(draw: st.DrawFn) -> list[dict[str, Any]]:
    edges = sorted(draw(st.lists(st.decimals(-5, 20, places=1), min_size=1, max_size=3, unique=True)))
    lows: list[Decimal | None] = [draw(st.sampled_from([None, edges[0]])), *edges[1:]] if len(edges) > 1 else [None]
    highs: list[Decimal | None] = [*edges[1:], None] if len(edges) > 1 else [edges[0]]
    cut: list[dict[str, Any]] = []
    for low, high in zip(lows, highs, strict=True):
        cut.append(
            {"points": draw(points)} | ({} if low is None else {"from": low}) | ({} if high is None else {"to": high})
        )
    return cut


@st.composite
def decay(draw: st.DrawFn) -> dict[str, Any]:
    if draw(st.booleans()):
        return {"half_life": draw(st.sampled_from(["1 month", "5 months", "2 years"]))}
    ages = draw(
        st.lists(st.sampled_from(["10 days", "2 months", "9 months", "1 year"]), min_size=1, max_size=3, unique=True)
    )
    return {"steps": [[age, draw(st.decimals(0, 1, places=3))] for age in sorted(ages, key=_length)]}


def _length(span: str) -> date:
    return end_of(Duration.model_validate(span), DAYS[0])


reversals = st.sampled_from([{}, {"when": CONDITIONS[0]}]).map(
    lambda limited: {"from": ["honour"], "match": "level", **limited}
)


@st.composite
def presence(draw: st.DrawFn) -> dict[str, Any]:
    asked: dict[str, Any] = {"from": draw(read), "dated": draw(dated), "standing": draw(st.booleans())}
    for name, strategy in (("when", conditions), ("window", windows), ("absent", st.just(True))):
        if draw(st.booleans()):
            asked[name] = draw(strategy)
    return asked | draw(st.sampled_from([{}, {"at_least": 2}, {"latest": CONDITIONS[0]}, {"latest": CONDITIONS[3]}]))


@st.composite
def repair(draw: st.DrawFn) -> dict[str, Any]:
    spans = draw(st.permutations(["30 days", "3 months", "same year", "next year", None]))
    steps = [
        {"share": draw(st.decimals(0, 1, places=2))}
        | ({} if span is None else {"within": span})
        | ({"when": draw(conditions)} if draw(st.booleans()) else {})
        for span in spans[: draw(st.integers(1, 4))]
    ]
    return {"steps": steps, "cite": CITE} | draw(st.sampled_from([{}, {"on": "effective_to"}]))


@st.composite
def indicator(draw: st.DrawFn, place: int) -> dict[str, Any]:
    measure = draw(st.sampled_from(Measure))
    line: dict[str, Any] = {
        "id": f"i{place}",
        "title": {"zh": "i", "en": "i"},
        "cite": CITE,
        "from": draw(read),
        "measure": measure.value,
        "dated": draw(dated),
        "missing": draw(st.sampled_from([Decimal(0), Decimal("2.5")])),
        "standing": draw(st.booleans()),
        **draw(worth(measure)),
        **draw(limits()),
    }
    for name, strategy in (("when", conditions), ("window", windows), ("reversed_by", reversals)):
        if draw(st.booleans()):
            line[name] = draw(strategy)
    if line.get("window") in ("1 cycle", "2 cycles") and draw(st.booleans()):
        line["carried_until"] = "effective_to"
    if measure is Measure.RECORDS and "cycle" not in line.get("window", "cycle") and draw(st.booleans()):
        line["within_each"] = {"span": draw(st.sampled_from(["month", "year"])), **draw(limits())}
    return line


@st.composite
def worth(draw: st.DrawFn, measure: Measure) -> dict[str, Any]:
    """What a record, or what is measured, comes to."""
    line: dict[str, Any] = {}
    needs_value = measure in (Measure.SUM, Measure.MAX, Measure.LATEST, Measure.RATIO)
    way = draw(st.sampled_from(["points", "bins", "by"] if measure is Measure.RECORDS else ["points", "bins"]))
    if way == "points":
        line["points"] = draw(points)
    elif way == "bins":
        line["bins"] = draw(bins())
        needs_value |= measure is Measure.RECORDS
    else:
        line["by"] = draw(st.lists(st.tuples(conditions, points), min_size=1, max_size=3))
    if needs_value or (way == "points" and measure is Measure.RECORDS and draw(st.booleans())):
        line["value"] = draw(st.sampled_from(["value", "amount * 0.001", "coalesce(value, 0) + 1"]))
    if measure is Measure.SHARE:
        line["of"] = draw(conditions)
    if measure is Measure.RATIO:
        line["per"] = draw(st.sampled_from(["amount", "coalesce(value, 0) + 1"]))
    if measure is Measure.RECORDS:
        # Value, age and repair together may have more digits than a decimal, and are then refused.
        line |= draw(st.sampled_from(["decay", "repair", None]).flatmap(one_part))
    return line


def one_part(name: str | None) -> st.SearchStrategy[dict[str, Any]]:
    parts = {"decay": decay(), "repair": repair()}
    return st.just({}) if name is None else st.fixed_dictionaries({name: parts[name]})


@st.composite
def limits(draw: st.DrawFn) -> dict[str, Any]:
    low, high = sorted([draw(bounds), draw(bounds)])
    return draw(st.sampled_from([{}, {"floor": low}, {"cap": high}, {"floor": low, "cap": high}]))


starts = st.lists(
    st.fixed_dictionaries(
        {"points": points, "having": st.lists(presence(), min_size=1, max_size=2), "cite": st.just(CITE)}
    ),
    max_size=2,
)


@st.composite
def models(draw: st.DrawFn) -> EvaluationModel:
    place, dimensions = 0, []
    for number in range(draw(st.integers(1, 3))):
        lines = []
        for _ in range(draw(st.integers(0, 3))):
            lines.append(draw(indicator(place)))
            place += 1
        title = {"zh": "d", "en": "d"}
        dimensions.append({"id": f"d{number}", "title": title, "cite": CITE, "indicators": lines, **draw(limits())})
    grades = draw(st.booleans())
    rules = [
        {
            "id": f"rule{n}",
            "title": {"zh": "r", "en": "r"},
            "cite": CITE,
            **draw(presence()),
            **draw(
                st.sampled_from(
                    [{"grade": "B"}, {"grade": "C"}, {"grade": "M"}, {"not_above": "B"}, {"not_above": "C"}]
                )
            ),
            **draw(st.sampled_from([{}, {"score_from": 5}])),
        }
        for n in range(draw(st.integers(0, 3)) if grades else 0)
    ]
    whole: dict[str, Any] = {
        "id": "m",
        "title": {"zh": "m", "en": "m"},
        "for": ["enterprise"],
        "source": "city",
        "in_force": {"from": "2020-01-01"},
        "cite": CITE,
        "base": {"points": draw(points), "cite": CITE, "cases": draw(starts)},
        "period": draw(st.sampled_from(["year", "half-year", "quarter", "month"])),
        "not_evaluated": [
            {"id": f"bar{n}", "title": {"zh": "b", "en": "b"}, "cite": CITE, **draw(presence())}
            for n in range(draw(st.sampled_from([0, 0, 0, 1, 2])))
        ],
        "cycle": {"length": draw(st.sampled_from(["5 months", "1 year"])), "from": ["registration"], "cite": CITE}
        | draw(st.sampled_from([{}, {"cleared_by": {"from": ["honour"], "when": CONDITIONS[0], "cite": CITE}}])),
        "dimensions": dimensions,
        "rules": rules,
        "requires": draw(st.sampled_from([["registration"], ["penalty", "registration"]])),
    }
    if grades:
        named: list[tuple[str, dict[str, Any]]] = [
            ("A", {"from": 20}),
            ("B", {"from": 0, "to": 20}),
            ("M", {"by_rule": True}),
            ("C", {}),
        ]
        whole["grades"] = [{"id": g, "title": {"zh": g, "en": g}, **bounds} for g, bounds in named]
        whole["grades_cite"] = CITE
    return EvaluationModel.model_validate(whole)


records = st.fixed_dictionaries(
    {"item": st.sampled_from(["penalty", "penalty", "honour", "registration"])},
    optional={
        "determined_on": days,
        "occurred_on": days,
        "effective_from": days,
        "effective_to": days,
        "level": st.sampled_from(["1", "2"]),
        "severity": st.sampled_from(["minor", "serious"]),
        "amount": st.sampled_from([Decimal("0.01"), Decimal("999.99"), Decimal(1000), Decimal("1234567.89")]),
        "value": st.decimals(-3, 12, places=4),
        "no_penalty": st.booleans(),
    },
)
happenings = ["repaired", "repair_revoked", "withdrawn", "shielded", "unshielded"]
events = st.lists(st.tuples(st.sampled_from(happenings), days), max_size=2)
ledgers = st.lists(st.tuples(st.sampled_from(["s1", "s2"]), records, events), max_size=9).flatmap(
    # A subject without a first day is not evaluated by a model with cycles; most of these shall have one.
    lambda drawn: st.lists(days, max_size=2).map(
        lambda firsts: [
            *drawn,
            *((f"s{n}", {"item": "registration", "effective_from": day}, []) for n, day in enumerate(firsts, start=1)),
        ]
    )
)


# The comparison


def compare(bench: Any, model: EvaluationModel, ledger: list[Any], as_of: date) -> None:
    bench.clear()
    records = []
    for subject_id, columns, its_events in ledger:
        record_id = bench.record(subject_id, **columns)
        for kind, on in its_events:
            bench.event(kind, on.isoformat(), record_id, subject_id)
        records.append({**columns, "subject_id": subject_id, "record_id": record_id, "events": its_events})
    oracle = Oracle(model, as_of)
    wanted, found = oracle.results(records), bench.results(model, as_of)
    assert set(found) == set(wanted)
    assert bench.excluded(model, as_of) == oracle.excluded(records)
    parts = parts_of(bench, model, as_of)
    for name, row in found.items():
        subject = wanted[name]
        assert {d: row[d] for d in subject.dimensions} == subject.dimensions
        assert (row["score"], row["grade"], row["direct"]) == (subject.score, subject.grade, subject.direct)
        assert sorted(parts[name], key=repr) == sorted(map(in_micros, subject.parts), key=repr)
        start = Decimal(0) if model.base.cases else subject.base
        assert start + sum(part[-1] for part in parts[name]) == subject.score


def parts_of(bench: Any, model: EvaluationModel, as_of: date) -> dict[str, list[tuple[Any, ...]]]:
    plan = bench.compiled(model, as_of).plan
    parts = defaultdict(list)
    for name, dimension, line, kind, record_id, _, moved in bench.contributions(model, as_of):
        indicator = None if line is None else plan.lines[line].indicator.id
        group = None if dimension is None else plan.groups[dimension].dimension.id
        parts[name].append(in_micros((group, indicator, kind, record_id, moved)))
    return parts


def in_micros(part: tuple[Any, ...]) -> tuple[Any, ...]:
    return (*part[:-1], micro(part[-1]))


ANY = settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])


@given(model=models(), ledger=ledgers, as_of=st.sampled_from(DAYS))
@settings(ANY, max_examples=12)
def test_results_and_contributions_are_those_of_the_oracle(bench: Any, model: Any, ledger: Any, as_of: date) -> None:
    compare(bench, model, ledger, as_of)


@pytest.mark.slow
@given(model=models(), ledger=ledgers, as_of=st.sampled_from(DAYS))
@settings(ANY, max_examples=500)
def test_they_are_so_many_times_over(bench: Any, model: Any, ledger: Any, as_of: date) -> None:
    compare(bench, model, ledger, as_of)
