"""What packs may write as a condition or a value, what it compiles to, and what is refused with which words."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest

from gongxin.errors import LawError
from gongxin.law.columns import COLUMNS, ColumnType
from gongxin.law.expressions import MAX_LENGTH, analyse, compile_expression
from gongxin.law.expressions.allowed import ALLOWED
from gongxin.law.expressions.own_functions import OWN_FUNCTIONS
from gongxin.law.readable import Readable

if TYPE_CHECKING:
    from collections.abc import Callable

NAMES = {name: column.type for name, column in COLUMNS.items()}


@pytest.mark.parametrize(
    ("text", "row", "answer"),
    [
        ("procedure = 'simplified'", {"procedure": "simplified"}, True),
        ("procedure = 'simplified' or kind_only('warning')", {"kinds": ["warning"]}, True),
        ("kind_any('fine', 'confiscation')", {"kinds": ["warning", "fine"]}, True),
        ("kind_any('fine')", {"kinds": None}, False),
        ("kind_only('warning', 'criticism')", {"kinds": ["warning"]}, True),
        ("kind_only('warning', 'criticism')", {"kinds": ["warning", "fine"]}, False),
        ("kind_only('warning')", {"kinds": []}, False),
        ("not kind_only('warning')", {"kinds": None}, True),
        ("has_any(kinds, 'fine')", {"kinds": ["fine"]}, True),
        ("amount >= 1000.50", {"amount": Decimal("1000.50")}, True),
        ("amount between 1 and 2", {"amount": Decimal("2.01")}, False),
        ("amount is null", {}, True),
        ("amount > 1", {}, None),
        ("level in ('A', 'B')", {"level": "B"}, True),
        ("level not in ('A', 'B')", {"level": "B"}, False),
        ("title not like '%不予%'", {"title": "不予行政处罚决定书"}, False),
        (
            "contains(title, '环罚') and starts_with(title, '云') and ends_with(title, '书')",
            {"title": "云环罚书"},
            True,
        ),
        ("late is true", {"late": None}, False),
        ("effective_to < determined_on + interval 3 months", {"effective_to": date(2026, 2, 27)}, True),
        ("year(determined_on) = 2025", {}, True),
        ("status is distinct from 'valid'", {"status": None}, True),
        ("length(kinds) > 1", {"kinds": ["a", "b"]}, True),
        ("lower(level) = 'a'", {"level": "A"}, True),
    ],
)
def test_a_condition_holds_as_its_writer_would_expect(
    ask: Callable[..., Any], text: str, row: dict[str, Any], answer: bool | None
) -> None:
    assert ask(text, {"determined_on": date(2025, 11, 30)} | row) is answer


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("0.1 + 0.2", Decimal("0.3")),
        ("amount * 0.0001", Decimal("0.123450")),
        ("-amount", Decimal("-1234.50")),
        ("amount - 0.005", Decimal("1234.495")),
        ("case when amount > 1000 then 2 else 1.5 end", Decimal("2.0")),
        ("case when amount > 5000 then 2 end", None),
        ("coalesce(value, amount, 0)", Decimal("1234.50")),
        ("greatest(amount, 2000)", Decimal("2000.00")),
        ("kind_count('7', '14', '14')", 2),
        ("effective_to - determined_on", 30),
    ],
)
def test_a_value_is_exact(ask: Callable[..., Any], text: str, answer: Decimal | int | None) -> None:
    row = {
        "amount": Decimal("1234.50"),
        "kinds": ["7", "14", "33", "7"],
        "determined_on": date(2025, 11, 30),
        "effective_to": date(2025, 12, 30),
    }
    assert ask(text, row, ColumnType.NUMBER) == answer


def test_an_expression_tells_what_it_reads() -> None:
    compiled = analyse("kind_any('fine') and amount > coalesce(confiscated, 0)", NAMES)
    assert compiled.reads == {"kinds", "amount", "confiscated"}
    assert compiled.type == "BOOLEAN"


def test_a_payload_field_is_read_from_the_payload_with_its_type(ask: Callable[..., Any]) -> None:
    reader = Readable('TRY_CAST(json_extract_string("payload", \'$."paid_on"\') AS DATE)', ColumnType.DATE)
    sql = compile_expression("paid_on > date '2026-01-01'", {"paid_on": reader})
    assert sql == f"({reader.sql} > DATE '2026-01-01')"


@pytest.mark.parametrize(
    ("text", "rule", "words"),
    [
        ("amout > 1", "unknown-name", "did you mean 'amount'?"),
        ("kind_any('fine') and nothing = 1", "unknown-name", "character 22"),
        ("other.amount > 1", "expression-not-allowed", "column"),
        ("(select 1) = 1", "expression-not-allowed", "reads one record"),
        ("amount in (select 1)", "expression-not-allowed", "values in brackets"),
        ("exists(select 1)", "expression-not-allowed", "reads one record"),
        ("sum(amount) over () > 1", "expression-not-allowed", "reads one record"),
        ("list_filter(kinds, x -> true) = kinds", "expression-not-allowed", "kind_any"),
        ("read_csv('/etc/passwd') = 'x'", "expression-not-allowed", "read_csv()"),
        ("getenv('HOME') = 'x'", "expression-not-allowed", "getenv()"),
        ("determined_on < current_date", "expression-not-allowed", "do not read the clock"),
        ("amount / 3 > 1", "expression-not-allowed", "multiply by a decimal"),
        ("cast(title as date) is null", "expression-not-allowed", "no casts"),
        ("case level when 'A' then true end", "expression-not-allowed", "case when condition"),
        ("title like 'a!%' escape '!'", "expression-not-allowed", "escape"),
        ("determined_on > '2026-01-01'", "expression-type", "write date '2026-01-01'"),
        ("determined_on > date '2026-02-30'", "expression-date", "is no date"),
        ("determined_on + interval 1000 years > determined_on", "expression-span", "interval 3 months"),
        ("determined_on + interval 3 hours > determined_on", "expression-span", "interval 3 months"),
        ("amount", "expression-type", "a condition is wanted here, and this is a number"),
        ("title and late", "expression-type", "a condition is wanted here, and this is a text"),
        ("kinds = 'fine'", "expression-comparison", "kind_any"),
        ("amount = null", "expression-comparison", "is null"),
        ("kind_any()", "expression-arguments", "codes in quotes"),
        ("kind_any(title)", "expression-arguments", "codes in quotes"),
        ("has_any(title, 'x')", "expression-type", "a list of texts is wanted"),
        ("amount > ", "expression-syntax", "cannot be read"),
        ("true; drop table record", "expression-syntax", "cannot be read"),
        ("   ", "expression-empty", "is empty"),
        ("true -- " + "x" * MAX_LENGTH, "expression-too-long", str(MAX_LENGTH)),
        ("level = 'A\u200b'", "expression-character", "U+200B"),
        ("(" * 60 + "true" + ")" * 60, "expression-too-deep", "nested too deep"),
        ("amount * amount * amount > 1", "expression-digits", "digits"),
        ("amount > 1000000000000000000", "expression-number", "too long"),
    ],
)
def test_what_may_not_be_written_is_refused_with_the_reason(text: str, rule: str, words: str) -> None:
    with pytest.raises(LawError) as refused:
        compile_expression(text, NAMES, "model.yaml:7: when")
    assert refused.value.rule == rule
    assert words in refused.value.message.en
    assert refused.value.where == "model.yaml:7: when"
    assert any("\u4e00" <= character <= "\u9fff" for character in refused.value.message.zh)


def test_a_comparison_with_a_code_that_the_list_does_not_have_is_refused() -> None:
    names = {"procedure": Readable('"procedure"', ColumnType.TEXT, frozenset({"simplified", "ordinary"}))}
    with pytest.raises(LawError, match="can never hold; did you mean 'simplified'"):
        compile_expression("procedure = 'simplifed'", names)
    with pytest.raises(LawError, match="can never hold"):
        compile_expression("procedure in ('ordinary', 'simple')", names)


def test_the_allow_list_only_shrinks() -> None:
    """Whoever adds a node or a function here opens a door: it needs a reason, and this list changed with it."""
    agreed_nodes = {
        *("Column", "Literal", "Boolean", "Null", "Paren", "Cast", "And", "Or", "Not", "Is", "In", "Between"),
        *("EQ", "NEQ", "LT", "LTE", "GT", "GTE", "NullSafeEQ", "NullSafeNEQ", "Like", "ILike"),
        *("Contains", "StartsWith", "EndsWith", "Case", "Coalesce", "Greatest", "Least", "Lower", "Upper"),
        *("Length", "Year", "Anonymous", "Neg", "Add", "Sub", "Mul"),
    }
    agreed_functions = {
        *("kind_any", "kind_only", "kind_count", "has_any", "has_only", "has_count", "mentions", "parameter"),
    }
    assert set(ALLOWED) <= agreed_nodes
    assert set(OWN_FUNCTIONS) <= agreed_functions
