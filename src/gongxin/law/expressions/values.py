"""The values of expressions: what kind they are, and for numbers how many digits they can have."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

from gongxin.law.columns import ColumnType

if TYPE_CHECKING:
    from gongxin.law.readable import Readable

#: Digits of the widest DECIMAL in DuckDB and in Spark.
MAX_DIGITS = 38


class Kind(Enum):
    """The kinds of value an expression knows, each with its name in Chinese and in English."""

    TEXT = ("文本", "a text")
    TEXTS = ("多值文本", "a list of texts")
    DATE = ("日期", "a date")
    NUMBER = ("数值", "a number")
    FLAG = ("条件", "a condition")
    NOTHING = ("空值", "null")

    @property
    def zh(self) -> str:
        """The kind in Chinese."""
        return self.value[0]

    @property
    def en(self) -> str:
        """The kind in English, with its article."""
        return self.value[1]


KIND_OF = {
    ColumnType.TEXT: Kind.TEXT,
    ColumnType.TEXTS: Kind.TEXTS,
    ColumnType.DATE: Kind.DATE,
    ColumnType.MONEY: Kind.NUMBER,
    ColumnType.NUMBER: Kind.NUMBER,
    ColumnType.INTEGER: Kind.NUMBER,
    ColumnType.FLAG: Kind.FLAG,
}
#: Digits before and after the point of the numeric column types.
_DIGITS = {ColumnType.MONEY: (16, 2), ColumnType.NUMBER: (12, 6), ColumnType.INTEGER: (19, 0)}
_SQL_TYPE = {
    Kind.TEXT: "VARCHAR",
    Kind.TEXTS: "VARCHAR[]",
    Kind.DATE: "DATE",
    Kind.FLAG: "BOOLEAN",
    Kind.NOTHING: "NULL",
}


@dataclass(frozen=True, slots=True)
class Value:
    """A compiled part of an expression: its SQL and what it can be.

    Of a number, ``whole`` and ``scale`` are the most digits it can have before and after the point, and ``stored`` the
    integer type its SQL has, if that is no decimal. Of a text, ``values`` are the only ones it can be where a closed
    code list says so, and ``literal`` is the one it is.
    """

    sql: str
    kind: Kind
    whole: int = 0
    scale: int = 0
    stored: str | None = None
    values: frozenset[str] | None = None
    literal: str | None = None

    @property
    def decimal(self) -> str:
        """The decimal type that holds every value this number can have."""
        return decimal_type(self.whole, self.scale)

    @property
    def sql_type(self) -> str:
        """The SQL type of the result."""
        if self.kind is Kind.NUMBER:
            return self.stored or self.decimal
        return _SQL_TYPE[self.kind]


def decimal_type(whole: int, scale: int) -> str:
    """The decimal type with so many digits before and after the point."""
    return f"DECIMAL({max(whole + scale, 1)},{scale})"


def read(name: Readable) -> Value:
    """What reading a column or payload field gives."""
    whole, scale = _DIGITS.get(name.type, (0, 0))
    stored = str(ColumnType.INTEGER) if name.type is ColumnType.INTEGER else None
    return Value(name.sql, KIND_OF[name.type], whole, scale, stored, name.values)


def flag(sql: str) -> Value:
    """A condition."""
    return Value(sql, Kind.FLAG)


def count(sql: str) -> Value:
    """A whole number as DuckDB's functions give it."""
    return Value(sql, Kind.NUMBER, 19, 0, str(ColumnType.INTEGER))


def number(sql: str, whole: int, scale: int) -> Value:
    """A decimal of exactly so many digits."""
    return Value(f"CAST({sql} AS {decimal_type(whole, scale)})", Kind.NUMBER, whole, scale)


def cast(value: Value, to: Value) -> str:
    """The SQL of a value in the type of another of its kind."""
    return value.sql if value.sql_type == to.sql_type else f"CAST({value.sql} AS {to.sql_type})"
