"""By what a query tells records apart: read off it, and never less than by what it does."""

from __future__ import annotations

from datetime import date

import pytest

from gongxin.evaluation.alike.telling import CannotTellError, Telling, telling_of


def day(text: str) -> int:
    return (date.fromisoformat(text) - date(1970, 1, 1)).days


def tell(brings: str, where: str = "TRUE", stages: str = "") -> Telling:
    """What a query over records that brings this tells them apart by."""
    last = f"SELECT subject_id, record_id, {brings} AS n FROM source WHERE {where}"
    return telling_of(f"WITH source AS (SELECT * FROM record){stages} {last}", "cn.penalty")


def test_a_day_that_is_compared_with_another_is_told_apart_there() -> None:
    assert tell("1", "determined_on >= DATE '2025-09-01'").between == {"determined_on": (day("2025-09-01"),)}
    assert tell("1", "determined_on > DATE '2025-09-01'").between == {"determined_on": (day("2025-09-02"),)}
    assert tell("1", "DATE '2025-09-01' > determined_on").between == {"determined_on": (day("2025-09-01"),)}
    assert tell("1", "determined_on BETWEEN DATE '2025-01-01' AND DATE '2025-09-01'").between == {
        "determined_on": (day("2025-01-01"), day("2025-09-02"))
    }
    assert tell("1", "determined_on = DATE '2025-09-01'").between == {
        "determined_on": (day("2025-09-01"), day("2025-09-02"))
    }


def test_a_term_of_months_is_taken_back_to_the_day_on_which_it_began() -> None:
    told = tell("1", "CAST(published_on + to_months([12, 36][line]) AS DATE) < DATE '2025-09-01'".replace("line", "1"))
    assert told.between == {"published_on": (day("2022-09-01"), day("2024-09-01"))}


def test_the_first_of_several_days_is_each_of_them() -> None:
    told = tell("CASE WHEN coalesce(determined_on, occurred_on) <= DATE '2025-09-01' THEN 1 END")
    assert told == Telling(
        frozenset(), {}, {"determined_on": (day("2025-09-02"),), "occurred_on": (day("2025-09-02"),)}
    )


def test_whether_a_day_is_there_is_told_without_a_bound() -> None:
    assert tell("1", "determined_on IS NOT NULL").between == {"determined_on": ()}


@pytest.mark.parametrize(
    "brings", ["determined_on", "year(determined_on)", "determined_on - published_on", "greatest(determined_on, NULL)"]
)
def test_of_a_day_that_becomes_anything_else_every_one_is_told_from_the_others(brings: str) -> None:
    assert "determined_on" in tell(brings).columns


def test_two_days_compared_with_each_other_are_told_apart_by_every_day() -> None:
    assert tell("1", "determined_on <= published_on").columns == {"determined_on", "published_on"}


def test_a_sum_is_told_apart_where_it_reaches_an_amount_or_if_it_is_added_up_everywhere() -> None:
    assert tell("CASE WHEN amount >= 1000 THEN 1 WHEN amount <= 10.005 THEN 2 END").between == {
        "amount": (1001, 100_000)
    }
    assert tell("amount * 2", "amount >= 1000").columns == {"amount"}


def test_a_constant_that_its_type_cuts_off_is_not_followed() -> None:
    assert tell("1", "amount >= CAST(10.57 AS DECIMAL(10,1))").columns == {"amount"}


def test_of_a_text_what_is_asked_is_told_and_of_one_that_is_handed_on_all() -> None:
    asked = tell("1", "level IN ('A', 'B') AND contains(title, '诈骗')").asked
    assert {name: len(questions) for name, questions in asked.items()} == {"level": 1, "title": 1}
    assert tell("title").columns == {"title"}


def test_of_the_payload_the_fields_read_are_told() -> None:
    (question,) = tell("1", "json_extract_string(payload, '$.\"whom\"') = 'itself'").asked["payload"]
    assert "whom" in question


def test_what_the_item_settles_is_not_asked_of_the_record() -> None:
    told = tell(
        "CASE item WHEN 'cn.honour' THEN amount WHEN 'cn.penalty' THEN 1 ELSE value END",
        "item <> 'cn.honour' AND (item IN ('cn.penalty') OR level = 'A') AND (item = 'cn.honour' OR status = 'kept')",
    )
    assert told.read == {"status"}


def test_a_column_that_a_stage_makes_and_nobody_reads_tells_nothing_apart() -> None:
    told = tell("1", stages=", made AS (SELECT *, amount * 2 AS twice FROM source)")
    assert told.read == frozenset()


@pytest.mark.parametrize(
    "query",
    [
        "SELECT subject_id, record_id, sum(amount) OVER () AS n FROM record",
        "SELECT subject_id, record_id, 1 AS n FROM record WHERE amount > (SELECT avg(amount) FROM record)",
        "SELECT subject_id, max(record_id) AS record_id, 1 AS n FROM record GROUP BY subject_id",
        "SELECT subject_id, record_id, 1 AS n FROM record QUALIFY row_number() OVER () = 1",
        "SELECT DISTINCT subject_id, record_id, 1 AS n FROM record",
        "SELECT subject_id, record_id, 1 AS n FROM record LIMIT 5",
        "SELECT subject_id, record_id, 1 AS n FROM record JOIN other USING (subject_id)",
        "SELECT subject_id, record_id, 1 AS n FROM record UNION ALL SELECT subject_id, record_id, 1 FROM record",
    ],
)
def test_a_query_that_looks_at_other_rows_is_not_followed(query: str) -> None:
    with pytest.raises(CannotTellError):
        telling_of(query, "cn.penalty")
