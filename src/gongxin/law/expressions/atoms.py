"""Names and literals."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

from gongxin.law.expressions.refusals import Refused, not_allowed, position_of
from gongxin.law.expressions.values import Kind, Value, flag
from gongxin.subjects import sql_text

if TYPE_CHECKING:
    from sqlglot import exp

    from gongxin.law.expressions.compiler import Compiler

_NUMBER = re.compile(r"(\d{1,18})(?:\.(\d{1,12}))?")
_LARGEST_INTEGER = 2**31 - 1  # above it, a whole number in SQL is a BIGINT
_LONGEST_SPAN = {"DAY": 36_600, "MONTH": 1_200, "YEAR": 100}


def column(compiler: Compiler, node: exp.Expr) -> Value:
    """A bare name: a common column or a payload field."""
    return compiler.name(node.name, node)


def literal(_: Compiler, node: exp.Expr) -> Value:
    """A quoted text or a number in decimal digits."""
    text = str(node.this)
    if node.args.get("is_string"):
        return Value(sql_text.literal(text), Kind.TEXT, literal=text)
    match = _NUMBER.fullmatch(text)
    if match is None:
        raise Refused(
            "expression-number",
            f"数 {text[:40]!r} 过长或写法不对；请写十进制数，整数最多 18 位，小数最多 12 位",
            f"the number {text[:40]!r} is too long or oddly written; write digits, at most 18 and 12 decimal places",
            position_of(node),
        )
    whole, places = str(int(match[1])), match[2]
    if places is not None:
        return Value(f"{whole}.{places}", Kind.NUMBER, len(whole), len(places))
    return Value(whole, Kind.NUMBER, len(whole), 0, "INTEGER" if int(whole) <= _LARGEST_INTEGER else "BIGINT")


def boolean(_: Compiler, node: exp.Expr) -> Value:
    """``true`` and ``false``."""
    return flag("TRUE" if node.this else "FALSE")


def null(_compiler: Compiler, _node: exp.Expr) -> Value:
    """``null``, after ``is`` and among the values of ``case`` and ``coalesce``."""
    return Value("NULL", Kind.NOTHING)


def paren(compiler: Compiler, node: exp.Expr) -> Value:
    """Brackets: the SQL sets its own."""
    return compiler.part(node)


def day(_: Compiler, node: exp.Expr) -> Value:
    """``date '2026-04-01'``, which the parser gives as a cast: the only cast there is."""
    text = node.this
    if node.args["to"].sql() != "DATE" or not getattr(text, "is_string", False):
        raise not_allowed(node)
    try:
        value = date.fromisoformat(text.name)
    except ValueError:
        raise Refused(
            "expression-date",
            f"{text.name[:40]!r} 不是日期；请写 date '2026-04-01'",
            f"{text.name[:40]!r} is no date; write date '2026-04-01'",
            position_of(text),
        ) from None
    return Value(f"DATE '{value.isoformat()}'", Kind.DATE)


def span(node: exp.Expr) -> str:
    """``interval 3 months``, which stands only beside a date."""
    amount, unit = node.this, node.args.get("unit")
    word = unit.name.upper().removesuffix("S") if unit is not None else ""
    digits = amount.name if type(amount).__name__ == "Literal" else ""
    if word not in _LONGEST_SPAN or not re.fullmatch(r"\d{1,5}", digits) or int(digits) > _LONGEST_SPAN[word]:
        raise Refused(
            "expression-span",
            "时间段写作 interval 3 months、interval 1 year 或 interval 30 days，不超过一百年",
            "write a span as interval 3 months, interval 1 year or interval 30 days, of a hundred years at most",
            position_of(node),
        )
    return f"INTERVAL {int(digits)} {word}"
