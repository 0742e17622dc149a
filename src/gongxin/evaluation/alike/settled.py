"""What the item of a record settles by itself: conditions that hold of all of its records, or of none."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlglot import exp


def is_item(made: exp.Expr) -> bool:
    """Whether an expression is the record's item."""
    from sqlglot import exp

    return isinstance(made, exp.Column) and made.name == "item"


def settled(made: exp.Expr, item: str) -> bool | None:
    """Whether a condition holds of every record of the item, or of none; None where that depends on the record."""
    from sqlglot import exp

    match made:
        case exp.Paren():
            return settled(made.this, item)
        case exp.Boolean():
            return bool(made.this)
        case exp.Not():
            holds = settled(made.this, item)
            return None if holds is None else not holds
        case exp.And() | exp.Or():
            return _both(made, item)
        case exp.EQ() if is_item(made.this):
            return is_among(item, [made.expression])
        case exp.NEQ() if is_item(made.this):
            holds = is_among(item, [made.expression])
            return None if holds is None else not holds
        case exp.In() if is_item(made.this) and made.expressions:
            return is_among(item, made.expressions)
    return None


def is_among(item: str, literals: Iterable[exp.Expr]) -> bool | None:
    """Whether the item is one of these texts; None where they are none."""
    from sqlglot import exp

    found = list(literals)
    if not all(isinstance(of, exp.Literal) and of.is_string for of in found):
        return None
    return item in [of.this for of in found]


def _both(made: exp.And | exp.Or, item: str) -> bool | None:
    from sqlglot import exp

    settling = isinstance(made, exp.Or)
    both = [settled(part, item) for part in (made.left, made.right)]
    if settling in both:
        return settling
    return None if None in both else not settling
