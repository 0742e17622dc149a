"""A sheet: all rows of one catalogue item, whichever department hands them in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from gongxin.subjects.sql_text import literal

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from gongxin.law.library import Law
    from gongxin.synth.draws import Draws

#: How many records of one item a party may have; the number of a record is the party's times this, and its own.
MOST_RECORDS = 100


#: Records of one party that must not fall on one day are kept apart in blocks of so many days.
_DAYS_APART = 16

#: How a party of the city conducts itself.
CONDUCTS = ("exemplary", "sound", "lapsing", "bad")


def alike(often: Mapping[int, int]) -> dict[str, Mapping[int, int]]:
    """As many records whatever the conduct: what has no bearing on it."""
    return dict.fromkeys(CONDUCTS, often)


@dataclass(frozen=True, slots=True)
class Sheet:
    """Rows of one item.

    ``rows`` is a relation with the number ``n`` of the record and what the columns read of its party, aliased
    ``party``. ``department`` gives the id of the department that hands the row in; ``columns`` the value of each field
    of the item, as text, date or number. A column may name one that stands before it.
    """

    item: str
    rows: str
    department: str
    columns: Mapping[str, str]

    def query(self) -> str:
        """The rows: ``n``, ``i`` (the party), ``department``, and a column a field."""
        columns = ", ".join(f"{value} AS {field}" for field, value in self.columns.items())
        return f"SELECT n, party.i AS i, {self.department} AS department, {columns} FROM {self.rows}"


@dataclass(frozen=True, slots=True)
class Frame:
    """What all sheets of a city share: its chance, the day on which the files are handed in, and the law."""

    draws: Draws
    as_of: date
    law: Law

    @property
    def today(self) -> str:
        """The day of handing in, in SQL."""
        return f"DATE '{self.as_of}'"

    def repeated(self, item: str, often: Mapping[str, Mapping[int, int]], where: str) -> str:
        """Parties as many times as they have records of the item, with the number ``n`` of each record.

        ``often`` has, for each conduct, how many records there are, each with its weight.
        """
        counts = " ".join(
            f"WHEN {literal(conduct)} THEN "
            + self.draws.weighted(f"{item}/count", "i", {str(count): weight for count, weight in weights.items()})
            for conduct, weights in often.items()
        )
        return f"""(
            SELECT *, i * {MOST_RECORDS} + unnest(range(records)) AS n
            FROM (SELECT *, CAST(CASE conduct {counts} ELSE '0' END AS INTEGER) AS records FROM party WHERE {where})
        ) AS party"""

    def since(self, years: int) -> str:
        """The later of the party's first day and the day so many years before handing in, in SQL."""
        return f"greatest(coalesce(party.established_on, DATE '1990-01-01') + 30, {self.today} - {365 * years})"

    def own_day(self, stream: str, years: int) -> str:
        """A day of the last years, in SQL, on which the party has no other record of the stream."""
        day = self.draws.day(stream, "n", self.since(years), f"{self.today} - {_DAYS_APART}")
        into_block = f"CAST(({day} - DATE '1970-01-01') % {_DAYS_APART} AS INTEGER)"
        return f"({day} - {into_block} + CAST(n % {_DAYS_APART} AS INTEGER))"
