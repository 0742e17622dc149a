"""Parameters as names that an expression may use: ``parameter('id')`` is its value on the day the record is of.

A number that a regulator may still set, or that sources disagree on, is then written once, with its dates, its citation
and its rivals, and the condition that needs it reads it from there. While nobody knows it, it is null, and a comparison
with it does not hold.
"""

from __future__ import annotations

from decimal import Context, Decimal, InvalidOperation
from typing import TYPE_CHECKING

from gongxin.errors import Message
from gongxin.law.columns import DAY_OF_RECORD, ColumnType
from gongxin.law.readable import Readable
from gongxin.subjects.sql_text import literal

if TYPE_CHECKING:
    from collections.abc import Iterable

    from gongxin.law.schema.basics import Duration
    from gongxin.law.schema.parameters import Parameter

#: What a number column keeps: 18 digits, six of them after the point.
_DIGITS, _LAST_DIGIT = Context(prec=18), Decimal("0.000001")

_TYPES: dict[type, ColumnType] = {Decimal: ColumnType.NUMBER, bool: ColumnType.FLAG, str: ColumnType.TEXT}


def parameter_name(parameter_id: str) -> str:
    """How an expression writes a parameter."""
    return f"parameter('{parameter_id}')"


def parameter_names(parameters: Iterable[Parameter], alias: str = "") -> dict[str, Readable]:
    """All parameters as names of an expression; a term (``3 months``) is no value of one, and says so when used."""
    prefix = f'"{alias}".' if alias else ""
    day = "coalesce(" + ", ".join(f'{prefix}"{column}"' for column in DAY_OF_RECORD) + ")"
    return {parameter_name(parameter.id): _readable(parameter, day) for parameter in parameters}


def _readable(parameter: Parameter, day: str) -> Readable:
    known = [dated.value for dated in parameter.values if dated.value is not None]
    if any(isinstance(value, Decimal) and value != _as_kept(value) for value in known):
        return Readable("NULL", ColumnType.NUMBER, unusable=_too_long(parameter.id))
    type_ = next((_TYPES[type(value)] for value in known if type(value) in _TYPES), ColumnType.NUMBER)
    if any(_TYPES.get(type(value)) is not type_ for value in known):
        return Readable("NULL", type_, unusable=_no_value(parameter.id))
    # The latest edition comes first. A record without any day has no edition: the parameter is then null.
    editions = [
        f"WHEN {day} >= DATE '{dated.from_.isoformat()}' THEN {_literal(dated.value, type_)}"
        for dated in reversed(parameter.values)
    ]
    return Readable(f"CASE {' '.join(editions)} END", type_)


def _as_kept(value: Decimal) -> Decimal | None:
    """The value with the digits of a number column, or None if it has more before the point."""
    try:
        return value.quantize(_LAST_DIGIT, context=_DIGITS)
    except InvalidOperation:
        return None


def _literal(value: Decimal | Duration | bool | str | None, type_: ColumnType) -> str:
    return f"CAST({'NULL' if value is None else literal(str(value))} AS {type_})"


def _too_long(parameter_id: str) -> Message:
    return Message(
        zh=f"参数 {parameter_id!r} 的数值过长，不能写入条件；整数最多 12 位，小数最多 6 位",
        en=f"the parameter {parameter_id!r} is too long a number for a condition: "
        "at most 12 digits before the point and 6 after it",
    )


def _no_value(parameter_id: str) -> Message:
    return Message(
        zh=f"参数 {parameter_id!r} 是时间段，或先后取值类型不同，不能写入条件；请改用数、文本或真假值的参数",
        en=f"the parameter {parameter_id!r} is a span of time, or changes its type, and cannot stand in a condition; "
        "use one that is a number, a text or true and false",
    )
