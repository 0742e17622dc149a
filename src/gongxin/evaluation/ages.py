"""The age of a record on the day of an evaluation: the windows it is in, the steps it has reached, what is left of it.

All of it follows from one rule, how a period ends (:mod:`gongxin.law.durations`). Since the day of the evaluation is
known when a model is compiled, spans become dates and half-lives become tables: the engines compare and look up, and so
come to equal digits.
"""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Context, Decimal
from functools import cache
from typing import TYPE_CHECKING

from gongxin.law.durations import add_months, end_of

if TYPE_CHECKING:
    from gongxin.law.schema.basics import Duration

#: Decimal places of a half-life's factors.
FACTOR_PLACES = 9

#: Ages above this, in months, have the factor of this age. No record of a living system is a century old.
OLDEST = 1200

_DAY = timedelta(days=1)
_EXACT_ENOUGH = Context(prec=40)


def first_day_within(window: Duration, as_of: date) -> date:
    """The earliest day whose record is still in a rolling window on ``as_of``.

    A record is in the window up to the day on which a period of the window's length, begun on its own day, ends:
    the corresponding day included.
    """
    day = _back(window, as_of)
    while day > date.min and end_of(window, day - _DAY) >= as_of:
        day -= _DAY
    while end_of(window, day) < as_of:
        day += _DAY
    return day


def last_day_aged(age: Duration, as_of: date) -> date | None:
    """The latest day whose record has reached an age on ``as_of``; None if no record can have."""
    day = _back(age, as_of)
    while day < as_of and end_of(age, day + _DAY) <= as_of:
        day += _DAY
    while end_of(age, day) > as_of:
        if day == date.min:
            return None
        day -= _DAY
    return day


def _back(duration: Duration, as_of: date) -> date:
    """About where a period ending on ``as_of`` began: the true day lies a few days off at most."""
    if duration.unit == "day":
        return date.fromordinal(max(as_of.toordinal() - duration.count, date.min.toordinal()))
    months = duration.count * (12 if duration.unit == "year" else 1)
    if as_of.year * 12 + as_of.month - 1 - months < date.min.year * 12:
        return date.min
    return add_months(as_of, -months)


@cache
def half_life_factors(months: int) -> tuple[Decimal, ...]:
    """What is left at the age of 0, 1, 2 … whole months when half is lost every ``months``; older ones have the last.

    Each factor is 0.5 to the power of age over half-life, rounded half up to :data:`FACTOR_PLACES`.
    """
    unit = Decimal(1).scaleb(-FACTOR_PLACES)
    factors: list[Decimal] = []
    for age in range(OLDEST + 1):
        power = _EXACT_ENOUGH.divide(Decimal(age), Decimal(months))
        factor = _EXACT_ENOUGH.power(Decimal("0.5"), power).quantize(unit, ROUND_HALF_UP)
        factors.append(factor)
        if factor == 0:
            break
    return tuple(factors)


def whole_months_sql(start: str, as_of: date) -> str:
    """SQL of the whole months from the DATE expression ``start`` to ``as_of``; ``start`` is not after it.

    Equal to :func:`gongxin.law.durations.full_months`, in arithmetic that costs a sixth of it. The last month is whole
    once its corresponding day has come, and on the last day of a month every corresponding day has.
    """
    months = f"({as_of.year * 12 + as_of.month} - year({start}) * 12 - month({start}))"
    if as_of.day == monthrange(as_of.year, as_of.month)[1]:
        return months
    return f"({months} - CASE WHEN day({start}) > {as_of.day} THEN 1 ELSE 0 END)"
