"""How measured numbers are written on a page: shares as percentages, the rest with as many places as mean something."""

from __future__ import annotations

from decimal import ROUND_HALF_EVEN, Decimal

#: What is written where there is no number.
NOTHING = "—"


def percent(value: Decimal | float | None, places: int = 1) -> str:
    """A share as a percentage: ``12.5%``."""
    return NOTHING if value is None else f"{decimals(Decimal(str(value)) * 100, places)}%"


def round_percent(value: float) -> str:
    """A share at a tick of an axis: as short as it can be."""
    return f"{100 * value:.10g}%"


def decimals(value: Decimal | float | None, places: int = 3, *, signed: bool = False) -> str:
    """A number with fixed places and a true minus sign; with ``signed`` a plus for what is above zero."""
    if value is None:
        return NOTHING
    rounded = Decimal(str(value)).quantize(Decimal(1).scaleb(-places), ROUND_HALF_EVEN)
    sign = "−" if rounded < 0 else "+" if signed and rounded > 0 else ""
    return f"{sign}{abs(rounded):,}"
