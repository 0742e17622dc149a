"""Sums and products, exact to the last digit, and dates with spans."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gongxin.law.expressions.atoms import span
from gongxin.law.expressions.refusals import want, want_digits, widest
from gongxin.law.expressions.values import Kind, Value, count, decimal_type, number

if TYPE_CHECKING:
    from sqlglot import exp

    from gongxin.law.expressions.compiler import Compiler


def negative(compiler: Compiler, node: exp.Expr) -> Value:
    """A minus sign."""
    value = compiler.part(node)
    want(node, value, Kind.NUMBER)
    if type(node.this).__name__ == "Literal":
        return Value(f"(-{value.sql})", Kind.NUMBER, value.whole, value.scale, value.stored)
    # The smallest integer has no positive of its own type; as a decimal it has.
    return number(f"-CAST({value.sql} AS {value.decimal})", value.whole, value.scale)


def total(compiler: Compiler, node: exp.Expr) -> Value:
    """``a + b`` and ``a - b``: numbers, a date and a span, or two dates (their distance in days)."""
    sign = "+" if type(node).__name__ == "Add" else "-"
    left, right = compiler.part(node), node.args["expression"]
    if left.kind is Kind.DATE and type(right).__name__ == "Interval":
        return Value(f"CAST(({left.sql} {sign} {span(right)}) AS DATE)", Kind.DATE)
    other = compiler.compile(right)
    if left.kind is Kind.DATE and sign == "-":
        want(node, other, Kind.DATE)
        return count(f"date_diff('day', {other.sql}, {left.sql})")
    wide = widest(node, (left, other))
    whole, scale = wide.whole + 1, wide.scale
    want_digits(node, whole, scale)
    operand = decimal_type(whole, scale)
    return number(f"(CAST({left.sql} AS {operand}) {sign} CAST({other.sql} AS {operand}))", whole, scale)


def product(compiler: Compiler, node: exp.Expr) -> Value:
    """``a * b``."""
    left, right = compiler.part(node), compiler.part(node, "expression")
    want(node, left, Kind.NUMBER)
    want(node, right, Kind.NUMBER)
    whole, scale = left.whole + right.whole, left.scale + right.scale
    want_digits(node, whole, scale)
    # DuckDB multiplies in the width of its operands: they get that of the result.
    operands = (f"CAST({value.sql} AS DECIMAL({whole + scale},{value.scale}))" for value in (left, right))
    return number(f"({' * '.join(operands)})", whole, scale)
