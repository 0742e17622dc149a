"""Which regime governs which record, and by which day somebody must answer: the shipped procedures, pinned by date."""

from __future__ import annotations

from datetime import date

import pytest

from gongxin.law.library import Law
from gongxin.law.procedures import procedures_for, term_of
from gongxin.law.schema.procedure import Actor, Check, Effect, Procedure, ProcedureKind

LAW = Law.load()
HANGZHOU, NINGBO, SHANGHAI, YUNZE = "330106", "330203", "310101", "990101"


def day(text: str) -> date:
    return date.fromisoformat(text)


def regime(
    kind: ProcedureKind = ProcedureKind.REPAIR,
    *,
    item: str | None = "cn.penalty",
    of: str | None = None,
    opened: str = "2026-11-24",
    rule_set: str | None = None,
    region: str | None = None,
    holding: tuple[str, ...] = (),
) -> list[str]:
    """The regimes by id and first day; ``holding`` are those whose condition the record meets."""
    found = procedures_for(
        LAW,
        kind,
        item=item,
        rule_set=rule_set,
        record_day=None if of is None else day(of),
        opening_day=day(opened),
        region=region,
        holds=lambda procedure: procedure.id in holding,
    )
    return [f"{procedure.id}@{procedure.in_force.from_}" for procedure in found]


def procedure(name: str) -> Procedure:
    id_, edition = name.split("@")
    return LAW.procedure(id_, day(edition))


@pytest.mark.parametrize(
    ("of", "rule_set", "expected"),
    [
        ("2019-07-01", "r2019", "cn.repair.2019@2019-07-01"),
        ("2019-07-02", "r2019", "cn.repair.2019@2019-07-01"),
        ("2022-03-04", "r2019", "cn.repair.2019@2019-07-01"),
        ("2023-04-30", "r2019", "cn.repair.2019@2019-07-01"),
        ("2023-05-01", "r2023", "cn.repair.2023@2023-05-01"),
        ("2026-03-31", "r2023", "cn.repair.2023@2023-05-01"),
        ("2026-04-01", "r2026", "cn.repair.2026@2026-04-01"),
        ("2021-09-01", "r2021-samr45", "cn.repair.market@2021-09-01"),
        ("2025-12-24", "r2021-samr45", "cn.repair.market@2021-09-01"),
        ("2025-12-25", "r2025-samr", "cn.repair.market@2025-12-25"),
        ("2026-04-01", "r2025-samr", "cn.repair.market@2025-12-25"),
    ],
)
def test_a_penalty_is_repaired_by_the_rules_of_its_day_however_late_it_is_asked_for(
    of: str, rule_set: str, expected: str
) -> None:
    for opened in (of, "2026-11-24", "2031-01-02"):
        assert regime(of=of, rule_set=rule_set, opened=opened, region=HANGZHOU) == [expected]


@pytest.mark.parametrize(
    ("item", "of", "holding", "expected"),
    [
        ("cn.abnormal", "2016-05-04", (), "cn.repair.abnormal@2014-10-01"),
        ("cn.abnormal", "2026-03-31", (), "cn.repair.abnormal@2014-10-01"),
        ("cn.serious", "2021-08-31", ("cn.repair.serious.market",), "cn.repair.serious@2017-10-30"),
        ("cn.serious", "2021-09-01", ("cn.repair.serious.market",), "cn.repair.serious.market@2021-09-01"),
        ("cn.serious", "2025-12-24", ("cn.repair.serious.market",), "cn.repair.serious.market@2021-09-01"),
        ("cn.serious", "2021-12-31", ("cn.repair.serious.wages",), "cn.repair.serious@2017-10-30"),
        ("cn.serious", "2022-01-01", ("cn.repair.serious.wages",), "cn.repair.serious.wages@2022-01-01"),
        ("cn.serious", "2023-10-01", ("cn.repair.serious.work-safety",), "cn.repair.serious.work-safety@2023-10-01"),
    ],
)
def test_each_list_before_2026_has_its_own_way_out(item: str, of: str, holding: tuple[str, ...], expected: str) -> None:
    assert regime(item=item, of=of, rule_set="lists-before-2026", holding=holding) == [expected]


def test_zhejiang_repairs_what_the_nation_has_no_way_for_and_only_in_zhejiang() -> None:
    for rule_set in ("r2017", "zj.persons"):
        assert regime(of="2018-06-01", rule_set=rule_set, region=NINGBO) == ["zj.repair@2019-02-01"]
        assert regime(of="2018-06-01", rule_set=rule_set, region=SHANGHAI) == []
        assert regime(of="2018-06-01", rule_set=rule_set) == []
    assert regime(of="2018-06-01", rule_set="r2017", region=NINGBO, opened="2019-01-31") == []
    assert regime(of="2018-06-01", rule_set="r2017", region=YUNZE) == ["zj.repair@2019-02-01"], "the city borrows it"


def test_hangzhous_fire_department_has_its_own_practice_for_its_own_penalties() -> None:
    fire = ("hz.repair.fire",)
    for opened, expected in (("2020-09-09", "cn.repair.2019@2019-07-01"), ("2020-09-10", "hz.repair.fire@2020-09-10")):
        assert regime(of="2019-08-01", rule_set="r2019", region=HANGZHOU, opened=opened, holding=fire) == [expected]
    assert regime(of="2019-08-01", rule_set="r2019", region=NINGBO, holding=fire) == ["cn.repair.2019@2019-07-01"]
    closure = procedure("hz.repair.fire-closure@2020-09-10")
    (waited,) = [one for one in closure.conditions if one.check is Check.MINIMUM_PERIOD]
    assert waited.parameter == "zj.repair.waiting-after-fire-closure"


@pytest.mark.parametrize(
    ("region", "on", "expected"),
    [
        (HANGZHOU, "2017-12-31", []),
        (HANGZHOU, "2018-01-01", ["zj.objection@2018-01-01"]),
        (HANGZHOU, "2026-04-01", ["zj.objection@2018-01-01"]),
        (YUNZE, "2026-04-01", ["zj.objection@2018-01-01"]),
        (SHANGHAI, "2020-01-01", ["sh.objection@2017-10-01"]),
        ("370102", "2020-09-30", ["cn.objection@2018-07-25"]),
        ("370102", "2020-10-01", ["sd.objection@2020-10-01"]),
        ("410105", "2020-05-01", ["ha.objection@2020-05-01"]),
        ("440305", "2023-03-01", ["sz.objection@2023-03-01"]),
        ("440106", "2023-03-01", ["cn.objection@2018-07-25"]),  # Guangzhou is not Shenzhen
        ("110105", "2026-03-31", ["cn.objection@2018-07-25"]),
        ("110105", "2026-04-01", ["cn.objection@2026-04-01"]),
        (None, "2026-04-01", ["cn.objection@2026-04-01"]),
    ],
)
def test_an_objection_runs_by_the_clock_of_its_place(region: str | None, on: str, expected: list[str]) -> None:
    assert regime(ProcedureKind.OBJECTION, of="2018-03-04", opened=on, region=region) == expected


@pytest.mark.parametrize(
    ("item", "of", "holding", "expected"),
    [
        ("cn.tax-indicator", "2020-01-01", (), "cn.tax-credit.repair@2020-01-01"),
        ("cn.tax-indicator", "2025-06-30", (), "cn.tax-credit.repair@2020-01-01"),
        ("cn.tax-indicator", "2025-07-01", (), "cn.tax-credit.repair@2025-07-01"),
        (
            "cn.tax-finding",
            "2021-12-31",
            ("cn.tax-credit.repair.non-normal",),
            "cn.tax-credit.repair.non-normal@2020-01-01",
        ),
        (
            "cn.tax-finding",
            "2022-01-01",
            ("cn.tax-credit.repair.non-normal",),
            "cn.tax-credit.repair.non-normal@2022-01-01",
        ),
        ("cn.tax-finding", "2023-05-01", ("cn.tax-credit.repair.unpaid",), "cn.tax-credit.repair.unpaid@2020-01-01"),
        ("cn.tax-finding", "2025-07-01", ("cn.tax-credit.repair.direct",), "cn.tax-credit.repair.direct@2025-07-01"),
    ],
)
def test_tax_credit_is_repaired_by_no_37_and_then_by_no_12(
    item: str, of: str, holding: tuple[str, ...], expected: str
) -> None:
    assert regime(item=item, of=of, rule_set="tax-credit", holding=holding) == [expected]


# Terms


@pytest.mark.parametrize(
    ("name", "deadline", "opened", "words"),
    [
        ("cn.repair.2026@2026-04-01", "accept", "2026-04-01", "3 working days"),
        ("cn.repair.2026@2026-04-01", "decide", "2026-04-01", "7 working days, and 10 working days more if prolonged"),
        ("cn.repair.2026@2026-04-01", "portal-answer", "2026-04-01", "10 working days"),
        ("cn.repair.2023@2023-05-01", "accept", "2025-06-21", "no number of days is set"),
        ("cn.repair.2023@2023-05-01", "accept", "2025-06-22", "3 working days"),
        ("cn.repair.2023@2023-05-01", "portal-answer", "2023-05-01", "10 working days"),
        ("cn.repair.2023@2023-05-01", "portal-answer", "2027-05-01", "10 working days"),
        ("cn.repair.market@2021-09-01", "decide", "2021-09-01", "15 working days"),
        ("cn.repair.market@2021-09-01", "decide", "2026-11-24", "15 working days"),
        ("cn.repair.market@2025-12-25", "decide", "2025-12-25", "7 working days"),
        ("cn.repair.market@2025-12-25", "push", "2025-12-25", "3 working days"),
        ("zj.repair@2019-02-01", "complete", "2020-09-09", "no number of days is set"),
        ("zj.repair@2019-02-01", "complete", "2020-09-10", "2 working days"),
        ("zj.repair@2019-02-01", "check", "2020-09-10", "10 working days"),
        ("zj.repair@2019-02-01", "notice", "2020-09-10", "5 working days"),
        ("zj.objection@2018-01-01", "decide", "2018-01-01", "5 working days, prolonged to 20 working days in all"),
        ("sh.objection@2017-10-01", "own", "2020-01-01", "5 working days"),
        ("sh.objection@2017-10-01", "forward", "2020-01-01", "2 working days"),
        ("sh.objection@2017-10-01", "provider", "2020-01-01", "5 working days"),
        ("sd.objection@2020-10-01", "own", "2020-10-01", "3 working days"),
        ("sd.objection@2020-10-01", "whole", "2020-10-01", "7 working days"),
        ("ha.objection@2020-05-01", "own", "2020-05-01", "3 working days"),
        ("ha.objection@2020-05-01", "provider", "2020-05-01", "3 working days"),
        ("ha.objection@2020-05-01", "whole", "2020-05-01", "7 working days"),
        ("sz.objection@2023-03-01", "own", "2023-03-01", "1 working day"),
        ("sz.objection@2023-03-01", "provider", "2023-03-01", "2 working days, and 3 working days more if prolonged"),
        ("cn.tax-credit.repair@2020-01-01", "decide", "2020-01-01", "15 working days"),
        ("cn.tax-credit.repair@2020-01-01", "decide", "2026-11-24", "15 working days"),
        ("cn.tax-credit.repair@2025-07-01", "decide", "2025-07-01", "no number of days is set"),
        ("cn.tax-credit.objection@2025-07-01", "decide", "2025-07-01", "15 working days"),
        (
            "cn.commitment.papers-to-follow@2019-07-09",
            "make-up",
            "2026-01-05",
            "until the day agreed, and 5 working days more if prolonged",
        ),
    ],
)
def test_a_term_for_a_case_opened_on_a_day(name: str, deadline: str, opened: str, words: str) -> None:
    assert term_of(LAW, procedure(name), deadline, day(opened)).words.en == words


@pytest.mark.parametrize(
    ("name", "deadline", "starts", "due", "prolonged"),
    [
        # 3, 7 and 7 + 10 working days from Monday 23 November 2026; the ten are counted on from the end of the seven
        ("cn.repair.2026@2026-04-01", "accept", "2026-11-23", "2026-11-26", "2026-11-26"),
        ("cn.repair.2026@2026-04-01", "decide", "2026-11-23", "2026-12-02", "2026-12-16"),
        # 5 and 20 in all: the five are part of the twenty
        ("zj.objection@2018-01-01", "decide", "2026-11-23", "2026-11-30", "2026-12-21"),
        # the day of receipt is 0 on a Saturday, too
        ("zj.objection@2018-01-01", "decide", "2026-11-28", "2026-12-04", "2026-12-25"),
        # 29, 30 September, 8 and 9 October, Saturday the 10th (worked), 12, 13
        ("cn.repair.market@2025-12-25", "decide", "2026-09-28", "2026-10-13", "2026-10-13"),
        # three days before the Spring Festival of 2020, which lasted until 2 February, and twelve after it
        ("cn.tax-credit.repair@2020-01-01", "decide", "2020-01-20", "2020-02-18", "2020-02-18"),
    ],
)
def test_the_day_by_which_somebody_must_answer(name: str, deadline: str, starts: str, due: str, prolonged: str) -> None:
    term = term_of(LAW, procedure(name), deadline, day(starts))
    first, last = term.due(LAW.calendar, day(starts)), term.prolonged(LAW.calendar, day(starts))
    assert first is not None
    assert last is not None
    assert (first.day, last.day) == (day(due), day(prolonged))


def test_papers_are_made_up_by_the_very_day_agreed_even_a_saturday() -> None:
    term = term_of(LAW, procedure("cn.commitment.papers-to-follow@2019-07-09"), "make-up", day("2026-11-02"))
    saturday = day("2026-11-28")
    due = term.due(LAW.calendar, day("2026-11-02"), saturday)
    assert due is not None
    assert due.day == saturday
    assert term.due(LAW.calendar, day("2026-11-02")) is None, "nothing agreed yet"


# What is asked for, and by whom


def test_order_36_has_four_conditions_that_reports_tell_of_and_two_papers() -> None:
    repair = procedure("cn.repair.2026@2026-04-01")
    checks = {condition.check for condition in repair.conditions}
    assert {Check.MINIMUM_PERIOD, Check.REPAIRABLE_CLASS, Check.STILL_STANDING, Check.NO_BAR, Check.DECLARED} == checks
    assert [paper.id for paper in repair.papers if paper.required] == ["proof-of-performance", "commitment-letter"]
    bar = LAW.parameter("cn.repair.false-papers-bar")
    on_2025, on_2026 = bar.on(day("2025-06-01")), bar.on(day("2026-04-01"))
    assert on_2025 is not None
    assert str(on_2025.value) == "3 years"
    assert on_2026 is not None
    assert on_2026.value is None, "its number is not legible"


def test_serious_cases_of_2019_need_training_and_a_credit_report() -> None:
    papers = {paper.id: paper.when for paper in procedure("cn.repair.2019@2019-07-01").papers}
    assert {name for name, when in papers.items() if when is not None} == {"training", "credit-report"}


def test_tax_credit_is_asked_for_by_the_end_of_the_next_year_and_once_a_tax_year() -> None:
    points = procedure("cn.tax-credit.repair@2020-01-01")
    (by,) = [one for one in points.conditions if one.check is Check.APPLY_BY]
    assert (by.until, by.since, by.cite.verified) == ("end-of-next-year", "determined_on", True)
    non_normal = procedure("cn.tax-credit.repair.non-normal@2020-01-01")
    (once,) = [one for one in non_normal.conditions if one.check is Check.NOT_TWICE]
    assert (once.each, once.cite.article, once.cite.verified) == ("calendar-year", "二", True)
    effects = [e for s in LAW.flow(points.flow).states for m in s.moves if m.id == "grant" for e in m.effects]
    assert {(effect.effect, *effect.values) for effect in effects} == {(Effect.CORRECTED, "corrected_on")}


def test_a_commitment_is_of_one_of_six_kinds_and_an_interview_of_one_of_two() -> None:
    offered = procedures_for(LAW, ProcedureKind.COMMITMENT, opening_day=day("2026-11-24"))
    codes = {value.code for value in LAW.code_list("cn.commitment-type").values}
    assert {one.variant for one in offered} == codes
    assert all(one.published for one in offered)
    for on, grades in (("2026-03-28", {"fair", "poor"}), ("2026-03-29", {"C", "fair", "D", "poor"})):
        talks = procedures_for(LAW, ProcedureKind.INTERVIEW, opening_day=day(on))
        assert {one.variant for one in talks} == {"reminder", "warning"}
        assert {grade for one in talks for condition in one.conditions for grade in condition.grades} == grades


def test_shenzhen_has_articles_of_its_own_for_promises_in_place_of_papers() -> None:
    """Where they were read, they go before the nation's practice; the other kinds stay as they are."""
    offered = procedures_for(LAW, ProcedureKind.COMMITMENT, opening_day=day("2026-11-24"), region="440305")
    of_the_city = {one.variant for one in offered if one.id.startswith("sz.")}
    assert of_the_city == {"instead-of-approval", "instead-of-certificate"}
    assert len(offered) == 6
    before = procedures_for(LAW, ProcedureKind.COMMITMENT, opening_day=day("2023-02-28"), region="440305")
    assert not [one for one in before if one.id.startswith("sz.")]


def test_a_warning_needs_minutes_and_a_reminder_does_not() -> None:
    required = {
        one.variant: [paper.id for paper in one.papers if paper.required]
        for one in procedures_for(LAW, ProcedureKind.INTERVIEW, opening_day=day("2026-11-24"))
    }
    assert required == {"reminder": [], "warning": ["minutes"]}


def test_only_an_agent_of_another_shows_a_document_about_a_person() -> None:
    asked = {(one.id, paper.id, paper.required) for one in LAW.procedures for paper in one.papers if paper.personal}
    assert {(paper, required) for _, paper, required in asked} == {("power-of-attorney", False)}
    assert {one for one, _, _ in asked} == {"hz.repair.fire", "hz.repair.fire-closure"}


# What must hold of all of them


def test_every_item_on_file_in_china_can_be_objected_to() -> None:
    """Wherever the subject is: by the clock of its place, or by the nation's."""
    chinese = [item for item in LAW.items if item.startswith("cn.")]
    assert len(chinese) > 20
    for item in chinese:
        for region in (None, HANGZHOU, SHANGHAI, YUNZE):
            assert regime(ProcedureKind.OBJECTION, item=item, region=region), (item, region)


def test_every_class_that_can_be_repaired_has_a_procedure_that_repairs_it() -> None:
    governed = {
        (item, rule_set)
        for one in LAW.procedures
        if one.kind is ProcedureKind.REPAIR
        for item in one.items
        for rule_set in one.rule_sets
    }
    repairable = {rules.id: rules.items for rules in LAW.publicity if any(one.repairable for one in rules.classes)}
    assert len(repairable) > 6
    for rule_set, items in repairable.items():
        # Of persons in Zhejiang only penalties are of a class that can be repaired.
        wanted = ("cn.penalty",) if rule_set == "zj.persons" else items
        assert {(item, rule_set) for item in wanted} <= governed, rule_set


def test_whatever_is_repaired_or_shielded_can_be_undone() -> None:
    for item in ("cn.penalty", "cn.abnormal", "cn.serious", "cn.inspection"):
        assert regime(ProcedureKind.REVOCATION, item=item, of="2022-01-01") == ["cn.revocation@2026-04-01"]
        assert regime(ProcedureKind.SHIELDING, item=item, of="2022-01-01") == ["cn.shielding@2026-04-01"]
    assert regime(ProcedureKind.REVOCATION, of="2022-01-01", opened="2023-04-30") == []
    assert regime(ProcedureKind.SHIELDING, of="2022-01-01", opened="2025-06-21") == []
    assert regime(ProcedureKind.SHIELDING, of="2022-01-01", opened="2025-06-22") == ["cn.shielding@2025-06-22"]


def test_no_one_but_another_than_the_recorder_decides_an_objection() -> None:
    for flow in LAW.flows.values():
        if flow.kind is ProcedureKind.OBJECTION:
            deciding = [move for state in flow.states for move in state.moves if move.decides]
            by_source = [move for move in deciding if Actor.SOURCE in move.by]
            assert by_source
            assert all("recorder" in move.not_by for move in by_source), flow.id
