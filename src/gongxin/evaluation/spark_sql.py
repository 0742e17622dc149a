"""The SQL of a compiled model in Spark's words: what SQLGlot does not say the same way, said here.

DuckDB's text is the only definition. It is parsed, a few constructs are put in terms that both engines understand
alike, and the rest is SQLGlot's work. Equal results are held by a test that runs every shipped model on both.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from gongxin.evaluation.sql_trees import tree_of
from gongxin.law.columns import COLUMNS, ColumnType

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from decimal import Decimal

    from sqlglot import exp

    Rewrite = Callable[[exp.Expr], exp.Expr | None]

_LISTS = frozenset(column.name for column in COLUMNS.values() if column.type is ColumnType.TEXTS)


def spark_sql(query: str, tables: Mapping[str, tuple[Decimal, ...]] | None = None) -> str:
    """A query for DuckDB as one for Spark; ``tables`` are the lists of factors that it looks into as variables."""
    tree = tree_of(query)
    # Parts before what they are parts of, so that what is rewritten has been rewritten within.
    for node in reversed(list(tree.dfs())):
        rewritten = _rewrite(node, tables or {})
        if rewritten is not node:
            node.replace(rewritten)
    return tree.sql(dialect="spark")


def _rewrite(node: exp.Expr, tables: Mapping[str, tuple[Decimal, ...]]) -> exp.Expr:
    from sqlglot import exp

    if isinstance(node, exp.Bracket):
        return _call("try_element_at", node.this, *node.expressions)
    if isinstance(node, exp.Anonymous):
        return _function(node, tables)
    if isinstance(node, exp.DataType) and node.is_type("int128"):
        return exp.DataType.build("DECIMAL(38, 0)")
    if isinstance(node, (exp.Greatest, exp.Least)) and not node.expressions:
        return _part(node)
    if isinstance(node, exp.ArrayOverlaps):
        return _call("arrays_overlap", node.this, node.expression)
    if isinstance(node, exp.ArrayContainsAll):
        return _has_all(node.this, node.expression)
    if isinstance(node, exp.Length) and _is_list(node.this):
        return _call("size", node.this)
    if isinstance(node, exp.Add) and _is_months(node.expression):
        return _call("add_months", node.this, node.expression.expressions[0])
    if isinstance(node, exp.Sub) and _is_day(node.this):
        return _call("datediff", node.this, node.expression)
    return node


def _function(node: exp.Anonymous, tables: Mapping[str, tuple[Decimal, ...]]) -> exp.Expr:
    """Functions that SQLGlot hands on under DuckDB's name."""
    name = str(node.this).lower()
    if name == "getvariable":
        return _factors(tables[node.expressions[0].name])
    if name == "list_has_all":
        return _has_all(*node.expressions)
    if name == "list_has_any":
        return _call("arrays_overlap", *node.expressions)
    if name == "list_intersect":
        return _call("array_intersect", *node.expressions)
    return node


def _factors(factors: tuple[Decimal, ...]) -> exp.Expr:
    from sqlglot import exp

    numbers = [exp.cast(exp.Literal.number(format(factor, "f")), "DECIMAL(10, 9)") for factor in factors]
    return _call("array", *numbers)


def _has_all(all_of: exp.Expr, of_these: exp.Expr) -> exp.Expr:
    """Whether nothing is left of the second list without the first."""
    from sqlglot import exp

    return exp.EQ(this=_call("size", _call("array_except", of_these, all_of)), expression=exp.Literal.number(0))


def _is_list(node: exp.Expr) -> bool:
    from sqlglot import exp

    if isinstance(node, exp.Column):
        return node.name in _LISTS
    if isinstance(node, exp.Anonymous):
        return str(node.this).lower() in ("list_intersect", "array_intersect")
    return isinstance(node, (exp.Split, exp.ArrayIntersect))


def _is_months(node: exp.Expr) -> bool:
    from sqlglot import exp

    return isinstance(node, exp.Anonymous) and str(node.this).lower() == "to_months"


def _is_day(node: exp.Expr) -> bool:
    """Whether it is a date written out."""
    from sqlglot import exp

    return isinstance(node, exp.Cast) and isinstance(node.this, exp.Literal) and node.to.is_type("date")


def _part(node: exp.Expr) -> exp.Expr:
    part: exp.Expr = node.this
    return part


def _call(name: str, *arguments: exp.Expr) -> exp.Expr:
    from sqlglot import exp

    return exp.Anonymous(this=name, expressions=list(arguments))
