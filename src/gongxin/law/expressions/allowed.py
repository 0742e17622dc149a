"""The allow-list: every kind of node an expression may hold, the parts it may have, and what compiles it.

It may only shrink without review: a test holds it against the list it was agreed with.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from gongxin.law.expressions import arithmetic, atoms, conditions, functions, own_functions

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlglot import exp

    from gongxin.law.expressions.compiler import Compiler
    from gongxin.law.expressions.values import Value

    Rule = tuple[frozenset[str], Callable[[Compiler, exp.Expr], Value]]

_ONE = frozenset({"this"})
_PAIR = frozenset({"this", "expression"})
_MANY = frozenset({"this", "expressions"})

ALLOWED: dict[str, Rule] = {
    "Column": (_ONE, atoms.column),
    "Literal": (frozenset({"this", "is_string"}), atoms.literal),
    "Boolean": (_ONE, atoms.boolean),
    "Null": (frozenset(), atoms.null),
    "Paren": (_ONE, atoms.paren),
    "Cast": (frozenset({"this", "to"}), atoms.day),
    "And": (_PAIR, conditions.chain),
    "Or": (_PAIR, conditions.chain),
    "Not": (_ONE, conditions.negation),
    **dict.fromkeys(conditions.OPERATORS, (_PAIR, conditions.comparison)),
    "Is": (_PAIR, conditions.state),
    "In": (_MANY, conditions.membership),
    "Between": (frozenset({"this", "low", "high"}), conditions.between),
    "Like": (_PAIR | {"negate"}, conditions.pattern),
    "ILike": (_PAIR | {"negate"}, conditions.pattern),
    **dict.fromkeys(conditions.TEXT_TESTS, (_PAIR, conditions.text_test)),
    "Case": (frozenset({"ifs", "default"}), functions.case),
    "Coalesce": (_MANY, functions.choice),
    "Greatest": (_MANY | {"ignore_nulls"}, functions.choice),
    "Least": (_MANY | {"ignore_nulls"}, functions.choice),
    "Lower": (_ONE, functions.text_function),
    "Upper": (_ONE, functions.text_function),
    "Length": (_ONE, functions.length),
    "Year": (_ONE, functions.year),
    "Anonymous": (_MANY, own_functions.own),
    "Neg": (_ONE, arithmetic.negative),
    "Add": (_PAIR, arithmetic.total),
    "Sub": (_PAIR, arithmetic.total),
    "Mul": (_PAIR, arithmetic.product),
}
