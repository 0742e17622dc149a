"""The shipped publicity rules, class by class: an example each, its dates worked out by hand.

Every class of the national rule sets, of Zhejiang's and of the invented city's has its case; the last test sees to it.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

import pytest

from gongxin.law.library import Law
from gongxin.standing import Reason

ALL, SHARED, NONE = "displayed shared counted", "shared", ""
COUNTED, SHARED_COUNTED = "counted", "shared counted"
MARKET = {"authority": "云泽市市场监督管理局"}
ZJ = {"region": "330100"}
YUNZE = {"region": "990100"}
PERSON = {"subject_kind": "natural_person"}


@dataclass(frozen=True)
class Case:
    """A record made on ``day`` and what the rules of that day say of it: days as texts, no end as None."""

    rule_set: str
    class_: str
    day: str
    ends_on: str | None
    repairable_from: str | None = None
    effects: str = ALL
    item: str = "penalty"
    columns: dict[str, Any] = field(default_factory=dict)
    payload: dict[str, str] = field(default_factory=dict)
    starts_on: str | None = None

    def __str__(self) -> str:
        return f"{self.rule_set}-{self.class_}-{self.day}-{self.ends_on}-{len(self.columns)}-{len(self.payload)}"


def kinds(*codes: str, **columns: Any) -> dict[str, Any]:
    return {"kinds": list(codes), **columns}


FINE = kinds("fine", amount="50000", procedure="ordinary")
R2017 = [
    Case("r2017", "serious", "2018-03-15", "2021-03-15", columns={"severity": "serious"}),
    Case("r2017", "serious", "2018-03-15", "2021-03-15", columns=kinds("downgrade")),
    Case("r2017", "ordinary", "2018-03-15", "2019-03-15", columns=FINE),
    Case("r2017", "ordinary", "2016-08-31", "2017-08-31", columns=FINE),
]
R2019 = [
    Case("r2019", "specific-serious", "2020-02-29", "2023-02-28", columns=kinds("revocation", field="food")),
    Case("r2019", "specific-serious", "2020-03-01", "2023-03-01", columns=kinds("suspension-of-business"),
         payload={"violation": "生产销售假冒伪劣产品"}),
    Case("r2019", "serious", "2020-08-31", "2023-08-31", "2021-03-01", columns=kinds("revocation", field="transport")),
    Case("r2019", "general", "2022-11-30", "2023-11-30", "2023-03-01", columns=FINE),
]  # fmt: skip
R2021 = [
    Case("r2021-samr45", "not-recorded", "2022-01-31", None, effects=NONE,
         columns={**MARKET, "procedure": "simplified"}),
    Case("r2021-samr45", "warning-only", "2022-01-31", None, effects=SHARED, columns=kinds("warning", **MARKET)),
    Case("r2021-samr45", "lower", "2022-01-31", "2022-04-30", columns=kinds("criticism", **MARKET)),
    Case("r2021-samr45", "ban-with-a-term", "2022-03-01", "2027-06-01",
         columns=kinds("ban-on-occupation", effective_to="2027-06-01", **MARKET)),
    Case("r2021-samr45", "ban-with-a-term", "2022-03-01", "2025-03-01",
         columns=kinds("restriction-of-business", effective_to="2023-03-01", **MARKET)),
    Case("r2021-samr45", "no-early-end", "2022-03-01", "2025-03-01", columns=kinds("fine", "downgrade", **MARKET)),
    Case("r2021-samr45", "guarded-fields", "2022-02-20", "2025-03-01", "2023-03-02", starts_on="2022-03-01",
         columns={**FINE, **MARKET, "field": "food", "published_on": "2022-03-01"}),
    Case("r2021-samr45", "other", "2022-08-31", "2025-08-31", "2023-03-01", columns={**FINE, **MARKET}),
]  # fmt: skip
R2023 = [
    Case("r2023", "not-collected", "2023-05-01", None, effects=NONE, columns=kinds("fine", amount="3000")),
    Case("r2023", "not-collected", "2023-05-01", None, effects=NONE, columns={"procedure": "simplified"}),
    Case("r2023", "warning-only", "2023-05-01", None, effects=SHARED,
         columns=kinds("warning", "criticism", procedure="ordinary")),
    Case("r2023", "guarded-fields", "2023-05-01", "2026-05-01", "2024-05-02", columns={**FINE, "field": "fire"}),
    Case("r2023", "guarded-fields", "2024-02-29", "2027-02-28", "2025-03-01",
         columns={**FINE, "legal_basis": "《中华人民共和国安全生产法》第九十九条"}),
    Case("r2023", "other", "2023-05-01", "2026-05-01", "2023-08-02", columns=kinds("fine", amount="3000.01")),
    Case("r2023", "other", "2026-03-31", "2029-03-31", "2026-07-01", columns=FINE),
]  # fmt: skip
R2025 = [
    Case("r2025-samr", "serious-list", "2026-01-10", "2029-01-10", "2027-01-11", item="serious", columns=MARKET),
    Case("r2025-samr", "serious-list", "2026-01-10", "2027-05-01", "2027-01-11", item="serious",
         columns={**MARKET, "effective_to": "2027-05-01"}),
    Case("r2025-samr", "abnormal-list", "2026-01-10", None, "2026-01-10", item="abnormal", columns=MARKET),
    Case("r2025-samr", "bad-check", "2026-01-10", "2027-01-10", "2026-04-11", item="inspection",
         columns={**MARKET, "level": "failed"}),
    Case("r2025-samr", "warning-only", "2026-01-10", None, effects=SHARED, columns=kinds("warning", **MARKET)),
    Case("r2025-samr", "serious", "2025-12-25", "2028-12-25", "2026-12-26", columns=kinds("closure", **MARKET)),
    Case("r2025-samr", "minor", "2025-12-25", "2026-03-25", columns={**MARKET, "procedure": "simplified"}),
    Case("r2025-samr", "general", "2025-12-25", "2026-12-25", "2026-03-26", columns={**FINE, **MARKET}),
]  # fmt: skip
R2026 = [
    Case("r2026", "serious-list", "2026-04-01", "2029-04-01", "2027-04-02", item="serious"),
    Case("r2026", "abnormal-list", "2026-04-01", "2026-09-30", "2026-04-01", item="abnormal",
         columns={"effective_to": "2026-09-30"}),
    Case("r2026", "serious", "2026-04-01", "2029-04-01", "2027-04-02", columns=kinds("suspension-of-permit")),
    Case("r2026", "serious", "2026-04-01", "2029-04-01", "2027-04-02",
         columns=kinds("permit-suspended-or-revoked"), payload={"content": "吊销营业执照"}),
    Case("r2026", "minor-shown", "2026-04-01", "2026-07-01", "2026-04-01", columns=kinds("warning"),
         payload={"publicity_state": "shown"}),
    Case("r2026", "minor", "2026-04-01", "2026-07-01", "2026-04-01", effects=SHARED, columns=kinds("warning")),
    Case("r2026", "minor", "2026-11-30", "2027-02-28", "2026-11-30", effects=SHARED, columns={"severity": "minor"}),
    Case("r2026", "general", "2026-04-01", "2027-04-01", "2026-07-02", columns=FINE),
]  # fmt: skip
NO_PENALTIES = [
    Case("registrations", "registered", "2009-09-09", None, item="registration"),
    Case("licences", "invalid", "2020-01-01", None, effects=NONE, item="licence", columns={"status": "invalid"}),
    Case("licences", "licensed", "2016-01-01", "2030-12-31", item="licence", columns={"effective_to": "2030-12-31"}),
    Case("licences", "licensed", "2016-01-01", None, item="licence"),
    Case("honours", "with-an-end", "2024-01-01", "2026-01-01", item="honour", columns={"effective_to": "2026-01-01"}),
    Case("honours", "yearly", "2024-02-29", "2025-02-28", item="honour"),
    Case("lists-before-2026", "listed", "2018-05-05", None, "2018-05-05", item="abnormal"),
    Case("lists-before-2026", "listed", "2018-05-05", "2020-02-02", "2018-05-05", item="serious",
         columns={"effective_to": "2020-02-02"}),
    Case("debtors", "listed", "2018-05-05", None, item="debtor"),
    Case("commitments", "broken", "2024-01-31", "2025-01-31", "2024-05-01", item="commitment",
         columns={"status": "broken"}),
    Case("commitments", "kept-or-running", "2024-01-31", "2027-01-31", item="commitment", columns={"status": "kept"}),
    Case("evaluations", "with-an-end", "2024-06-01", "2024-12-31", item="evaluation",
         columns={"effective_to": "2024-12-31"}),
    Case("evaluations", "yearly", "2024-06-01", "2025-06-01", item="evaluation"),
    Case("inspections", "result", "2026-01-10", "2027-01-10", item="inspection",
         columns={**MARKET, "level": "passed"}),
    Case("interviews", "kept", "2026-05-06", "2027-05-06", effects=SHARED, item="interview",
         columns={"code": "warning", "status": "refused"}),
]  # fmt: skip
PLACES = [
    Case("zj.not-bad-information", "simplified", "2024-01-01", None, effects=NONE,
         columns={**ZJ, "procedure": "simplified"}),
    Case("zj.persons", "licence", "2024-01-01", "2026-01-01", effects=SHARED, item="licence",
         columns={**ZJ, **PERSON, "effective_to": "2026-01-01"}),
    Case("zj.persons", "listed", "2024-01-01", "2029-01-01", effects=SHARED, item="serious",
         columns={**ZJ, **PERSON, "effective_to": "2026-01-01"}),
    Case("zj.persons", "bad-information", "2024-02-29", "2029-02-28", "2025-03-01", effects=SHARED,
         columns={**ZJ, **PERSON, **FINE}),
    Case("zj.bad-information", "kept", "2024-01-01", "2031-01-01", item="serious",
         columns={**ZJ, "effective_to": "2031-01-01"}),
    Case("yunze.persons", "licence", "2024-01-01", "2026-01-01", effects=SHARED, item="licence",
         columns={**YUNZE, **PERSON, "effective_to": "2026-01-01"}),
    Case("yunze.persons", "listed", "2024-01-01", None, effects=SHARED, item="debtor", columns={**YUNZE, **PERSON}),
    Case("yunze.persons", "bad-information", "2024-02-29", "2029-02-28", effects=SHARED,
         columns={**YUNZE, **PERSON, **FINE}),
]  # fmt: skip
KEPT_FOR_EVALUATION = [
    Case("tax-credit", "kept", "2025-05-06", None, effects=COUNTED, item="tax-indicator", columns={"code": "010101"}),
    Case(
        "tax-findings",
        "running",
        "2025-05-06",
        "2026-05-31",
        effects=COUNTED,
        item="tax-finding",
        columns={"code": "non-normal", "effective_to": "2026-05-31"},
    ),
    Case("traffic-points", "kept", "2025-05-06", None, effects=COUNTED, item="traffic-act", columns=PERSON),
    Case(
        "accountants",
        "ban",
        "2025-05-06",
        "2030-05-06",
        effects=SHARED_COUNTED,
        item="accountant-record",
        columns={"code": "five-year-ban", **PERSON},
    ),
    Case(
        "accountants",
        "kept",
        "2025-05-06",
        None,
        effects=COUNTED,
        item="accountant-record",
        columns={"code": "training", **PERSON},
    ),
    Case(
        "sector-rolls",
        "on-the-roll",
        "2025-05-06",
        None,
        effects=SHARED_COUNTED,
        item="sector-roll",
        columns={"code": "tourism"},
    ),
]
CASES = [*R2017, *R2019, *R2021, *R2023, *R2025, *R2026, *NO_PENALTIES, *PLACES, *KEPT_FOR_EVALUATION]


def day_of(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)


def effects_of(standing: Any) -> str:
    return " ".join(effect for effect in ALL.split() if getattr(standing, effect))


def lay_down(desk: Any, case: Case, record_id: str = "r") -> None:
    columns = {"subject_kind": "enterprise", "determined_on": case.day, **case.columns}
    desk.record(record_id, item=f"cn.{case.item}", payload=json.dumps(case.payload), **columns)


@pytest.fixture(scope="module")
def law() -> Law:
    return Law.load()


@pytest.fixture(scope="module")
def standings(law: Law, new_desk: Any) -> dict[str, Any]:
    """The standing of each case on its first day. A rule set that reaches back is there from its own first day only."""
    desk, firsts = new_desk(), {}
    in_force = {rules.id: rules.in_force.from_ for rules in law.publicity}
    for case in CASES:
        lay_down(desk, case, str(case))
        firsts[str(case)] = max(date.fromisoformat(case.starts_on or case.day), in_force[case.rule_set])
    on = {day: desk.standings(law, day) for day in sorted(set(firsts.values()))}
    return {name: on[day][name] for name, day in firsts.items()}


@pytest.mark.parametrize("case", CASES, ids=str)
def test_a_record_is_worth_what_its_class_says_and_for_as_long(case: Case, standings: dict[str, Any]) -> None:
    standing = standings[str(case)]
    assert (standing.rule_set, standing.class_) == (case.rule_set, case.class_)
    assert (standing.starts_on, standing.ends_on) == (day_of(case.starts_on or case.day), day_of(case.ends_on))
    assert standing.repairable_from == day_of(case.repairable_from)
    assert effects_of(standing) == case.effects


@pytest.mark.slow
@pytest.mark.parametrize("case", CASES, ids=str)
def test_it_has_its_effects_to_the_last_day_and_none_after(case: Case, desk: Any, law: Law) -> None:
    if case.ends_on is None:
        return
    lay_down(desk, case)
    last = date.fromisoformat(case.ends_on)
    assert effects_of(desk.standing(law, last)) == case.effects
    over = desk.standing(law, last + timedelta(days=1))
    assert (effects_of(over), over.reason) == (NONE, Reason.EXPIRED)


def test_the_ground_is_the_article_of_the_class_and_says_whether_it_was_read(desk: Any, law: Law) -> None:
    lay_down(desk, R2021[2])
    standing = desk.standing(law, "2022-02-01")
    assert (standing.cite_instrument, standing.cite_article, standing.verified) == ("samr-order-45", "13", True)
    assert standing.sentence.zh == "在期限内，自 2022-01-31 至 2022-04-30（含当日）。"


def test_a_penalty_after_the_last_rules_end_keeps_the_rules_of_its_day(desk: Any, law: Law) -> None:
    """The day before order 36 came into force, order 58 still governs: three years, not one."""
    desk.record("before", item="cn.penalty", determined_on="2026-03-31", **FINE)
    desk.record("after", item="cn.penalty", determined_on="2026-04-01", **FINE)
    standings = desk.standings(law, "2027-06-01")
    assert (standings["before"].displayed, standings["after"].displayed) == (True, False)


def test_every_class_has_its_case(law: Law) -> None:
    shipped = {
        (rules.id, of.id) for rules in law.publicity for of in rules.classes if not rules.id.endswith("published")
    }
    assert shipped == {(case.rule_set, case.class_) for case in CASES}
