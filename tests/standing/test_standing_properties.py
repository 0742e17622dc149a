"""Standing in general: random rule sets, records and events against a plain reading of the same rules."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gongxin.law.durations import end_of
from gongxin.law.schema.basics import Duration
from gongxin.standing import Reason

ANY = settings(max_examples=5, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
EFFECTS = ("displayed", "shared", "counted")

days = st.dates(date(2020, 1, 1), date(2024, 12, 31))
durations = st.sampled_from(["45 days", "3 months", "1 year", "3 years"])
effects = st.lists(st.sampled_from(EFFECTS), unique=True)
conditions = st.sampled_from(["severity = 'minor'", "amount >= 1000", "severity = 'serious' or amount > 5000"])

classes = st.fixed_dictionaries(
    {"effects": effects, "after": effects, "longest": st.booleans(), "repairable": st.booleans()},
    optional={"minimum": durations, "maximum": durations, "until": st.just("effective_to")},
)


@st.composite
def publicity(draw: Any, number: Any) -> Any:
    conditional = draw(st.lists(st.tuples(conditions, classes), max_size=2))
    listed = [{"id": f"c{place}", "when": when, **rest} for place, (when, rest) in enumerate(conditional)]
    in_force = {"from": draw(days)}
    if draw(st.booleans()):
        in_force["to"] = in_force["from"] + timedelta(days=draw(st.integers(0, 900)))
    return {
        "rules_id": f"r{number}",
        "classes": [*listed, {"id": "rest", "when": "true", **draw(classes)}],
        "in_force": in_force,
        "precedence": draw(st.integers(0, 1)),
        "reaches_back": draw(st.booleans()),
        "starts": draw(st.sampled_from([["determined_on"], ["published_on"], ["published_on", "determined_on"]])),
        **draw(st.sampled_from([{}, {"when": "severity is not null"}])),
    }


rule_sets = st.integers(1, 3).flatmap(lambda count: st.tuples(*(publicity(number) for number in range(count))))
records = st.fixed_dictionaries(
    {},
    optional={
        "determined_on": days,
        "published_on": days,
        "effective_to": days,
        "severity": st.sampled_from(["minor", "serious"]),
        "amount": st.sampled_from([999, 1000, 9000]),
        "no_penalty": st.booleans(),
        "item": st.sampled_from(["penalty", "honour"]),
    },
)
kinds = [
    "withdrawn", "repaired", "shielded", "unshielded", "list_exit", "list_entry", "objection_opened",
    "objection_closed", "corrected", "consent_given", "consent_withdrawn", "repair_revoked",
]  # fmt: skip
events = st.lists(st.tuples(st.sampled_from(kinds), days, st.sampled_from([None, "Y-1"])), max_size=5)


@dataclass
class Expected:
    """What the rules say of a record, worked out one step after another."""

    reason: Reason
    effects: set[str] = field(default_factory=set)
    rule_set: str | None = None
    class_: str | None = None
    starts_on: date | None = None
    ends_on: date | None = None


def holds(condition: Any, record: Any) -> Any:
    severity, amount = record.get("severity"), record.get("amount")
    return {
        "true": True,
        "severity is not null": severity is not None,
        "severity = 'minor'": severity == "minor",
        "amount >= 1000": amount is not None and amount >= 1000,
        "severity = 'serious' or amount > 5000": severity == "serious" or (amount is not None and amount > 5000),
    }[condition]


def start_of(rule_set: Any, record: Any) -> Any:
    return next((record[column] for column in rule_set["starts"] if column in record), None)


def governing(rule_sets: Any, record: Any, as_of: Any) -> Any:
    """The rule set and class that claim the record, or None."""
    claims = []
    for rule_set in rule_sets:
        start, first, last = start_of(rule_set, record), rule_set["in_force"]["from"], rule_set["in_force"].get("to")
        reaches = rule_set["reaches_back"] and as_of >= first
        if start is None or record["item"] != "penalty" or (last is not None and start > last):
            continue
        if rule_set["reaches_back"] and not reaches:
            continue
        if start < first and not reaches:
            continue
        if "when" in rule_set and not holds(rule_set["when"], record):
            continue
        claims.append((-rule_set["precedence"], rule_set["reaches_back"], -first.toordinal(), rule_set["rules_id"]))
    if not claims:
        return None
    chosen = next(rule_set for rule_set in rule_sets if rule_set["rules_id"] == min(claims)[-1])
    return chosen, next(c for c in chosen["classes"] if holds(c["when"], record))


def end_of_period(of: Any, start: Any, record: Any) -> Any:
    until = record.get("effective_to")
    maximum = end_of(Duration.model_validate(of["maximum"]), start) if "maximum" in of else None
    if "until" not in of:
        return maximum
    if maximum is None:
        return until
    if of["longest"]:
        return None if until is None else max(until, maximum)
    return maximum if until is None else min(until, maximum)


def by_period(rule_sets: Any, record: Any, as_of: date, *, delisted: bool) -> tuple[Expected, date | None]:
    """The standing that the governing class gives, as if nothing but a list exit had happened; and its last day."""
    claim = governing(rule_sets, record, as_of)
    if claim is None:
        adverse = record["item"] == "penalty"
        return Expected(Reason.NO_RULE if adverse else Reason.NO_TERM, set() if adverse else set(EFFECTS)), None
    rule_set, of = claim
    start = start_of(rule_set, record)
    end = end_of_period(of, start, record)
    if start > as_of:
        reason, effects = Reason.NOT_YET_BEGUN, set()
    elif delisted or (end is not None and end < as_of):
        reason, effects = Reason.DELISTED if delisted else Reason.EXPIRED, set(of["after"])
    else:
        running = Reason.OPEN_ENDED if end is None else Reason.IN_PERIOD
        reason = running if "displayed" in of["effects"] else Reason.NOT_PUBLISHED
        effects = set(of["effects"])
    return Expected(reason, effects, rule_set["rules_id"], of["id"], start), end


def repaired_on(events: Any, as_of: date) -> date | None:
    """The day of the repair that holds: the first, or, if that was revoked, the last one granted since."""
    repairs: list[date] = sorted(on for kind, on, _ in events if kind == "repaired" and on <= as_of)
    revoked = max((on for kind, on, _ in events if kind == "repair_revoked" and on <= as_of), default=date.min)
    if not repairs or repairs[-1] <= revoked:
        return None
    return repairs[0] if repairs[0] > revoked else repairs[-1]


def expected(rule_sets: Any, record: Any, events: Any, as_of: date) -> Expected:
    """The standing of a record by a plain reading of the rules."""
    happened: dict[str, date] = {}
    for kind, on, _ in events:
        if on <= as_of:
            first = kind == "withdrawn"
            happened[kind] = (min if first else max)(happened.get(kind, on), on)

    def holds_since(brings: str, lifts: str, *, on_the_day: bool = False) -> date | None:
        brought, lifted = happened.get(brings), happened.get(lifts, date.min)
        return brought if brought and (brought > lifted or (on_the_day and brought == lifted)) else None

    made = record.get("determined_on") or record.get("published_on")
    repaired = repaired_on(events, as_of)
    delisted = holds_since("list_exit", "list_entry", on_the_day=True)
    answer, end = by_period(rule_sets, record, as_of, delisted=delisted is not None)
    bars = {
        Reason.WITHDRAWN: happened.get("withdrawn"),
        Reason.NOT_YET_MADE: made is not None and made > as_of,
        Reason.NO_PENALTY: record.get("no_penalty"),
        Reason.CONSENT_WITHDRAWN: holds_since("consent_withdrawn", "consent_given"),
        Reason.REPAIRED: repaired,
        Reason.SHIELDED: holds_since("shielded", "unshielded"),
    }
    barred = next((reason for reason, applies in bars.items() if applies), None)
    if barred is not None:
        answer.reason, answer.effects = barred, set()
    before = [on - timedelta(days=1) for on in (repaired, delisted, happened.get("withdrawn")) if on]
    answer.ends_on = min([*before, *([end] if end else [])], default=None)
    return answer


def lay_down(desk: Any, record: Any, events: Any, record_id: Any = "r") -> Any:
    desk.record(record_id, **record)
    for kind, on, case_no in events:
        desk.event(kind, on.isoformat(), record_id, case_no=case_no)


def fresh(desk: Any) -> Any:
    desk.connection.execute("TRUNCATE record")
    desk.connection.execute("TRUNCATE event")
    return desk


def effects_of(standing: Any) -> Any:
    return {effect for effect in EFFECTS if getattr(standing, effect)}


def compare(desk: Any, book: Any, rule_sets: Any, record: Any, events: Any, as_of: date) -> None:
    record = {"item": "penalty", **record}
    lay_down(fresh(desk), record, events)
    standing, wanted = desk.standing(book, as_of), expected(rule_sets, record, events, as_of)
    assert standing.reason is wanted.reason
    assert effects_of(standing) == wanted.effects
    assert (standing.rule_set, standing.class_) == (wanted.rule_set, wanted.class_)
    assert (standing.starts_on, standing.ends_on) == (wanted.starts_on, wanted.ends_on)
    assert standing.on_file == (wanted.reason not in (Reason.WITHDRAWN, Reason.NOT_YET_MADE))


@given(rule_sets=rule_sets, record=records, events=events, as_of=days)
@settings(ANY, max_examples=30)
def test_standing_is_what_a_plain_reading_of_the_rules_says(
    rule_sets: Any, record: Any, events: Any, as_of: Any, desk: Any, make_book: Any, make_rules: Any
) -> None:
    compare(desk, make_book(*(make_rules(**rule_set) for rule_set in rule_sets)), rule_sets, record, events, as_of)


@pytest.mark.slow
@given(rule_sets=rule_sets, record=records, events=events, as_of=days)
@settings(ANY, max_examples=600)
def test_it_is_so_many_times_over(
    rule_sets: Any, record: Any, events: Any, as_of: Any, desk: Any, make_book: Any, make_rules: Any
) -> None:
    compare(desk, make_book(*(make_rules(**rule_set) for rule_set in rule_sets)), rule_sets, record, events, as_of)


@given(rule_sets=rule_sets, several=st.lists(st.tuples(records, events), min_size=2, max_size=6), as_of=days)
@ANY
def test_one_record_alone_and_many_at_once_agree(
    rule_sets: Any, several: Any, as_of: Any, desk: Any, make_book: Any, make_rules: Any
) -> None:
    book = make_book(*(make_rules(**rule_set) for rule_set in rule_sets))
    fresh(desk)
    for place, (record, its_events) in enumerate(several):
        lay_down(desk, record | {"item": "penalty"}, its_events, f"r{place}")
    together = desk.standings(book, as_of)
    assert len(together) == len(several), "every record has one standing"
    for place, (record, its_events) in enumerate(several):
        lay_down(fresh(desk), record | {"item": "penalty"}, its_events, f"r{place}")
        assert desk.standing(book, as_of, f"r{place}") == together[f"r{place}"]


@given(rule_sets=rule_sets, record=records, events=events, as_of=days, later=st.lists(st.integers(1, 900), min_size=3))
@ANY
def test_once_over_it_is_never_shown_again_without_a_new_event(
    rule_sets: Any, record: Any, events: Any, as_of: Any, later: Any, desk: Any, make_book: Any, make_rules: Any
) -> None:
    # Rule sets that reach back are left out: what they say changes on their own first day, which is no event.
    book = make_book(*(make_rules(**{**rule_set, "reaches_back": False}) for rule_set in rule_sets))
    happened = [event for event in events if event[1] <= as_of]
    lay_down(fresh(desk), record | {"item": "penalty"}, happened)
    now = desk.standing(book, as_of)
    if now.reason in (Reason.EXPIRED, Reason.DELISTED, Reason.REPAIRED, Reason.WITHDRAWN):
        for gap in later:
            then = desk.standing(book, as_of + timedelta(days=gap))
            assert effects_of(then) <= effects_of(now)


@given(rule_sets=rule_sets, record=records, events=events, as_of=days, future=events)
@ANY
def test_no_day_knows_of_a_later_event(
    rule_sets: Any, record: Any, events: Any, as_of: Any, future: Any, desk: Any, make_book: Any, make_rules: Any
) -> None:
    book = make_book(*(make_rules(**rule_set) for rule_set in rule_sets))
    lay_down(fresh(desk), record | {"item": "penalty"}, events)
    before = desk.standing(book, as_of)
    for kind, on, case_no in future:
        desk.event(kind, max(on, as_of + timedelta(days=1)).isoformat(), case_no=case_no)
    assert desk.standing(book, as_of) == before


@given(rule_sets=rule_sets, record=records, events=events, repaired_on=days, gap=st.integers(0, 900))
@ANY
def test_repair_takes_its_three_effects_at_once_and_for_good(
    rule_sets: Any, record: Any, events: Any, repaired_on: Any, gap: Any, desk: Any, make_book: Any, make_rules: Any
) -> None:
    book = make_book(*(make_rules(**rule_set) for rule_set in rule_sets))
    lay_down(fresh(desk), record | {"item": "penalty"}, [*events, ("repaired", repaired_on, None)])
    assert effects_of(desk.standing(book, repaired_on + timedelta(days=gap))) == set()


@pytest.mark.parametrize("zone", ["Asia/Shanghai", "America/Anchorage"])
def test_days_are_days_wherever_the_server_stands(zone: Any, desk: Any, make_book: Any, make_rules: Any) -> None:
    book = make_book(make_rules("r", [{"id": "c", "when": "true", "maximum": "1 year"}]))
    desk.record(determined_on="2024-02-29")
    desk.connection.execute(f"SET TimeZone = '{zone}'")
    try:
        assert desk.standing(book, "2025-02-28").displayed
        assert not desk.standing(book, "2025-03-01").displayed
    finally:
        desk.connection.execute("RESET TimeZone")
