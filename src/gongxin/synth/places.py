"""The invented city of Yunze (云泽市): its districts and streets. No such place exists, nor does its region code."""

from __future__ import annotations

from dataclasses import dataclass

#: The city's own code; GB/T 2260 has no province 99.
CITY_CODE = "990100"
CITY = "云泽市"
CITY_SHORT = "云泽"


@dataclass(frozen=True, slots=True)
class District:
    """A district or county of the city."""

    code: str
    name: str


DISTRICTS = (
    District("990101", "城东区"),
    District("990102", "城西区"),
    District("990103", "湖滨区"),
    District("990104", "江北区"),
    District("990121", "清溪县"),
    District("990122", "云岭县"),
)

STREETS = ("青禾路", "白鹭街", "梧桐大道", "观澜路", "石桥巷", "望湖路", "丰收街", "新港大道", "书院路", "竹影巷")
