"""The functions of our own: about lists of codes, words in a text, and dated parameters."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gongxin.law.expressions.refusals import Refused, not_allowed, not_in_list, position_of, want
from gongxin.law.expressions.values import Kind, Value, count, flag
from gongxin.law.parameter_names import parameter_name

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from sqlglot import exp

    from gongxin.law.expressions.compiler import Compiler

    Function = Callable[[Compiler, exp.Expr, str, Sequence[Value]], Value]


def _any(listed: str, codes: str) -> Value:
    return flag(f"COALESCE(list_has_any({listed}, {codes}), FALSE)")


def _only(listed: str, codes: str) -> Value:
    # A record that names no kind at all is not one of only these kinds.
    return flag(f"COALESCE(len({listed}) > 0 AND list_has_all({codes}, {listed}), FALSE)")


def _count(listed: str, codes: str) -> Value:
    return count(f"COALESCE(len(list_intersect({listed}, {codes})), 0)")


#: Over the column ``kinds``; with ``has_`` instead of ``kind_``, over any list.
_LIST_FUNCTIONS: dict[str, Callable[[str, str], Value]] = {
    "kind_any": _any,
    "kind_only": _only,
    "kind_count": _count,
    "has_any": _any,
    "has_only": _only,
    "has_count": _count,
}


def _parameter(compiler: Compiler, node: exp.Expr, _name: str, arguments: Sequence[Value]) -> Value:
    """``parameter('id')``: the dated parameter's value on the day the record is of."""
    if len(arguments) != 1 or arguments[0].literal is None:
        raise Refused(
            "expression-arguments",
            "parameter 的参数是一个带引号的参数标识，例如 parameter('cn.market.lower-fine')",
            "parameter takes the id of one parameter in quotes, such as parameter('cn.market.lower-fine')",
            position_of(node),
        )
    return compiler.name(parameter_name(arguments[0].literal), node)


def _mentions(_compiler: Compiler, node: exp.Expr, _name: str, arguments: Sequence[Value]) -> Value:
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
    return _LIST_FUNCTIONS[name](listed.sql, "[" + ", ".join(code.sql for code in codes) + "]")


#: Every function an expression may call besides those of SQL on the allow-list.
OWN_FUNCTIONS: dict[str, Function] = {
    "parameter": _parameter,
    "mentions": _mentions,
    **dict.fromkeys(_LIST_FUNCTIONS, _of_list),
}


def own(compiler: Compiler, node: exp.Expr) -> Value:
    """A call of one of ``OWN_FUNCTIONS``; of any other, a refusal."""
    name = str(node.this).lower()
    if name not in OWN_FUNCTIONS:
        raise not_allowed(node)
    arguments = [compiler.compile(argument) for argument in node.args.get("expressions") or ()]
    return OWN_FUNCTIONS[name](compiler, node, name, arguments)
