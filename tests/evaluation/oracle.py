"""A slow evaluation in plain Python that knows no SQL: what the compiled models are held against.

It walks through subjects, lines and records one by one, in Decimal, and takes only the calendar from the platform
(:mod:`gongxin.law.durations`, which has its own tests).
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from decimal import ROUND_HALF_UP, Decimal, localcontext
from typing import TYPE_CHECKING, Any

from gongxin.law.durations import add_months, end_of, full_months
from gongxin.law.schema.basics import Duration
from gongxin.law.schema.model import EvaluationModel, Indicator, Measure

if TYPE_CHECKING:
    from collections.abc import Callable

MICRO = Decimal("0.000001")


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


CONDITIONS = ["severity = 'serious'", "amount >= 1000", "not severity = 'minor'", "severity is null or amount < 500"]
VALUES: dict[str, Callable[[dict[str, Any]], Decimal | None]] = {
    "value": lambda record: record.get("value"),
    "amount * 0.001": lambda record: None if record.get("amount") is None else record["amount"] * Decimal("0.001"),
    "amount": lambda record: record.get("amount"),
    "coalesce(value, 0) + 1": lambda record: (record.get("value") or Decimal(0)) + 1,
}


@dataclass
class Subject:
    """What the oracle works out of one subject: its columns, and what moved the score."""

    base: Decimal
    score: Decimal
    grade: str | None = None
    direct: str | None = None
    dimensions: dict[str, Decimal] = field(default_factory=dict)
    parts: list[tuple[str | None, str | None, str, str | None, Decimal]] = field(default_factory=list)


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
        return {
            name: self.subject(records) for name, records in self.files(ledger).items() if self.barred(records) is None
        }

    def excluded(self, ledger: list[dict[str, Any]]) -> dict[str, str]:
        reasons = {name: self.barred(records) for name, records in self.files(ledger).items()}
        return {name: reason for name, reason in reasons.items() if reason is not None}

    def files(self, ledger: list[dict[str, Any]]) -> dict[str, list[dict[str, Any]]]:
        """The records of each subject that there is anything to evaluate of."""
        files: dict[str, list[dict[str, Any]]] = defaultdict(list)
        for record in filter(self.on_file, ledger):
            files[record["subject_id"]].append(record)
        required = self.model.requires
        return {
            name: records
            for name, records in files.items()
            if any(record["item"] in required for record in records) and self.anchor(records) is not None
        }

    def barred(self, records: list[dict[str, Any]]) -> str | None:
        return next((bar.id for bar in self.model.not_evaluated if self.present(bar, records)), None)

    def subject(self, records: list[dict[str, Any]]) -> Subject:
        cases = [of for of in self.model.base.cases if all(self.present(asked, records) for asked in of.having)]
        base = cases[0].points if cases else self.model.base.points
        subject = Subject(base, base)
        if self.model.base.cases:
            subject.parts.append((None, None, "base", None, base))
        for dimension in self.model.dimensions:
            total = Decimal(0)
            for line in dimension.indicators:
                read = [record for record in records if self.reads(line, record, records)]
                points = self.line_points(line, read, subject, dimension.id)
                total += self.bounded(line, points, subject, (dimension.id, line.id))
            subject.dimensions[dimension.id] = self.bounded(dimension, total, subject, (dimension.id, None))
            subject.score += subject.dimensions[dimension.id]
        if self.model.grades:
            self.grade(records, subject)
        return subject

    def present(self, asked: Any, records: list[dict[str, Any]]) -> bool:
        """Whether what is asked of records to be on file holds."""
        read = [record for record in records if self.reads(asked, record, records)]
        if asked.latest is None:
            return (len(read) >= asked.at_least) is not bool(asked.absent)
        last = max(read, key=lambda record: (record[asked.dated], record["record_id"]), default=None)
        return (last is not None and Condition(asked.latest).holds(last)) is not bool(asked.absent)

    def on_file(self, record: dict[str, Any]) -> bool:
        made = next((record[d] for d in ("determined_on", "occurred_on", "effective_from") if d in record), None)
        withdrawn = any(kind == "withdrawn" and on <= self.as_of for kind, on in record["events"])
        return not withdrawn and (made is None or made <= self.as_of) and not record.get("no_penalty")

    def counted(self, record: dict[str, Any], *, repaired_too: bool) -> bool:
        happened: dict[str, date] = defaultdict(lambda: date.min)
        for kind, on in record["events"]:
            if on <= self.as_of:
                happened[kind] = max(happened[kind], on)
        if happened["repaired"] > happened["repair_revoked"]:
            return repaired_too
        if happened["shielded"] > happened["unshielded"]:
            return False
        start = record.get("determined_on")
        year = Duration(count=1, unit="year")
        return record["item"] != "penalty" or (start is not None and start <= self.as_of <= end_of(year, start))

    def reads(self, part: Any, record: dict[str, Any], records: list[dict[str, Any]]) -> bool:
        """Whether an indicator, or anything that asks for records, reads one."""
        repaired_too = getattr(part, "repair", None) is not None
        if record["item"] not in part.from_ or (part.standing and not self.counted(record, repaired_too=repaired_too)):
            return False
        parts = ("window", "decay", "repair", "reversed_by", "latest")
        needs_date = any(getattr(part, name, None) is not None for name in parts)
        needs_date |= getattr(part, "measure", None) in (Measure.LATEST, Measure.DAYS_SINCE, Measure.MONTHS_SINCE)
        day = record.get(part.dated)
        if day is None and needs_date:
            return False
        if day is not None and (day > self.as_of or not self.in_window(part, record, day, records)):
            return False
        if getattr(part, "reversed_by", None) is not None and self.undone(part, record, records):
            return False
        return part.when is None or Condition(str(part.when)).holds(record)

    def in_window(self, part: Any, record: dict[str, Any], day: date, records: list[dict[str, Any]]) -> bool:
        window = part.window
        if window is None:
            return True
        if window.unit in ("day", "month", "year"):
            return bool(end_of(window, day) >= self.as_of)
        if window.unit == "cycle":
            return self.in_cycle(part, record, day, records)
        months = {"year": 12, "half-year": 6, "quarter": 3, "month": 1}[self.model.period or "year"]
        months = 12 if window.unit == "calendar year" else months
        ago = self.slot(self.as_of, months) - self.slot(day, months)
        if window.unit == "period" and self.slot(date.fromordinal(self.as_of.toordinal() + 1), months) == self.slot(
            self.as_of, months
        ):
            ago -= 1  # the period that runs has not ended: the one before it is evaluated
        if window.previous:
            ago -= 1
        return 0 <= ago < int(window.count)

    def slot(self, day: date, months: int) -> int:
        return (day.year * 12 + day.month - 1) // months

    def anchor(self, records: list[dict[str, Any]]) -> date | None:
        assert self.model.cycle is not None
        days = [record.get("effective_from") for record in records if record["item"] in self.model.cycle.from_]
        return min((day for day in days if day is not None and day <= self.as_of), default=None)

    def in_cycle(self, part: Any, record: dict[str, Any], day: date, records: list[dict[str, Any]]) -> bool:
        cycle, anchor = self.model.cycle, self.anchor(records)
        assert cycle is not None
        assert anchor is not None
        length = cycle.length.count * (12 if cycle.length.unit == "year" else 1)
        running = full_months(anchor, self.as_of) // length
        starts = [add_months(anchor, length * (running - ago)) for ago in range(4)]
        if cycle.cleared_by is not None:
            clearing = [r for r in records if r["item"] == "honour" and Condition(cycle.cleared_by.when or "").holds(r)]
            cleared = [r["determined_on"] for r in clearing if r.get("determined_on", date.max) <= self.as_of]
            if cleared and day <= max(cleared):
                return False
        if part.window.previous:
            return bool(starts[part.window.count] <= day < starts[0])
        if starts[part.window.count - 1] <= day:
            return True
        if getattr(part, "carried_until", None) is None:
            return False
        return record.get("effective_to") is None or record["effective_to"] >= starts[0]

    def undone(self, line: Indicator, record: dict[str, Any], records: list[dict[str, Any]]) -> bool:
        reversal = line.reversed_by
        assert reversal is not None
        others = [r for r in records if r["item"] in reversal.from_ and r.get("level") is not None]
        others = [r for r in others if reversal.when is None or Condition(reversal.when).holds(r)]
        days = [r.get("determined_on") for r in others if r["level"] == record.get("level")]
        return any(day is not None and record[line.dated] <= day <= self.as_of for day in days)

    def line_points(self, line: Indicator, read: list[dict[str, Any]], subject: Subject, dimension: str) -> Decimal:
        if line.measure is Measure.RECORDS and read:
            moved = [(record["record_id"], self.record_points(line, record)) for record in read]
            subject.parts += [(dimension, line.id, "record", record_id, points) for record_id, points in moved]
            if line.within_each is not None:
                return self.within_each(line, read, subject, dimension)
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

    def within_each(self, line: Indicator, read: list[dict[str, Any]], subject: Subject, dimension: str) -> Decimal:
        assert line.within_each is not None
        sums: dict[int, Decimal] = defaultdict(Decimal)
        for record in read:
            months = 12 if line.within_each.span == "year" else 1
            sums[self.slot(record[line.dated], months)] += self.record_points(line, record)
        return sum(
            (self.bounded(line.within_each, points, subject, (dimension, line.id)) for points in sums.values()),
            Decimal(0),
        )

    def record_points(self, line: Indicator, record: dict[str, Any]) -> Decimal:
        value = None if line.value is None else VALUES[line.value](record)
        if line.by:
            raw = next((points for text, points in line.by if Condition(text).holds(record)), Decimal(0))
        elif line.bins:
            raw = (None if value is None else in_bins(line, value)) or Decimal(0)
        else:
            assert line.points is not None
            raw = line.points if line.value is None else line.points * (value or Decimal(0))
        return micro(raw * self.left_of(line, record) * (1 - self.come_back(line, record)))

    def repairs(self, record: dict[str, Any]) -> list[date]:
        """The days of repairs that hold; of one revoked since, the last repair after that."""
        days = sorted(on for kind, on in record["events"] if kind == "repaired" and on <= self.as_of)
        revoked = max(
            (on for kind, on in record["events"] if kind == "repair_revoked" and on <= self.as_of), default=None
        )
        if revoked is None or not days or days[0] > revoked:
            return days
        return days[-1:] if days[-1] > revoked else []

    def come_back(self, line: Indicator, record: dict[str, Any]) -> Decimal:
        """The share of the points that a repair has brought back."""
        if line.repair is None:
            return Decimal(0)
        repairs = self.repairs(record)
        if line.repair.on is not None and record.get("effective_to") is not None:
            repairs.append(record["effective_to"])
        day = record[line.dated]
        if not repairs or min(repairs) > self.as_of:
            return Decimal(0)
        on = min(repairs)
        for step in line.repair.steps:
            within = step.within
            years = {"same year": 0, "next year": 1}
            if isinstance(within, str):
                in_time = on.year <= day.year + years[within]
            else:
                in_time = within is None or on <= end_of(within, day)
            if in_time and (step.when is None or Condition(step.when).holds(record)):
                return step.share
        return Decimal(0)

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
        if line.measure in (Measure.DAYS_SINCE, Measure.MONTHS_SINCE):
            last = max(read, key=lambda record: (record[line.dated], record["record_id"]))
            days, months = (self.as_of - last[line.dated]).days, full_months(last[line.dated], self.as_of)
            return Decimal(days if line.measure is Measure.DAYS_SINCE else months), last["record_id"]
        if line.measure is Measure.RATIO:
            both = [(VALUES[line.value or ""](record), VALUES[line.per or ""](record)) for record in read]
            pairs = [(value, per) for value, per in both if value is not None and per is not None]
            over = sum((per for _, per in pairs), Decimal(0))
            return (micro(sum((value for value, _ in pairs), Decimal(0)) / over) if over > 0 else None), None
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
        by_score = next(
            n for n, of in enumerate(bands) if not of.by_rule and (of.from_ is None or subject.score >= of.from_)
        )
        holding = [
            rule
            for rule in self.model.rules
            if self.present(rule, records) and (rule.score_from is None or subject.score >= rule.score_from)
        ]
        direct = [names.index(rule.grade) for rule in holding if rule.grade is not None]
        before = max(direct) if direct else by_score
        rank = max([before, *(names.index(rule.not_above) for rule in holding if rule.not_above is not None)])
        deciding = "not_above" if rank > before else "grade"
        subject.grade = names[rank]
        subject.direct = next((rule.id for rule in holding if getattr(rule, deciding) == names[rank]), None)
