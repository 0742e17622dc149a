"""Where a comparison with a constant tells the values of a column apart."""

from __future__ import annotations

from datetime import date
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from typing import TYPE_CHECKING

from gongxin.evaluation.alike.shifts import NO_SHIFT, first_day_reaching
from gongxin.ledger.tables import RECORD

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlglot import exp

    from gongxin.evaluation.alike.shifts import Shift

#: A value turns where a constant is reached, and where it is passed.
_REACHED, _PASSED = frozenset({0}), frozenset({1})


def is_day(name: str) -> bool:
    """Whether a column of records is one of days."""
    return RECORD.stored.get(name) == "DATE"


def places_of(name: str) -> int | None:
    """Decimal places of a column of records; None of one that is not of decimals."""
    return _places(RECORD.stored.get(name, ""))


def has_room(type_: exp.Expr, constants: Iterable[date | Decimal]) -> bool:
    """Whether a type has all the places of constant numbers."""
    text = type_.sql().upper().replace(" ", "")
    places = 0 if text in ("INT", "INTEGER", "BIGINT") else _places(text)
    if places is None:
        return False
    return all(isinstance(of, Decimal) and of == of.quantize(Decimal(1).scaleb(-places)) for of in constants)


def turns_of(made: exp.Expr) -> list[frozenset[int]]:
    """For each value that a comparison compares its first one with: whether it turns where that is reached (0), or
    passed (1)."""
    from sqlglot import exp

    match made:
        case exp.GTE() | exp.LT():
            return [_REACHED]
        case exp.GT() | exp.LTE():
            return [_PASSED]
        case exp.Between():
            return [_REACHED, _PASSED]
        case exp.In():
            return [_REACHED | _PASSED for _ in made.expressions]
    return [_REACHED | _PASSED]


def mirrored(turns: frozenset[int]) -> frozenset[int]:
    """Where a comparison turns if its sides are exchanged."""
    return frozenset(1 - turn for turn in turns)


def cuts_of(name: str, shift: Shift, constant: date | Decimal, turns: frozenset[int]) -> set[int] | None:
    """The first values of a column that, moved by ``shift``, reach a constant or pass it; None where the two cannot be
    compared. Days are counted from 1970-01-01, numbers in units of the last place of the column."""
    if isinstance(constant, date):
        return {first_day_reaching(constant, shift, turn) for turn in turns} if is_day(name) else None
    places = places_of(name)
    if places is None or shift != NO_SHIFT:
        return None
    units = constant.scaleb(places)
    at = (int(units.to_integral_value(ROUND_CEILING)), int(units.to_integral_value(ROUND_FLOOR)) + 1)
    return {at[turn] for turn in turns}


def _places(type_: str) -> int | None:
    return int(type_.rstrip(")").split(",")[1]) if type_.startswith("DECIMAL(") and "," in type_ else None
