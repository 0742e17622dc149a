"""A value that hangs on a number, as SQL.

A list constant is looked into once a row and planned in no time. The same said by ``IN`` would become a join for each
list of more than a few numbers, and by a join would have to be paid for even where nobody asks for the value.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence


def looked_up(values: Sequence[str], number: str) -> str:
    """The value (an SQL constant) under a number that counts from 1; NULL where the number is."""
    if not values:
        return "NULL"
    if len(set(values)) == 1:
        return f"CASE WHEN {number} IS NOT NULL THEN {values[0]} END"
    return f"[{', '.join(values)}][{number}]"


def chosen(ways: Sequence[str | None], number: str) -> str:
    """The value of the way (an SQL expression over the row, or None for NULL) under a number that counts from 1."""
    different = list(dict.fromkeys(way for way in ways if way is not None))
    if not different:
        return "NULL"
    way_of_number = looked_up([str(different.index(way)) if way is not None else "NULL" for way in ways], number)
    branches = " ".join(f"WHEN {place} THEN {way}" for place, way in enumerate(different))
    return f"CASE {way_of_number} {branches} END"
