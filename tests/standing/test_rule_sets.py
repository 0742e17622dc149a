"""Which rule set governs a record, which class it falls in, and when its period ends."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from gongxin.errors import LawError
from gongxin.standing import Reason

YEAR = {"id": "year", "when": "true", "maximum": "1 year"}
THREE = {"id": "three", "when": "true", "maximum": "3 years"}


def test_a_record_of_2021_is_read_by_the_rules_of_2021(desk: Any, make_book: Any, make_rules: Any) -> None:
    book = make_book(
        make_rules("old", [THREE], in_force={"from": "2019-07-01", "to": "2023-04-30"}),
        make_rules("new", [YEAR], in_force={"from": "2023-05-01"}),
    )
    desk.record("last", determined_on="2023-04-30")
    desk.record("first", determined_on="2023-05-01")
    standings = desk.standings(book, "2026-01-01")
    assert (standings["last"].rule_set, standings["last"].displayed) == ("old", True)
    assert (standings["first"].rule_set, standings["first"].displayed) == ("new", False)


def test_a_sectors_own_line_goes_before_the_general_one(desk: Any, make_book: Any, make_rules: Any) -> None:
    book = make_book(
        make_rules("general", [THREE]),
        make_rules("sector", [YEAR], precedence=1, when="field = 'food'", starts=["published_on", "determined_on"]),
    )
    desk.record("food", field="food", determined_on="2024-01-01", published_on="2024-01-20")
    desk.record("unpublished", field="food", determined_on="2024-01-01")
    desk.record("other", field="fire", determined_on="2024-01-01")
    standings = desk.standings(book, "2024-06-01")
    assert [standings[name].rule_set for name in ("food", "unpublished", "other")] == ["sector", "sector", "general"]
    assert standings["food"].ends_on == date(2025, 1, 20)
    assert standings["unpublished"].ends_on == date(2025, 1, 1)


def test_the_date_that_starts_the_period_also_chooses_the_rule_set(desk: Any, make_book: Any, make_rules: Any) -> None:
    book = make_book(
        make_rules("by-decision", [YEAR], in_force={"from": "2019-07-01"}),
        make_rules("by-publication", [THREE], in_force={"from": "2021-09-01"}, precedence=1, starts=["published_on"]),
    )
    desk.record("before", determined_on="2021-08-20", published_on="2021-08-31")
    desk.record("across", determined_on="2021-08-20", published_on="2021-09-01")
    standings = desk.standings(book, "2021-10-01")
    assert (standings["before"].rule_set, standings["across"].rule_set) == ("by-decision", "by-publication")


def test_a_period_not_yet_begun_has_no_effect(desk: Any, make_book: Any, make_rules: Any) -> None:
    book = make_book(make_rules("by-publication", [YEAR], starts=["published_on"]))
    desk.record(determined_on="2024-01-01", published_on="2024-02-01")
    waiting = desk.standing(book, "2024-01-31")
    assert (waiting.reason, waiting.displayed, waiting.on_file) == (Reason.NOT_YET_BEGUN, False, True)
    assert desk.standing(book, "2024-02-01").displayed


def test_a_rule_set_that_reaches_back_governs_from_its_own_first_day(
    desk: Any, make_book: Any, make_rules: Any
) -> None:
    book = make_book(
        make_rules("later", [THREE], items=["honour"], in_force={"from": "2018-07-25"}, reaches_back=True),
        make_rules("then", [YEAR], items=["honour"], in_force={"from": "2017-01-01", "to": "2017-12-31"}),
    )
    desk.record(item="honour", determined_on="2016-03-01")
    desk.record("then", item="honour", determined_on="2017-03-01")
    assert desk.standing(book, "2018-07-24").reason is Reason.NO_TERM
    assert desk.standing(book, "2018-07-25").rule_set == "later"
    assert desk.standing(book, "2018-07-25", "then").rule_set == "then", "its own time's rules go first"


def test_the_first_class_that_holds_is_the_records_class(desk: Any, make_book: Any, make_rules: Any) -> None:
    serious = {"id": "serious", "when": "amount >= 100000 or severity = 'serious'", "maximum": "3 years"}
    minor = {"id": "minor", "when": "procedure = 'simplified'", "maximum": "3 months"}
    book = make_book(make_rules("r", [serious, minor, YEAR]))
    desk.record("large", determined_on="2024-01-01", amount="100000.00", procedure="simplified")
    desk.record("small", determined_on="2024-01-01", amount="99999.99", procedure="simplified")
    desk.record("unknown", determined_on="2024-01-01")
    standings = desk.standings(book, "2024-01-01")
    assert [standings[name].class_ for name in ("large", "small", "unknown")] == ["serious", "minor", "year"]


@pytest.mark.parametrize(
    ("start", "period", "last"),
    [
        ("2026-04-01", "3 months", "2026-07-01"),
        ("2025-11-30", "3 months", "2026-02-28"),
        ("2024-02-29", "1 year", "2025-02-28"),
        ("2026-08-31", "1 month", "2026-09-30"),
        ("2026-01-01", "30 days", "2026-01-31"),
        ("2026-01-01", "3 years", "2029-01-01"),
    ],
)
def test_periods_end_on_the_corresponding_day(
    start: Any, period: Any, last: Any, desk: Any, make_book: Any, make_rules: Any
) -> None:
    book = make_book(make_rules("r", [{"id": "c", "when": "true", "maximum": period}]))
    desk.record(determined_on=start)
    last_day = date.fromisoformat(last)
    assert desk.standing(book, last_day).displayed
    assert desk.standing(book, last_day).ends_on == last_day
    assert not desk.standing(book, date.fromordinal(last_day.toordinal() + 1)).displayed


BAN = {"id": "ban", "when": "true", "maximum": "3 years", "until": "effective_to"}


@pytest.mark.parametrize(
    ("longest", "effective_to", "ends_on"),
    [
        (True, "2030-05-05", "2030-05-05"),
        (True, "2024-05-05", "2027-01-01"),
        (True, None, None),
        (False, "2030-05-05", "2027-01-01"),
        (False, "2024-05-05", "2024-05-05"),
        (False, None, "2027-01-01"),
    ],
)
def test_a_period_with_two_ends_takes_the_longer_or_the_shorter(
    longest: Any, effective_to: Any, ends_on: Any, desk: Any, make_book: Any, make_rules: Any
) -> None:
    book = make_book(make_rules("r", [{**BAN, "longest": longest}]))
    desk.record(determined_on="2024-01-01", effective_to=effective_to)
    assert desk.standing(book, "2024-02-01").ends_on == (date.fromisoformat(ends_on) if ends_on else None)


def test_an_entry_stands_while_it_is_listed(desk: Any, make_book: Any, make_rules: Any) -> None:
    listed = {"id": "listed", "when": "true", "until": "effective_to"}
    book = make_book(make_rules("list", [listed], items=["listing"], starts=["effective_from"]))
    desk.record("open", item="listing", effective_from="2020-01-01")
    desk.record("closed", item="listing", effective_from="2020-01-01", effective_to="2022-06-30")
    standings = desk.standings(book, "2026-01-01")
    assert (standings["open"].displayed, standings["open"].reason) == (True, Reason.OPEN_ENDED)
    assert (standings["closed"].displayed, standings["closed"].reason) == (False, Reason.EXPIRED)
    assert desk.standing(book, "2022-06-30", "closed").displayed


def test_leaving_a_list_ends_its_effects_on_that_day_and_coming_back_restores_them(
    desk: Any, make_book: Any, make_rules: Any
) -> None:
    listed = {"id": "listed", "when": "true", "until": "effective_to", "after": ["shared"]}
    book = make_book(make_rules("list", [listed], items=["listing"], starts=["effective_from"]))
    desk.record(item="listing", effective_from="2020-01-01")
    desk.event("list_entry", "2020-01-01")
    desk.event("list_exit", "2022-06-30")
    desk.event("list_entry", "2023-01-01")
    assert desk.standing(book, "2022-06-29").counted
    left = desk.standing(book, "2022-06-30")
    assert (left.displayed, left.shared, left.counted) == (False, True, False)
    assert (left.reason, left.ends_on) == (Reason.DELISTED, date(2022, 6, 29))
    assert desk.standing(book, "2023-01-01").counted


def test_an_entry_that_leaves_the_list_on_the_day_it_came_is_off_it(desk: Any, make_book: Any, make_rules: Any) -> None:
    listed = {"id": "listed", "when": "true", "until": "effective_to"}
    book = make_book(make_rules("list", [listed], items=["listing"], starts=["effective_from"]))
    desk.record(item="listing", effective_from="2020-01-01")
    desk.event("list_exit", "2020-01-01")
    desk.event("list_entry", "2020-01-01")
    assert desk.standing(book, "2020-01-01").reason is Reason.DELISTED


def test_what_remains_after_the_period_is_said_by_the_class(desk: Any, make_book: Any, make_rules: Any) -> None:
    book = make_book(make_rules("r", [{**YEAR, "after": ["shared"]}]))
    desk.record(determined_on="2024-01-01")
    over = desk.standing(book, "2025-01-02")
    assert (over.displayed, over.shared, over.counted, over.reason) == (False, True, False, Reason.EXPIRED)


def test_a_condition_over_an_unknown_column_is_refused_with_its_place(
    desk: Any, make_book: Any, make_rules: Any
) -> None:
    book = make_book(make_rules("r", [{"id": "odd", "when": "severty = 'minor'"}, YEAR]))
    with pytest.raises(LawError, match="severity") as refused:
        desk.standings(book, "2026-01-01")
    assert refused.value.where is not None
    assert "odd" in refused.value.where
