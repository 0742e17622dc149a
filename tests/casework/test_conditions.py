"""Conditions that a machine checks: met, not met and from which day, or not for a machine to tell."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from tests.casework.conftest import ENGINEERS, MARKET, penalty, record_id, take_in

from gongxin.law.schema.procedure import Condition

if TYPE_CHECKING:
    from tests.casework.conftest import Yunze

    from gongxin.casework.conditions import Answer

pytestmark = pytest.mark.slow

CITE = {"instrument": "ndrc-order-36", "verified": False}


def asked(yunze: Yunze, day: str, record: str | None = "fine-of-may", kind: str = "repair", **condition: Any) -> Answer:
    """The answer to one condition about a record of the engineering firm."""
    from gongxin.casework.conditions import Asked, answer
    from gongxin.casework.file_reading import open_file

    law = yunze.casework.law
    procedure = next(one for one in law.procedures if one.kind.value == kind)
    written = Condition.model_validate({"id": "c", "title": {"zh": "条件", "en": "c"}, "cite": CITE, **condition})
    about = record_id(record) if record is not None else None
    with open_file(
        yunze.workspace, law, record_id=about, subject_id=ENGINEERS, as_of=date.fromisoformat(day)
    ) as opened:
        return answer(written, Asked(opened, procedure))


def test_the_minimum_of_the_class_says_from_which_day(yunze: Yunze) -> None:
    early = asked(yunze, "2026-08-11", check="minimum-period")
    assert (early.met, early.from_day) == (False, date(2026, 8, 12))
    assert asked(yunze, "2026-08-12", check="minimum-period").met is True


def test_a_span_of_the_procedure_s_own_runs_from_the_day_it_names(yunze: Yunze) -> None:
    span = {"check": "minimum-period", "span": "1 year", "since": "determined_on"}
    assert asked(yunze, "2027-05-11", **span).from_day == date(2027, 5, 12)
    assert asked(yunze, "2027-05-12", **span).met is True


def test_a_day_that_the_record_does_not_have_is_not_for_a_machine_to_tell(yunze: Yunze) -> None:
    answer = asked(yunze, "2026-08-12", check="minimum-period", span="1 year", since="published_on")
    assert (answer.met, answer.stands_in_the_way) == (None, False)


def test_it_can_be_asked_for_until_the_end_of_the_next_year(yunze: Yunze) -> None:
    until = {"check": "apply-by", "until": "end-of-next-year", "since": "determined_on"}
    assert asked(yunze, "2027-12-31", **until).met is True
    assert asked(yunze, "2028-01-01", **until).met is False


def test_a_newer_record_of_the_same_kind_stands_in_the_way(yunze: Yunze) -> None:
    older = asked(yunze, "2026-08-17", record="fine-of-may", check="no-new-of-kind")
    assert older.met is False
    assert "2026-06-02" in older.message.en
    assert asked(yunze, "2026-08-17", record="taxi-fine", check="no-new-of-kind").met is True


def test_a_class_that_is_shown_for_its_full_term_cannot_be_repaired(yunze: Yunze) -> None:
    take_in(
        yunze.workspace,
        "cn.penalty",
        MARKET,
        records=[
            penalty(
                "closure-of-2020",
                ENGINEERS,
                "2020-01-10",
                kinds=["suspension-of-business"],
                severity=None,
                field="food",
            )
        ],
    )
    answer = asked(yunze, "2021-06-01", record="closure-of-2020", check="repairable-class")
    assert answer.met is False


def test_a_list_stands_in_the_way_of_one_and_is_what_another_is_for(yunze: Yunze) -> None:
    listed = {**penalty("listed", ENGINEERS, "2026-05-20"), "item": "cn.abnormal", "kinds": None, "severity": None}
    off = asked(yunze, "2026-08-17", record=None, check="not-on-list", items=["cn.abnormal"])
    assert off.met is True
    take_in(yunze.workspace, "cn.abnormal", MARKET, records=[listed])
    assert asked(yunze, "2026-08-17", record=None, check="not-on-list", items=["cn.abnormal"]).met is False
    assert asked(yunze, "2026-08-17", record=None, check="on-list", items=["cn.abnormal"]).met is True


@pytest.mark.parametrize(("grades", "met"), [(["C", "fair"], True), (["D"], False)])
def test_the_latest_result_received_decides(yunze: Yunze, grades: list[str], met: bool) -> None:
    def result(name: str, day: str, grade: str) -> dict[str, Any]:
        own = {"item": "cn.evaluation", "kinds": None, "severity": None, "level": grade}
        own["payload"] = '{"source_kind": "national"}'
        return {**penalty(name, ENGINEERS, day), **own}

    results = [result("of-2025", "2025-06-01", "D"), result("of-2026", "2026-06-01", "C")]
    take_in(yunze.workspace, "cn.evaluation", MARKET, records=results)
    wanted = {"check": "grade", "items": ["cn.evaluation"], "when": "source_kind = 'national'", "grades": grades}
    assert asked(yunze, "2026-08-17", record=None, kind="interview", **wanted).met is met


def test_nobody_without_a_result_is_interviewed(yunze: Yunze) -> None:
    answer = asked(yunze, "2026-08-17", record=None, check="grade", items=["cn.evaluation"], grades=["D"])
    assert answer.met is False


def test_a_revoked_repair_bars_for_as_long_as_is_known(yunze: Yunze) -> None:
    event = {
        "event_id": "e1",
        "record_id": record_id("fine-of-2024"),
        "subject_id": ENGINEERS,
        "kind": "repair_revoked",
        "effective_on": date(2026, 3, 2),
        "case_no": "V-2026-000009",
    }
    take_in(yunze.workspace, "cn.penalty", MARKET, events=[event])
    known = asked(yunze, "2026-08-17", check="no-bar", span="3 years")
    assert (known.met, known.from_day) == (False, date(2029, 3, 3))
    assert asked(yunze, "2029-03-03", check="no-bar", span="3 years").met is True


def test_a_bar_whose_length_nobody_could_read_keeps_nobody_from_applying(yunze: Yunze) -> None:
    event = {
        "event_id": "e1",
        "record_id": record_id("fine-of-2024"),
        "subject_id": ENGINEERS,
        "kind": "repair_revoked",
        "effective_on": date(2026, 4, 10),
    }
    take_in(yunze.workspace, "cn.penalty", MARKET, events=[event])
    assert asked(yunze, "2026-08-17", check="no-bar", parameter="cn.repair.false-papers-bar").met is None


def test_once_a_year_counts_what_was_granted_under_the_same_procedure(yunze: Yunze) -> None:
    case = yunze.submitted_repair()
    yunze.moves(case, "accept", "li", "2026-08-18")
    yunze.moves(case, "grant", "li", "2026-08-20", reason="符合条件")
    from gongxin.casework.conditions import Asked, answer
    from gongxin.casework.file_reading import open_file

    law = yunze.casework.law
    procedure = next(one for one in law.procedures if one.id == case.procedure)
    once = {"id": "c", "title": {"zh": "条件", "en": "c"}, "cite": CITE, "check": "not-twice"}
    with open_file(yunze.workspace, law, record_id=None, subject_id=ENGINEERS, as_of=date(2026, 12, 1)) as opened:
        about = Asked(opened, procedure)
        year = answer(Condition.model_validate({**once, "span": "1 year"}), about)
        each = answer(Condition.model_validate({**once, "each": "calendar-year"}), about)
    assert (year.met, year.from_day) == (False, date(2027, 8, 21))
    assert (each.met, each.from_day) == (False, date(2027, 1, 1))


def test_the_record_itself_is_asked_in_the_words_of_the_pack(yunze: Yunze) -> None:
    assert asked(yunze, "2026-08-17", check="record", when="amount >= 10000").met is True
    assert asked(yunze, "2026-08-17", check="record", when="amount >= 100000").met is False


def test_only_a_repaired_record_has_its_repair_revoked(yunze: Yunze) -> None:
    assert asked(yunze, "2026-08-17", check="was-repaired").met is False
    assert asked(yunze, "2026-08-17", check="still-standing").met is True


def test_what_no_machine_can_see_keeps_nobody_from_applying(yunze: Yunze) -> None:
    assert asked(yunze, "2026-08-17", check="declared").stands_in_the_way is False


def test_what_the_record_has_to_be_is_told_in_the_condition_s_words_and_not_in_code(yunze: Yunze) -> None:
    told = asked(
        yunze, "2026-08-17", check="record", when="severity = 'serious'", title={"zh": "严重失信", "en": "serious"}
    )
    assert told.met is False
    assert told.message.zh == "该记录不符合本程序的要求：严重失信。"
    assert told.message.en == "The record is not as the procedure wants it: serious."
