"""Choices, functions of texts and dates, and our own functions over lists of codes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gongxin.law.expressions.refusals import Refused, common, not_allowed, not_in_list, position_of, want
from gongxin.law.expressions.values import Kind, Value, cast, count, flag
from gongxin.law.parameter_names import parameter_name

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

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


def _any(listed: str, codes: str) -> Value:
    return flag(f"COALESCE(list_has_any({listed}, {codes}), FALSE)")


def _only(listed: str, codes: str) -> Value:
    # A record that names no kind at all is not one of only these kinds.
    return flag(f"COALESCE(len({listed}) > 0 AND list_has_all({codes}, {listed}), FALSE)")


def _count(listed: str, codes: str) -> Value:
    return count(f"COALESCE(len(list_intersect({listed}, {codes})), 0)")


#: Functions of our own over the column ``kinds``; with ``has_`` instead of ``kind_``, over any list.
LIST_FUNCTIONS: dict[str, Callable[[str, str], Value]] = {
    "kind_any": _any,
    "kind_only": _only,
    "kind_count": _count,
    "has_any": _any,
    "has_only": _only,
    "has_count": _count,
}


def named(compiler: Compiler, node: exp.Expr) -> Value:
    """The functions of our own: :func:`_parameter`, :func:`_mentions` and those of ``LIST_FUNCTIONS``."""
    name = str(node.this).lower()
    if name not in ("parameter", "mentions", *LIST_FUNCTIONS):
        raise not_allowed(node)
    arguments = [compiler.compile(argument) for argument in node.args.get("expressions") or ()]
    if name == "parameter":
        return _parameter(compiler, node, arguments)
    if name == "mentions":
        return _mentions(node, arguments)
    return _of_list(compiler, node, name, arguments)


def _parameter(compiler: Compiler, node: exp.Expr, arguments: Sequence[Value]) -> Value:
    """``parameter('id')``: the dated parameter's value on the day the record is of."""
    if len(arguments) != 1 or arguments[0].literal is None:
        raise Refused(
            "expression-arguments",
            "parameter 的参数是一个带引号的参数标识，例如 parameter('cn.market.lower-fine')",
            "parameter takes the id of one parameter in quotes, such as parameter('cn.market.lower-fine')",
            position_of(node),
        )
    return compiler.name(parameter_name(arguments[0].literal), node)


def _mentions(node: exp.Expr, arguments: Sequence[Value]) -> Value:
    """``mentions(text, 'a', 'b')``: whether the text holds any of the words; never null."""
    words = arguments[1:]
    if not words or any(word.literal is None or word.literal == "" for word in words):
        raise Refused(
            "expression-arguments",
            "mentions 的参数是一个文本字段和若干带引号的词，例如 mentions(authority, '市场监督管理')",
            "mentions takes a text field and words in quotes, such as mentions(authority, '市场监督管理')",
            position_of(node),
        )
    want(node, arguments[0], Kind.TEXT)
    found = " OR ".join(f"contains({arguments[0].sql}, {word.sql})" for word in words)
    return flag(f"COALESCE({found}, FALSE)")


def _of_list(compiler: Compiler, node: exp.Expr, name: str, arguments: Sequence[Value]) -> Value:
    """Whether a list has any of some codes, only them, how many of them.

    ``kind_any('fine', 'warning')``, ``kind_only(...)``, ``kind_count(...)``; ``has_any(field, 'a', 'b')`` and so on.
    """
    of_kinds = name.startswith("kind_")
    listed = compiler.name("kinds", node) if of_kinds else (arguments or [Value("", Kind.NOTHING)])[0]
    want(node, listed, Kind.TEXTS)
    codes = arguments if of_kinds else arguments[1:]
    if not codes or any(code.literal is None for code in codes):
        first_zh, first_en = ("", "") if of_kinds else ("字段, ", "field, ")
        raise Refused(
            "expression-arguments",
            f"{name} 的参数是带引号的代码，至少一个，例如 {name}({first_zh}'fine')",
            f"{name} takes codes in quotes, at least one, such as {name}({first_en}'fine')",
            position_of(node),
        )
    for code in codes:
        if listed.values is not None and code.literal not in listed.values:
            raise not_in_list(node, str(code.literal), listed.values)
    return LIST_FUNCTIONS[name](listed.sql, "[" + ", ".join(code.sql for code in codes) + "]")
