"""Cutting a number into bands of about equally many cases; half-open, like every band of the platform."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Decimal
from itertools import pairwise
from typing import TYPE_CHECKING

from gongxin.subjects.sql_text import literal

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

#: Name of the band of those that have no value.
MISSING = "—"


@dataclass(frozen=True, slots=True)
class Bands:
    """Bands from each edge to the next; the first has no lower end and the last no upper one."""

    edges: tuple[Decimal, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """What each band is called, from the lowest up."""
        if not self.edges:
            return ("-∞ … ∞",)
        texts = [f"{edge.normalize():f}" for edge in self.edges]
        between = (f"{low} … {high}" for low, high in pairwise(texts))
        return (f"< {texts[0]}", *between, f"≥ {texts[-1]}")

    def number_sql(self, value: str) -> str:
        """SQL for the place of a value's band, 0 for the lowest; NULL where there is no value."""
        whens = " ".join(f"WHEN {value} < {edge:f} THEN {place}" for place, edge in enumerate(self.edges))
        last = len(self.edges)
        return f"CASE WHEN {value} IS NULL THEN NULL {whens} ELSE {last} END"

    def name_sql(self, value: str) -> str:
        """SQL for the name of a value's band."""
        listed = ", ".join(literal(name) for name in self.names)
        return f"coalesce([{listed}][{self.number_sql(value)} + 1], {literal(MISSING)})"


def equal_bands(connection: DuckDBPyConnection, cases: str, value: str, count: int) -> Bands:
    """At most ``count`` bands of a decimal column with about as many cases each; fewer where values repeat.

    Edges are rounded to about a thousandth of what the values span: they are to be read.
    """
    parts = ", ".join(f"{place / count:.6f}" for place in range(1, count))
    row = connection.execute(
        f"SELECT quantile_disc({value}, [{parts}]), min({value}), max({value}) FROM {cases}"
    ).fetchone()
    assert row is not None
    edges, lowest, highest = row
    if not edges or lowest == highest:
        return Bands(())
    step = Decimal(1).scaleb((highest - lowest).adjusted() - 3)
    return Bands(tuple(edge for edge in sorted({_to_step(edge, step) for edge in edges}) if lowest < edge <= highest))


def _to_step(edge: Decimal, step: Decimal) -> Decimal:
    return (edge / step).to_integral_value(ROUND_HALF_EVEN) * step


def counts_by(connection: DuckDBPyConnection, relation: str, place_sql: str, places: int) -> tuple[int, ...]:
    """How many rows lie in each of ``places`` places, as the SQL expression numbers them from 0."""
    rows = connection.execute(f"SELECT {place_sql} AS place, count(*) FROM {relation} GROUP BY place").fetchall()
    counted = dict(rows)
    return tuple(counted.get(place, 0) for place in range(places))
