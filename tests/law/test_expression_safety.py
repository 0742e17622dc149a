"""Whatever text is thrown at the compiler: it is refused, or it is SQL that runs and returns what it declares."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from gongxin.errors import LawError
from gongxin.law.columns import COLUMNS, ColumnType
from gongxin.law.expressions import analyse
from gongxin.law.parameter_names import parameter_names
from gongxin.law.readable import Readable
from gongxin.law.schema.parameters import Parameter

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    import duckdb

NAMES: dict[str, ColumnType | Readable] = {name: column.type for name, column in COLUMNS.items()}
NAMES["staff"] = Readable('TRY_CAST(json_extract_string("payload", \'$."staff"\') AS BIGINT)', ColumnType.INTEGER)
NAMES["paid-on"] = Readable('TRY_CAST(json_extract_string("payload", \'$."paid-on"\') AS DATE)', ColumnType.DATE)
NAMES["marks"] = Readable("string_split(json_extract_string(\"payload\", '$.\"marks\"'), ';')", ColumnType.TEXTS)

NAMES |= parameter_names(
    [
        Parameter.model_validate(
            {
                "id": "huge-fine",
                "title": {"zh": "巨额罚款", "en": "huge fine"},
                "values": [
                    {
                        "from": "2021-07-15",
                        "value": "999999999999.999999",
                        "cite": {"instrument": "order", "verified": False},
                    }
                ],
            }
        )
    ]
)

#: Rows at the edges of what a record can hold; an expression must run over each of them.
ROWS: dict[str, dict[str, Any]] = {
    "record_empty": {},
    "record_plain": {
        **{name: "x" for name, column in COLUMNS.items() if column.type is ColumnType.TEXT},
        **{name: date(2024, 2, 29) for name, column in COLUMNS.items() if column.type is ColumnType.DATE},
        "kinds": ["fine", "warning"],
        "amount": Decimal("12.34"),
        "payload": {"staff": "7", "paid-on": "2026-01-31", "marks": "a;b"},
    },
    "record_extreme": {
        "title": "'; drop table record; --\\ %_",
        "amount": Decimal("9999999999999999.99"),
        "confiscated": Decimal("-9999999999999999.99"),
        "value": Decimal("-999999999999.999999"),
        "occurred_on": date.min,
        "effective_to": date.max,
        "kinds": [],
        "late": True,
        "payload": {"staff": "-9223372036854775808", "paid-on": "0001-01-01", "marks": ""},
    },
}

ATOMS = st.sampled_from(
    [
        *('"' + name + '"' if "-" in name else name for name in NAMES),
        *("1", "0.5", "99999999999", "999999999999999999", "0.000000000001", "'fine'", "''", "'it''s'", "null", "true"),
        *("date '2024-02-29'", "interval 3 months", "interval '1' year", "interval 36600 days", "(select 1)", "*"),
    ]
)
SHAPES = st.sampled_from(
    [
        *("{0} + {1}", "{0} - {1}", "{0} * {1}", "-{0}", "({0})", "{0} = {1}", "{0} < {1}", "{0} is null", "not {0}"),
        *("{0} and {1}", "{0} or {1}", "{0} in ({1}, {2})", "{0} between {1} and {2}", "{0} like {1}"),
        *("case when {0} then {1} else {2} end", "case when {0} then {1} end", "coalesce({0}, {1}, {2})"),
        *("greatest({0}, {1})", "least({0}, {1})", "length({0})", "lower({0})", "contains({0}, {1})", "year({0})"),
        *("kind_any({0})", "kind_only({0}, {1})", "has_count({0}, {1})", "{0} is distinct from {1}", "{0} is {1}"),
        *("{0} || {1}", "{0} / {1}", "{0}::date", "{0}.{1}", "{0} ->> {1}", "sum({0}) over ()", "{0}[1]", "{0};{1}"),
    ]
)
_WORDS = """
select from record case when then end date interval not in is null and or like read_csv columns over try_cast unnest
lambda for if distinct exists all any 1e5 0x e' :: -> -- /* */ $$ ( ) [ ] { } , . ; : ' " ` $ @ ? - + * / = < >
! | & ^ ~ %
"""
FRAGMENTS = st.sampled_from([*NAMES, *_WORDS.split(), "\\"])


def _grown(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.builds(lambda shape, a, b, c: shape.format(a, b, c), SHAPES, inner, inner, inner)


def _joined(shapes: str, *parts: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    """One of some shapes (one a line), filled with one of each of the parts."""
    return st.builds(lambda shape, *filling: shape.format(*filling), st.sampled_from(shapes.splitlines()), *parts)


#: Expressions whose types fit, so that nearly all of them compile.
NUMBERS: st.SearchStrategy[str] = st.deferred(
    lambda: (
        st.sampled_from(["amount", "value", "staff", "1", "0.5", "99999999999", "parameter('huge-fine')"])
        | _joined("{0} + {1}\n{0} - {1}\n{0} * {1}\n-({0})\ncoalesce({0}, {1})\ngreatest({0}, {1})", NUMBERS, NUMBERS)
        | _joined("case when {0} then {1} else {2} end\ncase when {0} then {1} end", FLAGS, NUMBERS, NUMBERS)
        | _joined("{0} - {1}\nyear({0})", DATES, DATES)
        | _joined("length({0})\nkind_count({0})", st.sampled_from(["'fine'", "''"]))
    )
)
DATES: st.SearchStrategy[str] = st.deferred(
    lambda: (
        st.sampled_from(["occurred_on", "effective_to", '"paid-on"', "date '2024-02-29'"])
        | _joined(
            "{0} + interval 3 months\n{0} - interval '100' years\ncoalesce({0}, {1})\nleast({0}, {1})", DATES, DATES
        )
    )
)
FLAGS: st.SearchStrategy[str] = st.deferred(
    lambda: (
        st.sampled_from(
            ["late", "true", "kind_any('fine')", "has_only(marks, 'a')", "title like '%x'", "mentions(title, 'x')"]
        )
        | _joined("{0} and {1}\n{0} or {1}\nnot ({0})\n({0}) = ({1})\n({0}) is true", FLAGS, FLAGS)
        | _joined("{0} = {1}\n{0} < {1}\n{0} in ({1}, 1)\n{0} between 0 and {1}", NUMBERS, NUMBERS)
        | _joined("{0} >= {1}\n{0} is distinct from {1}", DATES, DATES)
    )
)
EXPRESSIONS = st.recursive(ATOMS, _grown, max_leaves=12)
SOUP = st.lists(FRAGMENTS, max_size=12).map(" ".join)


TEXTS = st.one_of(FLAGS, NUMBERS, DATES, EXPRESSIONS, SOUP, st.text(max_size=40))


@pytest.fixture(scope="module")
def rows(record_of_one_row: Callable[[str, Mapping[str, Any]], None]) -> list[str]:
    """The relations made of the rows."""
    for relation, row in ROWS.items():
        record_of_one_row(relation, row)
    return list(ROWS)


@given(text=TEXTS)
@settings(max_examples=60, deadline=None)
@example(text="staff * staff")
@example(text="-staff - staff")
@example(text="amount * amount")
@example(text="amount * value")
@example(text="effective_to + interval 36600 days")
@example(text="occurred_on - interval 100 years")
@example(text="effective_to - occurred_on")
@example(text="case when late then 1 else 3000000000 end")
@example(text="coalesce(1, staff, amount)")
@example(text="title like '\\'")
@example(text="\u2028 '\ud800'")
@example(text="a" * 3000)
@example(text="not " * 300 + "late")
@example(text="amount" + " + amount" * 100)
@example(text="late" + " or late" * 240)
def test_any_text_is_refused_or_runs(duck: duckdb.DuckDBPyConnection, rows: list[str], text: str) -> None:
    _refused_or_runs(duck, rows, text)


@pytest.mark.slow
@given(text=TEXTS)
@settings(max_examples=500, deadline=None)
def test_a_great_many_texts_are_refused_or_run(duck: duckdb.DuckDBPyConnection, rows: list[str], text: str) -> None:
    _refused_or_runs(duck, rows, text)


def _refused_or_runs(duck: duckdb.DuckDBPyConnection, rows: list[str], text: str) -> None:
    try:
        compiled = analyse(text, NAMES, "somewhere", want=None)
    except LawError:
        return
    assert compiled.reads <= set(NAMES)
    for relation in rows:
        answer = duck.execute(f"SELECT typeof({compiled.sql}), ({compiled.sql}) FROM {relation}").fetchall()
        assert [kind for kind, _ in answer] == [compiled.type]
