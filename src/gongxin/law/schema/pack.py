"""A pack: one folder of ``packs/``, the law of an instrument or of a place."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

from pydantic import Field

from gongxin.law.schema.basics import Day, Id, InForce, Node, Text


class Level(StrEnum):
    """Whose rule it is. A narrower level may lie over a wider one, never the reverse."""

    NATION = "nation"
    PROVINCE = "province"
    CITY = "city"
    SECTOR = "sector"


class Jurisdiction(Node):
    """Where a pack applies: its level and the region code (GB/T 2260 prefix, or a country code abroad)."""

    level: Level
    region: str


class Instrument(Node):
    """A law, regulation, order, notice or standard that rules are cited from.

    ``verified`` is true only where title, number and dates were read in a copy of the text itself.
    """

    id: Id
    title: Text
    number: str | None = None
    issuer: Text | None = None
    issued: Day | None = None
    in_force: InForce
    verified: bool = False
    note: Text | None = None


class PackHeader(Node):
    """``pack.yaml``: what the pack is, where it applies, what it cites."""

    id: Id
    title: Text
    jurisdiction: Jurisdiction
    over: Annotated[tuple[Id, ...], Field(description="packs this one lies over; their ids must be loaded")] = ()
    synthetic: bool = False
    instruments: tuple[Instrument, ...] = ()
    note: Text | None = None
