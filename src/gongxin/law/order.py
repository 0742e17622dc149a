"""Which packs apply at a place, and in which order they lie over each other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gongxin.law.schema.pack import Level

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gongxin.law.pack_files import Pack
    from gongxin.law.problems import Problems

_BREADTH = {level: position for position, level in enumerate(Level)}


class PackOrder:
    """Packs from the widest to the narrowest, each after those it lies over."""

    def __init__(self, packs: Sequence[Pack], problems: Problems) -> None:
        self._by_id: dict[str, Pack] = {}
        for pack in packs:
            other = self._by_id.setdefault(pack.header.id, pack)
            if other is not pack:
                problems.add(
                    "pack-twice",
                    zh=f"包 {pack.header.id!r} 已由 {other.source.path} 定义；请改 id 或只装一个",
                    en=f"the pack {pack.header.id!r} is already there in {other.source.path}; "
                    "change an id or load one of them",
                    where=pack.source.where(("id",)),
                )
        self._check_over(problems)
        widest_first = sorted(
            self._by_id.values(), key=lambda pack: (_BREADTH[pack.header.jurisdiction.level], pack.header.id)
        )
        self.packs: list[Pack] = []
        for pack in widest_first:
            self._place(pack, (), problems)

    def below(self, pack_id: str) -> set[str]:
        """The packs that a pack lies over, directly or by way of another."""
        found: set[str] = set()
        waiting = [pack_id]
        while waiting:
            for wider in self._by_id[waiting.pop()].header.over:
                if wider in self._by_id and wider not in found:
                    found.add(wider)
                    waiting.append(wider)
        return found

    def at(self, region: str) -> list[Pack]:
        """The packs that apply in a region, and those that they lie over."""
        wanted = {pack.header.id for pack in self.packs if applies(pack.header.jurisdiction.region, region)}
        for pack_id in list(wanted):
            wanted |= self.below(pack_id)
        return [pack for pack in self.packs if pack.header.id in wanted]

    def _check_over(self, problems: Problems) -> None:
        for pack in self._by_id.values():
            for position, wider in enumerate(pack.header.over):
                where = pack.source.where(("over", position))
                if wider not in self._by_id:
                    problems.add_unknown(
                        "unknown-pack",
                        wider,
                        self._by_id,
                        zh=f"没有装入包 {wider!r}",
                        en=f"there is no pack {wider!r} loaded",
                        where=where,
                    )
                    continue
                other = self._by_id[wider].header
                if _BREADTH[other.jurisdiction.level] > _BREADTH[pack.header.jurisdiction.level]:
                    problems.add(
                        "over-narrower",
                        zh=f"{pack.header.jurisdiction.level} 级的包不能叠加在 {other.jurisdiction.level} 级的 "
                        f"{wider!r} 之上；请调换关系",
                        en=f"a pack of level {pack.header.jurisdiction.level} cannot lie over {wider!r}, "
                        f"which is of level {other.jurisdiction.level}; turn the relation round",
                        where=where,
                    )

    def _place(self, pack: Pack, under: tuple[str, ...], problems: Problems) -> None:
        if pack in self.packs:
            return
        if pack.header.id in under:
            circle = " > ".join((*under[under.index(pack.header.id) :], pack.header.id))
            problems.add(
                "packs-in-a-circle",
                zh=f"包互相叠加成环：{circle}；请删去一处 'over'",
                en=f"packs lie over each other in a circle: {circle}; take one 'over' out",
                where=pack.source.where(("over",)),
            )
            return
        for wider in pack.header.over:
            if wider in self._by_id:
                self._place(self._by_id[wider], (*under, pack.header.id), problems)
        if pack not in self.packs:
            self.packs.append(pack)


def applies(of_pack: str, region: str) -> bool:
    """Whether a pack of one region applies in another: there, and in all that lies within.

    A region is a GB/T 2260 code or a prefix of one (``33``, ``3301``, ``330106``), whose country is ``CN``, or the code
    of a country with whatever parts the packs use (``US``, ``US-IL-CHI``).
    """
    if region.isdigit():
        return of_pack == "CN" or region.startswith(of_pack.rstrip("0") or of_pack)
    return region == of_pack or region.startswith(of_pack + "-")
