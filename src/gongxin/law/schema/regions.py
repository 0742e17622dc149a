"""Regions that a pack brings: places that GB/T 2260 does not know, such as an invented city."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, StringConstraints, model_validator

from gongxin.law.schema.basics import InForce, Node, Text, broken

#: Six digits: province, city, county; a province ends in 0000, a city in 00.
RegionCode = Annotated[str, StringConstraints(pattern=r"^[1-9]\d{5}$")]


class Region(Node):
    """A place: its code, its name, the place it lies in, and since when it has been so called (always, if not said)."""

    code: RegionCode
    title: Text
    parent: RegionCode | None = None
    in_force: InForce | None = None


class RegionsFile(Node):
    """A file under ``regions/``."""

    regions: Annotated[tuple[Region, ...], Field(min_length=1)]

    @model_validator(mode="after")
    def _whole(self) -> RegionsFile:
        codes = [region.code for region in self.regions]
        for code in codes:
            if codes.count(code) > 1:
                raise broken(
                    "region-twice", zh=f"区划 {code} 重复；请删去一个", en=f"region {code} is there twice; remove one"
                )
        for region in self.regions:
            if region.parent is not None and region.parent not in codes:
                raise broken(
                    "unknown-parent",
                    zh=f"区划 {region.code} 的上级 {region.parent} 不在此文件中；请补上",
                    en=f"region {region.code} lies in {region.parent}, which this file does not list; add it",
                )
        return self
