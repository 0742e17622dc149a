"""Rows that a file has twice: to the letter, or with another content."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gongxin.synth.dirt.kinds import Dirt

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gongxin.law.schema.catalogue import CatalogueItem


def dirt(item: CatalogueItem, fields: frozenset[str]) -> Iterator[Dirt]:
    """A copy of a row, and a copy that says something else in a field that is no part of the record's key."""
    yield Dirt(
        id="repeated",
        outcome="unchanged",
        copy=True,
        zh="同一行报送两次",
        en="the same row twice",
    )
    said = next(
        (name for name in ("content", "reason", "conduct", "findings", "address", "region") if name in fields), None
    )
    if said is not None and said not in item.key:
        yield Dirt(
            id="conflicting",
            outcome="rejected",
            rules=("conflicting-row",),
            copy=True,
            sets={said: "'990103'" if said == "region" else f"{said} || '（另）'"},
            when="region <> '990103'" if said == "region" else f"{said} IS NOT NULL",
            zh="同一条记录报送两次而内容不同",
            en="one record twice, with different contents",
        )
