"""Choices among values, and functions of texts, lists and dates that SQL has."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gongxin.law.expressions.refusals import common, want
from gongxin.law.expressions.values import Kind, Value, cast, count

if TYPE_CHECKING:
    from sqlglot import exp

    from gongxin.law.expressions.compiler import Compiler


def case(compiler: Compiler, node: exp.Expr) -> Value:
    """``case when ... then ... else ... end``; all results of one kind."""
    arms: list[tuple[str, Value]] = []
    for arm in node.args["ifs"]:
        condition = compiler.part(arm)
        want(arm, condition, Kind.FLAG)
        arms.append((condition.sql, compiler.part(arm, "true")))
    default = compiler.part(node, "default") if node.args.get("default") is not None else Value("NULL", Kind.NOTHING)
    joined = common(node, [*(result for _, result in arms), default])
    written = "".join(f" WHEN {condition} THEN {cast(result, joined)}" for condition, result in arms)
    return _as(joined, f"CASE{written} ELSE {cast(default, joined)} END")


def choice(compiler: Compiler, node: exp.Expr) -> Value:
    """``coalesce``, ``greatest``, ``least``: one of several values of a kind."""
    name = type(node).__name__.upper()
    values = [compiler.part(node), *(compiler.compile(part) for part in node.args.get("expressions") or ())]
    joined = common(node, values)
    if name != "COALESCE":
        want(node, joined, Kind.NUMBER, Kind.DATE)
    return _as(joined, f"{name}({', '.join(cast(value, joined) for value in values)})")


def _as(joined: Value, sql: str) -> Value:
    return Value(sql, joined.kind, joined.whole, joined.scale, joined.stored)


def text_function(compiler: Compiler, node: exp.Expr) -> Value:
    """``lower``, ``upper``."""
    value = compiler.part(node)
    want(node, value, Kind.TEXT)
    return Value(f"{type(node).__name__.lower()}({value.sql})", Kind.TEXT)


def length(compiler: Compiler, node: exp.Expr) -> Value:
    """``length``: characters of a text, values of a list."""
    value = compiler.part(node)
    want(node, value, Kind.TEXT, Kind.TEXTS)
    return count(f"len({value.sql})")


def year(compiler: Compiler, node: exp.Expr) -> Value:
    """``year`` of a date."""
    value = compiler.part(node)
    want(node, value, Kind.DATE)
    return count(f"year({value.sql})")
