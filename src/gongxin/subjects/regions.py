"""Regions by code (GB/T 2260): six digits, province - city - county, with the history of codes and names.

A code that was abolished stays good for documents of its time, and lives on in the identifiers that carry it. The
codes and years are those that python-stdnum ships (``cn/loc.dat``, from a public list); it gives years, so a
code counts as in use for the whole of its first and of its last year. Packs add places the standard does not know,
such as an invented city.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from itertools import groupby
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    import duckdb

#: Counties and towns have codes of 9 or 12 digits too; their first six are the county's.
_CODE = re.compile(r"[1-9][0-9]{5}(?:[0-9]{3}|[0-9]{6})?")

#: Groupings that have a code but are no places: they say nothing in a full name.
_GROUPINGS = ("市辖区", "市区", "县", "省直辖县级行政单位", "自治区直辖县级行政单位", "省直辖行政单位")


@dataclass(frozen=True, slots=True)
class Region:
    """A code and the name it stood for in a span of time (both days included; None is open)."""

    code: str
    zh: str
    en: str | None = None
    since: date | None = None
    until: date | None = None
    parent: str | None = None

    def in_use(self, on: date) -> bool:
        """Whether the code stood for this name on a day."""
        return (self.since is None or self.since <= on) and (self.until is None or on <= self.until)


class Regions:
    """All regions known: those of the standard and those that packs bring."""

    def __init__(self, regions: Iterable[Region]) -> None:
        ordered = sorted(regions, key=lambda region: (region.code, region.since or date.min))
        self._by_code = {code: tuple(spans) for code, spans in groupby(ordered, key=lambda region: region.code)}

    @classmethod
    def standard(cls, more: Iterable[Region] = ()) -> Regions:
        """The regions of GB/T 2260, and ``more`` beside them."""
        return cls((*_standard(), *more))

    def __iter__(self) -> Iterator[Region]:
        """Every span of every code, in the order of codes and time."""
        return (region for spans in self._by_code.values() for region in spans)

    def find(self, code: str, on: date | None = None) -> Region | None:
        """What the code stood for on a day, or last of all if no day is given; None if it did not exist then.

        A longer code (9 or 12 digits, down to street and village) is taken as the county it lies in.
        """
        if _CODE.fullmatch(code) is None:
            return None
        spans = self._by_code.get(code[:6], ())
        return next((region for region in reversed(spans) if on is None or region.in_use(on)), None)

    def is_known(self, code: str, on: date | None = None) -> bool:
        """Whether there was such a code on a day, or ever if no day is given."""
        return self.find(code, on) is not None

    def parent(self, code: str) -> str | None:
        """The code of the next wider region that is known; None for a province and for what is unknown."""
        region = self.find(code)
        if region is None:
            return None
        return region.parent or self._wider(region.code)

    def _wider(self, code: str) -> str | None:
        wider = (code[:4] + "00", code[:2] + "0000")
        return next((above for above in wider if above != code and above in self._by_code), None)

    def lineage(self, code: str) -> tuple[str, ...]:
        """The codes from the province down to the region itself; empty if it is unknown."""
        codes = []
        above = code[:6] if self.is_known(code) else None
        while above is not None:
            codes.append(above)
            above = self.parent(above)
        return tuple(reversed(codes))

    def full_name(self, code: str, on: date | None = None) -> str | None:
        """The name from the province down, as ``浙江省杭州市西湖区``; None if the code was unknown on the day."""
        if not self.is_known(code, on):
            return None
        line = [self.find(above, on) or self.find(above) for above in self.lineage(code)]
        return "".join(region.zh for region in line if region is not None and region.zh not in _GROUPINGS)

    def create_table(self, connection: duckdb.DuckDBPyConnection, name: str = "region_span") -> None:
        """Make a temporary table ``(code, zh, en, since, until, parent)`` of all spans; ``until`` included."""
        import pyarrow as pa

        spans = list(self)
        columns = {
            "code": pa.array([span.code for span in spans], pa.string()),
            "zh": pa.array([span.zh for span in spans], pa.string()),
            "en": pa.array([span.en for span in spans], pa.string()),
            "since": pa.array([span.since for span in spans], pa.date32()),
            "until": pa.array([span.until for span in spans], pa.date32()),
            "parent": pa.array([span.parent or self._wider(span.code) for span in spans], pa.string()),
        }
        connection.register("_region_spans", pa.table(columns))
        connection.execute(f"CREATE OR REPLACE TEMP TABLE {name} AS SELECT * FROM _region_spans")
        connection.unregister("_region_spans")


def known_sql(column: str, on: str | None = None, table: str = "region_span") -> str:
    """:meth:`Regions.is_known` as a DuckDB expression; it needs the table that :meth:`Regions.create_table` makes.

    ``on`` is an expression of the day; without it, or where it is NULL, a code that ever was is known.
    """
    known = f"regexp_full_match({column}, '{_CODE.pattern}') AND "
    if on is None:
        return f"({known}{column}[1:6] IN (SELECT code FROM {table}))"
    # Inside the subquery its own columns come first: they get names that no caller's column has.
    spans = f"SELECT code AS _region_code, since AS _region_since, until AS _region_until FROM {table}"
    span = f"coalesce(_region_since <= {on}, true) AND coalesce({on} <= _region_until, true)"
    return f"({known}EXISTS (SELECT 1 FROM ({spans}) WHERE _region_code = {column}[1:6] AND {span}))"


@lru_cache(maxsize=1)
def _standard() -> tuple[Region, ...]:
    from stdnum import numdb

    return tuple(
        region
        for _, province, _, _, counties in numdb.get("cn/loc").prefixes
        for _, county, _, properties, _ in counties
        for region in _spans(province + county, properties["county"])
    )


def _spans(code: str, names: str) -> Iterator[Region]:
    """The spans of one code, written as ``[1985-1986]滨海区,[1987-]北仑区`` or a bare name."""
    for part in names.split(","):
        match = re.fullmatch(r"(?:\[([0-9]{4})?-([0-9]{4})?\])?(.+)", part)
        assert match is not None, f"python-stdnum writes the region {code} in a way unknown here: {part}"
        since, until, name = match.groups()
        yield Region(
            code,
            name,
            since=date(int(since), 1, 1) if since else None,
            until=date(int(until), 12, 31) if until else None,
        )
