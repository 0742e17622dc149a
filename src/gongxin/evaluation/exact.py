"""Decimal numbers in SQL that are exact: each knows how many digits it can have, and is computed in that many."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from gongxin.errors import LawError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from decimal import Decimal

#: Digits a DECIMAL can have, in DuckDB and in Spark.
MOST_DIGITS = 38

#: Decimal places of points: a record's points are rounded to these once, everything after is exact.
POINT_PLACES = 6

#: The type of scores, and of points that are known to fit: 64 bits.
SHORT_POINTS = f"DECIMAL(18,{POINT_PLACES})"
#: The type of points that may be larger: 128 bits.
LONG_POINTS = f"DECIMAL({MOST_DIGITS},{POINT_PLACES})"
_SHORT_WHOLE = 18 - POINT_PLACES

_INTEGER_DIGITS = {"INTEGER": 10, "BIGINT": 19}


@dataclass(frozen=True, slots=True)
class Exact:
    """An SQL expression and the most digits it can have before and after the point."""

    sql: str
    whole: int
    places: int

    @property
    def type(self) -> str:
        """The decimal type that holds every value it can have."""
        return f"DECIMAL({min(self.whole + self.places, MOST_DIGITS)},{self.places})"

    def typed(self) -> Exact:
        """The same number in that type. A number that does not fit is an error of the engine, never a wrong number."""
        return Exact(f"CAST({self.sql} AS {self.type})", self.whole, self.places)

    def times(self, other: Exact, where: str) -> Exact:
        """The exact product. Raises :class:`LawError` where it could have more digits than a decimal holds."""
        whole, places = self.whole + other.whole, self.places + other.places
        if whole + places > MOST_DIGITS:
            raise LawError(
                "too-many-digits",
                zh=f"乘积可能有 {whole + places} 位数字，最多 {MOST_DIGITS} 位；请减少分值或取值的位数。",
                en=f"The product may have {whole + places} digits, and {MOST_DIGITS} fit; use numbers of fewer digits.",
                where=where,
            )
        # Both operands get the width of the product: DuckDB then gives that width to the result and never runs over.
        left, right = (f"CAST({part.sql} AS DECIMAL({whole + places},{part.places}))" for part in (self, other))
        return Exact(f"({left} * {right})", whole, places)

    def as_points(self) -> Exact:
        """Rounded half up to :data:`POINT_PLACES`: what a record or a measured value comes to."""
        return Exact(f"CAST({self.sql} AS {self.points_type})", self.whole, POINT_PLACES)

    @property
    def points_type(self) -> str:
        """The type of points that holds it once it is rounded."""
        return SHORT_POINTS if self.whole <= _SHORT_WHOLE else LONG_POINTS

    def gathered(self, sql: str) -> Exact:
        """An expression that sums this number over the records of a subject: a million at the most."""
        return Exact(sql, self.whole + 6, self.places)


def exact_number(number: Decimal) -> Exact:
    """A number as it stands in a pack."""
    text = format(number.normalize(), "f")
    whole, _, places = text.lstrip("-").partition(".")
    return Exact(f"({text})" if text.startswith("-") else text, len(whole), len(places))


def exact_expression(sql: str, type_: str) -> Exact:
    """A compiled expression of a numeric SQL type."""
    match = re.fullmatch(r"DECIMAL\((\d+),(\d+)\)", type_)
    if match is None:
        return Exact(sql, _INTEGER_DIGITS[type_], 0)
    return Exact(sql, int(match[1]) - int(match[2]), int(match[2]))


def first_that_holds(branches: Sequence[tuple[str, Decimal]], otherwise: Decimal) -> Exact:
    """The number of the first condition that holds."""
    last = exact_number(otherwise)
    if not branches:
        return last
    numbers = [exact_number(number) for _, number in branches]
    whens = " ".join(f"WHEN {test} THEN {number.sql}" for (test, _), number in zip(branches, numbers, strict=True))
    whole, places = (max(getattr(number, part) for number in (*numbers, last)) for part in ("whole", "places"))
    return Exact(f"CASE {whens} ELSE {last.sql} END", whole, places).typed()


def millionths(part: str, whole_: str, *, whole: int) -> Exact:
    """One whole number over another in millionths, rounded half away from zero; NULL unless the other is above 0.

    By integers alone: a quotient would be a binary fraction. ``whole`` is the most digits it can have before the point.
    """
    twice = f"CAST(2000000 * CAST(abs({part}) AS HUGEINT) + {whole_} AS HUGEINT) // CAST(2 * {whole_} AS HUGEINT)"
    signed = f"CASE WHEN {part} < 0 THEN -1 ELSE 1 END * ({twice})"
    return Exact(f"CASE WHEN {whole_} > 0 THEN CAST({signed} AS DECIMAL({whole + 6},0)) * 0.000001 END", whole, 6)
