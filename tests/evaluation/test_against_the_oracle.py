"""Random models over random ledgers, against a slow evaluation in plain Python that knows no SQL.

The oracle walks through subjects, lines and records one by one, in Decimal, and takes only the calendar from the
platform (:mod:`gongxin.law.durations`, which has its own tests).
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from decimal import ROUND_HALF_UP, Decimal, localcontext
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gongxin.law.durations import end_of, full_months
from gongxin.law.schema.basics import Duration
from gongxin.law.schema.model import EvaluationModel, Indicator, Measure

if TYPE_CHECKING:
    from collections.abc import Callable

DAYS = (date(2025, 2, 28), date(2025, 3, 30), date(2024, 2, 29), date(2025, 1, 15))
CITE = {"instrument": "method", "article": "1", "verified": True}
MICRO = Decimal("0.000001")

# What may be random


@dataclass(frozen=True)
class Condition:
    """A condition as a pack writes it, and what it means."""

    text: str

    def holds(self, record: dict[str, Any]) -> bool:
        severity, amount = record.get("severity"), record.get("amount")
        return {
            "severity = 'serious'": severity == "serious",
            "amount >= 1000": amount is not None and amount >= 1000,
            "not severity = 'minor'": severity is not None and severity != "minor",
            "severity is null or amount < 500": severity is None or (amount is not None and amount < 500),
        }[self.text]


#: The measures the oracle knows.
MEASURES = [measure for measure in Measure if measure not in (Measure.MONTHS_SINCE, Measure.RATIO)]
CONDITIONS = ["severity = 'serious'", "amount >= 1000", "not severity = 'minor'", "severity is null or amount < 500"]
VALUES: dict[str, Callable[[dict[str, Any]], Decimal | None]] = {
    "value": lambda record: record.get("value"),
    "amount * 0.001": lambda record: None if record.get("amount") is None else record["amount"] * Decimal("0.001"),
    "coalesce(value, 0) + 1": lambda record: (record.get("value") or Decimal(0)) + 1,
}

conditions = st.sampled_from(CONDITIONS)
points = st.decimals(-100, 100, places=2)
bounds = st.decimals(-40, 40, places=1)
spans = st.sampled_from(["20 days", "1 month", "6 months", "1 year", "3 years"])
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


@st.composite
def indicator(draw: st.DrawFn, place: int) -> dict[str, Any]:
    measure = draw(st.sampled_from(MEASURES))
    line: dict[str, Any] = {
        "id": f"i{place}",
        "title": {"zh": "i", "en": "i"},
        "cite": CITE,
        "from": draw(read),
        "measure": measure.value,
        "dated": draw(dated),
        "missing": draw(st.sampled_from([Decimal(0), Decimal("2.5")])),
        "standing": draw(st.booleans()),
    }
    needs_value = measure in (Measure.SUM, Measure.MAX, Measure.LATEST)
    way = draw(st.sampled_from(["points", "bins", "by"] if measure is Measure.RECORDS else ["points", "bins"]))
    if way == "points":
        line["points"] = draw(points)
    elif way == "bins":
        line["bins"] = draw(bins())
        needs_value |= measure is Measure.RECORDS
    else:
        line["by"] = draw(st.lists(st.tuples(conditions, points), min_size=1, max_size=3))
    if needs_value or (way == "points" and measure is Measure.RECORDS and draw(st.booleans())):
        line["value"] = draw(st.sampled_from(list(VALUES)))
    if measure is Measure.SHARE:
        line["of"] = draw(conditions)
    if measure is Measure.RECORDS and draw(st.booleans()):
        line["decay"] = draw(decay())
    for name, strategy in (("when", conditions), ("window", spans)):
        if draw(st.booleans()):
            line[name] = draw(strategy)
    return line | draw(limits())


@st.composite
def limits(draw: st.DrawFn) -> dict[str, Any]:
    low, high = sorted([draw(bounds), draw(bounds)])
    return draw(st.sampled_from([{}, {"floor": low}, {"cap": high}, {"floor": low, "cap": high}]))


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
            "from": draw(read),
            **draw(st.sampled_from([{}, {"window": "6 months"}, {"when": CONDITIONS[0]}])),
            **draw(st.sampled_from([{"grade": "B"}, {"grade": "C"}, {"not_above": "B"}, {"not_above": "C"}])),
        }
        for n in range(draw(st.integers(0, 3)) if grades else 0)
    ]
    whole = {
        "id": "m",
        "title": {"zh": "m", "en": "m"},
        "for": ["enterprise"],
        "source": "city",
        "in_force": {"from": "2020-01-01"},
        "cite": CITE,
        "base": {"points": draw(points), "cite": CITE},
        "dimensions": dimensions,
        "rules": rules,
        "requires": draw(st.sampled_from([["registration"], ["penalty", "registration"]])),
    }
    if grades:
        named = [("A", 20), ("B", 0), ("C", None)]
        whole["grades"] = [{"id": g, "title": {"zh": g, "en": g}, "from": low} for g, low in named]
        whole["grades_cite"] = CITE
    return EvaluationModel.model_validate(whole)


records = st.fixed_dictionaries(
    {"item": st.sampled_from(["penalty", "penalty", "honour", "registration"])},
    optional={
        "determined_on": days,
        "occurred_on": days,
        "effective_from": days,
        "severity": st.sampled_from(["minor", "serious"]),
        "amount": st.sampled_from([Decimal("0.01"), Decimal("999.99"), Decimal(1000), Decimal("1234567.89")]),
        "value": st.decimals(-3, 12, places=4),
        "no_penalty": st.booleans(),
    },
)
events = st.lists(st.tuples(st.sampled_from(["repaired", "withdrawn", "shielded", "unshielded"]), days), max_size=2)
ledgers = st.lists(st.tuples(st.sampled_from(["s1", "s2"]), records, events), max_size=9)


# The oracle


@dataclass
class Subject:
    """What the oracle works out of one subject: its columns, and what moved the score."""

    score: Decimal
    grade: str | None = None
    direct: str | None = None
    dimensions: dict[str, Decimal] = field(default_factory=dict)
    parts: list[tuple[str, str | None, str, str | None, Decimal]] = field(default_factory=list)


def micro(number: Decimal) -> Decimal:
    return number.quantize(MICRO, ROUND_HALF_UP)


def in_bins(line: Indicator, value: Decimal) -> Decimal | None:
    for cut in line.bins:
        if (cut.from_ is None or cut.from_ <= value) and (cut.to is None or value < cut.to):
            return cut.points
    return None


@dataclass(frozen=True)
class Oracle:
    """A model on a day, walked through by hand."""

    model: EvaluationModel
    as_of: date

    def results(self, ledger: list[dict[str, Any]]) -> dict[str, Subject]:
        files: dict[str, list[dict[str, Any]]] = defaultdict(list)
        for record in filter(self.on_file, ledger):
            files[record["subject_id"]].append(record)
        required = self.model.requires
        return {
            name: self.subject(records)
            for name, records in files.items()
            if any(record["item"] in required for record in records)
        }

    def subject(self, records: list[dict[str, Any]]) -> Subject:
        subject = Subject(self.model.base.points)
        for dimension in self.model.dimensions:
            total = Decimal(0)
            for line in dimension.indicators:
                read = [record for record in records if self.reads(line, record, standing=line.standing)]
                points = self.line_points(line, read, subject, dimension.id)
                total += self.bounded(line, points, subject, (dimension.id, line.id))
            subject.dimensions[dimension.id] = self.bounded(dimension, total, subject, (dimension.id, None))
            subject.score += subject.dimensions[dimension.id]
        if self.model.grades:
            self.grade(records, subject)
        return subject

    def on_file(self, record: dict[str, Any]) -> bool:
        made = next((record[d] for d in ("determined_on", "occurred_on", "effective_from") if d in record), None)
        withdrawn = any(kind == "withdrawn" and on <= self.as_of for kind, on in record["events"])
        return not withdrawn and (made is None or made <= self.as_of) and not record.get("no_penalty")

    def counted(self, record: dict[str, Any]) -> bool:
        happened: dict[str, date] = defaultdict(lambda: date.min)
        for kind, on in record["events"]:
            if on <= self.as_of:
                happened[kind] = max(happened[kind], on)
        if "repaired" in happened or happened["shielded"] > happened["unshielded"]:
            return False
        start = record.get("determined_on")
        year = Duration(count=1, unit="year")
        return record["item"] != "penalty" or (start is not None and start <= self.as_of <= end_of(year, start))

    def reads(self, part: Any, record: dict[str, Any], *, standing: bool) -> bool:
        """Whether an indicator or a grade rule reads a record."""
        if record["item"] not in part.from_ or (standing and not self.counted(record)):
            return False
        needs_date = part.window or getattr(part, "decay", None)
        needs_date = needs_date or getattr(part, "measure", None) in (Measure.LATEST, Measure.DAYS_SINCE)
        day = record.get(part.dated)
        if day is None and needs_date:
            return False
        if day is not None and (day > self.as_of or (part.window and end_of(part.window, day) < self.as_of)):
            return False
        return part.when is None or Condition(part.when).holds(record)

    def line_points(self, line: Indicator, read: list[dict[str, Any]], subject: Subject, dimension: str) -> Decimal:
        if line.measure is Measure.RECORDS and read:
            moved = [(record["record_id"], self.record_points(line, record)) for record in read]
            subject.parts += [(dimension, line.id, "record", record_id, points) for record_id, points in moved]
            return sum((points for _, points in moved), Decimal(0))
        value, record_id = (None, None) if line.measure is Measure.RECORDS else self.measured(line, read)
        missing = value is None or (value == 0 and line.measure in (Measure.COUNT, Measure.PRESENT))
        binned = None if value is None else in_bins(line, value)
        if binned is not None:
            total = binned
        elif missing:
            total = line.missing
        else:
            total = Decimal(0) if line.bins else micro((value or Decimal(0)) * (line.points or Decimal(0)))
        if total or not missing:
            subject.parts.append((dimension, line.id, "missing" if missing else "value", record_id, total))
        return total

    def record_points(self, line: Indicator, record: dict[str, Any]) -> Decimal:
        value = None if line.value is None else VALUES[line.value](record)
        if line.by:
            raw = next((points for text, points in line.by if Condition(text).holds(record)), Decimal(0))
        elif line.bins:
            raw = (None if value is None else in_bins(line, value)) or Decimal(0)
        else:
            assert line.points is not None
            raw = line.points if line.value is None else line.points * (value or Decimal(0))
        return micro(raw * self.left_of(line, record))

    def left_of(self, line: Indicator, record: dict[str, Any]) -> Decimal:
        if line.decay is None:
            return Decimal(1)
        day = record[line.dated]
        if line.decay.half_life is not None:
            months = line.decay.half_life.count * (12 if line.decay.half_life.unit == "year" else 1)
            with localcontext(prec=60):
                factor = Decimal("0.5") ** (Decimal(full_months(day, self.as_of)) / months)
                return factor.quantize(Decimal("1e-9"), ROUND_HALF_UP)
        reached = [share for age, share in line.decay.steps if end_of(age, day) <= self.as_of]
        return reached[-1] if reached else Decimal(1)

    def measured(self, line: Indicator, read: list[dict[str, Any]]) -> tuple[Decimal | None, str | None]:
        """The value, and the record that decided it."""
        if line.measure in (Measure.COUNT, Measure.PRESENT):
            return Decimal(len(read) if line.measure is Measure.COUNT else bool(read)), None
        if not read:
            return None, None
        if line.measure is Measure.SHARE:
            met = sum(Condition(line.of or "").holds(record) for record in read)
            return micro(Decimal(met) / Decimal(len(read))), None
        if line.measure is Measure.DAYS_SINCE:
            last = max(read, key=lambda record: (record[line.dated], record["record_id"]))
            return Decimal((self.as_of - last[line.dated]).days), last["record_id"]
        values = ((VALUES[line.value or ""](record), record) for record in read)
        valued = [(value, record) for value, record in values if value is not None]
        if not valued:
            return None, None
        if line.measure is Measure.SUM:
            return sum((value for value, _ in valued), Decimal(0)), None
        day = (lambda record: record[line.dated]) if line.measure is Measure.LATEST else (lambda record: 0)
        value, record = max(valued, key=lambda pair: (day(pair[1]), pair[0], pair[1]["record_id"]))
        return value, record["record_id"]

    def bounded(self, part: Any, total: Decimal, subject: Subject, of: tuple[str, str | None]) -> Decimal:
        within = total if part.floor is None else max(total, part.floor)
        within = within if part.cap is None else min(within, part.cap)
        if within != total:
            subject.parts.append((*of, "floor" if within > total else "cap", None, within - total))
        return within

    def grade(self, records: list[dict[str, Any]], subject: Subject) -> None:
        bands, names = self.model.grades, [band.id for band in self.model.grades]
        by_score = next(n for n, band in enumerate(bands) if band.from_ is None or subject.score >= band.from_)
        holding = [r for r in self.model.rules if any(self.reads(r, record, standing=True) for record in records)]
        direct = [names.index(rule.grade) for rule in holding if rule.grade is not None]
        before = max(direct) if direct else by_score
        rank = max([before, *(names.index(rule.not_above) for rule in holding if rule.not_above is not None)])
        deciding = "not_above" if rank > before else "grade"
        subject.grade = names[rank]
        subject.direct = next((rule.id for rule in holding if getattr(rule, deciding) == names[rank]), None)


# The comparison


def compare(bench: Any, model: EvaluationModel, ledger: list[Any], as_of: date) -> None:
    bench.clear()
    records = []
    for subject_id, columns, its_events in ledger:
        record_id = bench.record(subject_id, **columns)
        for kind, on in its_events:
            bench.event(kind, on.isoformat(), record_id, subject_id)
        records.append({**columns, "subject_id": subject_id, "record_id": record_id, "events": its_events})
    wanted, found = Oracle(model, as_of).results(records), bench.results(model, as_of)
    assert set(found) == set(wanted)
    parts = parts_of(bench, model, as_of)
    for name, row in found.items():
        subject = wanted[name]
        assert {d: row[d] for d in subject.dimensions} == subject.dimensions
        assert (row["score"], row["grade"], row["direct"]) == (subject.score, subject.grade, subject.direct)
        assert sorted(parts[name], key=repr) == sorted(map(in_micros, subject.parts), key=repr)
        assert model.base.points + sum(part[-1] for part in parts[name]) == subject.score


def parts_of(bench: Any, model: EvaluationModel, as_of: date) -> dict[str, list[tuple[Any, ...]]]:
    plan = bench.compiled(model, as_of).plan
    parts = defaultdict(list)
    for name, dimension, line, kind, record_id, _, moved in bench.contributions(model, as_of):
        indicator = None if line is None else plan.lines[line].indicator.id
        parts[name].append(in_micros((plan.groups[dimension].dimension.id, indicator, kind, record_id, moved)))
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
