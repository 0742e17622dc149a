"""Conditions: comparisons, membership, patterns, and what joins them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gongxin.law.expressions.refusals import Refused, not_allowed, not_in_list, position_of, want, widest
from gongxin.law.expressions.values import Kind, Value, flag

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlglot import exp

    from gongxin.law.expressions.compiler import Compiler

#: Comparisons by the kind of node, as they are written in SQL.
OPERATORS = {
    "EQ": "=",
    "NEQ": "<>",
    "LT": "<",
    "LTE": "<=",
    "GT": ">",
    "GTE": ">=",
    "NullSafeEQ": "IS NOT DISTINCT FROM",
    "NullSafeNEQ": "IS DISTINCT FROM",
}
#: Tests of a text for a piece of it.
TEXT_TESTS = {"Contains": "contains", "StartsWith": "starts_with", "EndsWith": "ends_with"}

_ORDERINGS = frozenset({"LT", "LTE", "GT", "GTE"})


def chain(compiler: Compiler, node: exp.Expr) -> Value:
    """``and``, ``or``: a run of the same word is one level, however long."""
    connective = type(node)
    operands: list[exp.Expr] = []
    waiting = [node]
    while waiting:
        part = waiting.pop()
        if type(part) is connective:
            waiting += [part.args["expression"], part.this]
        else:
            operands.append(part)
    word = f" {connective.__name__.upper()} "
    return flag("(" + word.join(_flag(compiler, part).sql for part in operands) + ")")


def negation(compiler: Compiler, node: exp.Expr) -> Value:
    """``not``."""
    return flag(f"(NOT {_flag(compiler, node.this).sql})")


def _flag(compiler: Compiler, node: exp.Expr) -> Value:
    value = compiler.compile(node)
    want(node, value, Kind.FLAG)
    return value


def comparison(compiler: Compiler, node: exp.Expr) -> Value:
    """``=``, ``<>``, ``<`` and their like, between values of one kind."""
    kind = type(node).__name__
    left, right = compiler.part(node), compiler.part(node, "expression")
    _comparable(node, [left, right])
    if left.kind is Kind.FLAG and kind in _ORDERINGS:
        raise not_allowed(node)
    return flag(f"({left.sql} {OPERATORS[kind]} {right.sql})")


def state(compiler: Compiler, node: exp.Expr) -> Value:
    """``is null``, ``is true``, ``is false``."""
    subject, wanted = compiler.part(node), compiler.part(node, "expression")
    if wanted.sql not in ("NULL", "TRUE", "FALSE"):
        raise not_allowed(node)
    if wanted.kind is Kind.FLAG:
        want(node, subject, Kind.FLAG)
    return flag(f"({subject.sql} IS {wanted.sql})")


def membership(compiler: Compiler, node: exp.Expr) -> Value:
    """``in (...)`` with values written out."""
    subject = compiler.part(node)
    choices = [compiler.compile(part) for part in node.args.get("expressions") or ()]
    if not choices:
        raise not_allowed(node)
    _comparable(node, [subject, *choices])
    return flag(f"({subject.sql} IN ({', '.join(choice.sql for choice in choices)}))")


def between(compiler: Compiler, node: exp.Expr) -> Value:
    """``between``, both ends included."""
    subject, low, high = compiler.part(node), compiler.part(node, "low"), compiler.part(node, "high")
    _comparable(node, [subject, low, high])
    if subject.kind is Kind.FLAG:
        raise not_allowed(node)
    return flag(f"({subject.sql} BETWEEN {low.sql} AND {high.sql})")


def pattern(compiler: Compiler, node: exp.Expr) -> Value:
    """``like`` and ``ilike``."""
    subject, wanted = compiler.part(node), compiler.part(node, "expression")
    want(node, subject, Kind.TEXT)
    want(node, wanted, Kind.TEXT)
    word = type(node).__name__.upper()
    return flag(f"({subject.sql} {'NOT ' if node.args.get('negate') else ''}{word} {wanted.sql})")


def text_test(compiler: Compiler, node: exp.Expr) -> Value:
    """``contains``, ``starts_with``, ``ends_with``."""
    text, sought = compiler.part(node), compiler.part(node, "expression")
    want(node, text, Kind.TEXT)
    want(node, sought, Kind.TEXT)
    return flag(f"{TEXT_TESTS[type(node).__name__]}({text.sql}, {sought.sql})")


def _comparable(node: exp.Expr, values: Sequence[Value]) -> None:
    """That values can be compared, exactly, and that no text is compared with one it can never be."""
    for value in values:
        if value.kind in (Kind.TEXTS, Kind.NOTHING):
            raise Refused(
                "expression-comparison",
                f"{value.kind.zh}不能直接比较；多值用 kind_any('…') 或 has_any(字段, '…')，空值用 is null",
                f"{value.kind.en} cannot be compared; use kind_any('...') or has_any(field, '...'), and 'is null'",
                position_of(node),
            )
        want(node, value, values[0].kind)
    if values[0].kind is Kind.NUMBER:
        widest(node, values)
    closed = [value.values for value in values if value.values is not None]
    for value in values:
        if closed and value.literal is not None and not any(value.literal in choice for choice in closed):
            raise not_in_list(node, value.literal, frozenset().union(*closed))
