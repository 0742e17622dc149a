"""Chance that comes out the same everywhere: draws as plain arithmetic in SQL.

A draw is a function of the seed, the name of a stream, and a whole-number key (the number of a row, usually). Nothing
but multiplication and remainder of whole numbers is used, so a seed gives the same city in any database and version,
whatever the number of threads. It is a polynomial of degree four over a prime field: plenty for inventing a city, and
nothing to encrypt with.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from gongxin.subjects.sql_text import literal

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

#: A prime below 2^31: the square of what is smaller fits a BIGINT.
_PRIME = 2_147_483_647


class Draws:
    """The streams of one seed."""

    def __init__(self, seed: int) -> None:
        self.seed = seed

    def number(self, stream: str, key: str, below: int) -> str:
        """A whole number from 0 on, below ``below``, for each value of the column ``key``, as a DuckDB expression."""
        first, second, third, fourth = self._constants(stream)
        start = f"((({key}) % {_PRIME} * {first} + {second}) % {_PRIME})"
        middle = f"(({start} * {start} + {third}) % {_PRIME})"
        return f"(({middle} * {middle} + {start} * 48271 + {fourth}) % {_PRIME} % {below})"

    def pick(self, stream: str, key: str, values: Sequence[str]) -> str:
        """One of the texts, each as likely as the others, as a DuckDB expression."""
        listed = ", ".join(literal(value) for value in values)
        return f"[{listed}][{self.number(stream, key, len(values))} + 1]"

    def weighted(self, stream: str, key: str, weights: Mapping[str, int]) -> str:
        """One of at most ten texts, as often as its weight says, as a DuckDB expression."""
        assert len(weights) <= 10, "a digit tells which text it is"
        # A text of digits, each as long as its weight, is a table that costs the database next to nothing.
        table = "".join(str(place) * weight for place, weight in enumerate(weights.values()))
        drawn = self.number(stream, key, len(table))
        return f"[{', '.join(map(literal, weights))}][CAST('{table}'[{drawn} + 1] AS INTEGER) + 1]"

    def happens(self, stream: str, key: str, per_mille: int) -> str:
        """True in so many of a thousand cases, as a DuckDB expression."""
        return f"({self.number(stream, key, 1000)} < {per_mille})"

    def day(self, stream: str, key: str, first: str, last: str) -> str:
        """A day between two (both included) that are DuckDB expressions; ``first`` if they are in the wrong order."""
        span = f"greatest({last} - {first} + 1, 1)"
        return f"({first} + CAST({self.number(stream, key, _PRIME)} % {span} AS INTEGER))"

    def offset(self, stream: str, below: int) -> int:
        """One number for the whole stream, below ``below``."""
        return self._constants(stream)[0] * self._constants(stream)[1] % below

    def _constants(self, stream: str) -> tuple[int, ...]:
        digest = hashlib.sha256(f"{self.seed}/{stream}".encode()).digest()
        return tuple(int.from_bytes(digest[at : at + 4]) % (_PRIME - 1) + 1 for at in range(0, 16, 4))
