"""``parameter('id')`` and ``mentions(text, ...)`` in the conditions of packs."""

from __future__ import annotations

from datetime import date
from typing import Any

import duckdb
import pytest

from gongxin.errors import LawError
from gongxin.law.columns import ColumnType
from gongxin.law.expressions import compile_expression
from gongxin.law.parameter_names import parameter_names
from gongxin.law.readable import Readable
from gongxin.law.schema.parameters import Parameter


def parameter(parameter_id: str, *values: tuple[str, Any]) -> Parameter:
    return Parameter.model_validate(
        {
            "id": parameter_id,
            "title": {"zh": "数", "en": "number"},
            "values": [
                {"from": start, "value": value, "cite": {"instrument": "order", "verified": False}}
                for start, value in values
            ],
        }
    )


PARAMETERS = (
    parameter("small-fine", ("2021-07-15", 3000), ("2026-04-01", 5000)),
    parameter("huge-fine", ("2026-04-01", None)),
    parameter("class-of-suspension", ("2026-04-01", "serious")),
    parameter("waiting-time", ("2026-04-01", "3 months")),
)

NAMES = {
    "amount": Readable("amount", ColumnType.MONEY),
    "authority": Readable("authority", ColumnType.TEXT),
    **parameter_names(PARAMETERS),
}


def holds(
    condition: str, *, day: date | None = date(2026, 5, 1), amount: str = "4000", authority: str | None = None
) -> Any:
    sql = compile_expression(condition, NAMES)
    row = (
        "SELECT $day::DATE AS determined_on, NULL::DATE AS occurred_on, NULL::DATE AS published_on, "
        "NULL::DATE AS effective_from, $amount::DECIMAL(18,2) AS amount, $authority::VARCHAR AS authority"
    )
    values = {"day": day, "amount": amount, "authority": authority}
    return duckdb.execute(f"SELECT {sql} FROM ({row})", values).fetchone()[0]  # type: ignore[index]


@pytest.mark.parametrize(
    ("day", "small"), [(date(2021, 7, 15), False), (date(2026, 3, 31), False), (date(2026, 4, 1), True)]
)
def test_a_parameter_has_the_value_of_the_day_the_record_is_of(day: date, small: bool) -> None:
    assert holds("amount <= parameter('small-fine')", day=day) is small


def test_before_its_first_day_a_parameter_is_null_and_nothing_compares_with_it() -> None:
    assert holds("amount <= parameter('small-fine')", day=date(2020, 1, 1), amount="1") is None


def test_a_record_without_any_day_has_no_edition_of_a_parameter() -> None:
    assert holds("amount <= parameter('small-fine')", day=None, amount="1") is None


def test_a_number_that_nobody_knows_makes_no_fine_huge() -> None:
    assert holds("amount >= parameter('huge-fine')", amount="999999999") is None


def test_a_parameter_may_be_a_word() -> None:
    assert holds("parameter('class-of-suspension') = 'serious'") is True


def test_a_span_of_time_is_no_value_of_a_condition() -> None:
    with pytest.raises(LawError, match="span of time") as refused:
        compile_expression("parameter('waiting-time') = 3", NAMES)
    assert refused.value.rule == "unusable-name"


def test_an_unknown_parameter_is_refused_with_the_nearest_one() -> None:
    with pytest.raises(LawError, match="small-fine") as refused:
        compile_expression("amount < parameter('smal-fine')", NAMES)
    assert refused.value.rule == "unknown-name"


@pytest.mark.parametrize("written", ["parameter()", "parameter('a', 'b')", "parameter(authority)"])
def test_a_parameter_is_named_by_one_id_in_quotes(written: str) -> None:
    with pytest.raises(LawError) as refused:
        compile_expression(f"amount < {written}", NAMES)
    assert refused.value.rule == "expression-arguments"


def test_a_text_mentions_a_word_wherever_it_stands() -> None:
    condition = "mentions(authority, '市场监督管理', '市场监管')"
    assert holds(condition, authority="云泽市市场监督管理局") is True
    assert holds(condition, authority="云泽市生态环境局") is False


def test_a_text_that_is_not_there_mentions_nothing_and_its_negation_holds() -> None:
    assert holds("not mentions(authority, '市场')", authority=None) is True


def test_a_word_with_a_quote_stays_a_word() -> None:
    assert holds("mentions(authority, 'O''Hara')", authority="O'Hara") is True


@pytest.mark.parametrize(
    "written", ["mentions(authority)", "mentions(authority, '')", "mentions(authority, authority)"]
)
def test_mentions_wants_words(written: str) -> None:
    with pytest.raises(LawError) as refused:
        compile_expression(written, NAMES)
    assert refused.value.rule == "expression-arguments"


def test_mentions_wants_a_text_to_look_in() -> None:
    with pytest.raises(LawError) as refused:
        compile_expression("mentions(amount, '1')", NAMES)
    assert refused.value.rule == "expression-type"


def test_a_number_too_long_for_a_column_is_refused_and_not_cut() -> None:
    names = parameter_names(
        [parameter("national-debt", ("2026-04-01", 10**13)), parameter("rate", ("2026-04-01", "0.1234567"))]
    )
    for name in ("national-debt", "rate"):
        with pytest.raises(LawError, match="too long a number"):
            compile_expression(f"parameter('{name}') > 1", names)
