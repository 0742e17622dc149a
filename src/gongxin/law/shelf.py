"""Entries of one sort laid over each other: by id, the narrower in the place of the wider where it says so."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Generic, TypeVar

from gongxin.law.schema.basics import Entry

if TYPE_CHECKING:
    from gongxin.errors import Message
    from gongxin.law.order import PackOrder
    from gongxin.law.problems import Problems
    from gongxin.law.tree import Placed

EntryOf = TypeVar("EntryOf", bound=Entry)


class Shelf(Generic[EntryOf]):
    """The entries of one sort in force after overlay, by id; models and procedures have several editions under one."""

    def __init__(self, name: Message, *, editions: bool = False) -> None:
        self.name = name
        self._editions = editions
        self._entries: dict[str, list[Placed[EntryOf]]] = {}
        #: What was replaced, by the id: the entries of wider packs that no longer hold.
        self.replaced: dict[str, list[Placed[EntryOf]]] = {}

    def __contains__(self, entry_id: str) -> bool:
        return entry_id in self._entries

    def ids(self) -> list[str]:
        """All ids, in the order in which the packs bring them."""
        return list(self._entries)

    def under(self, entry_id: str) -> tuple[Placed[EntryOf], ...]:
        """The entry of that id (each of its editions, for a model or a procedure); none if there is none."""
        return tuple(self._entries.get(entry_id, ()))

    def all(self) -> list[Placed[EntryOf]]:
        """All entries."""
        return [placed for editions in self._entries.values() for placed in editions]

    def extend(self, bare: Placed[EntryOf], value: EntryOf, extension: Placed[object]) -> None:
        """Put an extended entry in the place of the bare one."""
        editions = self._entries[value.id]
        editions[editions.index(bare)] = replace(bare, value=value, extensions=(*bare.extensions, extension))

    def put(self, placed: Placed[EntryOf], order: PackOrder, problems: Problems) -> None:
        """Lay an entry over what is there."""
        entry = placed.value
        there = self._entries.get(entry.id, [])
        if there and there[0].pack == placed.pack and self._editions:
            there.append(placed)
        elif entry.overrides is not None:
            self._override(placed, there, order, problems)
        elif not there:
            self._entries[entry.id] = [placed]
        else:
            self._taken(placed, there[0], problems)

    def _override(
        self, placed: Placed[EntryOf], there: list[Placed[EntryOf]], order: PackOrder, problems: Problems
    ) -> None:
        entry, whose = placed.value, placed.value.overrides
        where = placed.where("overrides")
        if whose not in order.below(placed.pack):
            not_over(placed.pack, whose, where, problems)
        elif not there or (
            there[0].pack != whose and all(old.pack != whose for old in self.replaced.get(entry.id, ()))
        ):
            problems.add(
                "overrides-nothing",
                zh=f"包 {whose!r} 没有{self.name.zh} {entry.id!r} 可替换；请核对，或删去 'overrides'",
                en=f"the pack {whose!r} has no {self.name.en} {entry.id!r} to replace; check both or drop 'overrides'",
                where=where,
            )
        elif there[0].pack != whose:
            problems.add(
                "overridden-twice",
                zh=f"{self.name.zh} {entry.id!r} 已被 {there[0].where()} 替换；"
                f"请选定地区，或改为替换 {there[0].pack!r}",
                en=f"the {self.name.en} {entry.id!r} is already replaced at {there[0].where()}; "
                f"choose a region, or replace that of {there[0].pack!r}",
                where=where,
            )
        else:
            self.replaced.setdefault(entry.id, []).extend(there)
            self._entries[entry.id] = [placed]

    def _taken(self, placed: Placed[EntryOf], other: Placed[EntryOf], problems: Problems) -> None:
        entry = placed.value
        if other.pack == placed.pack:
            cure_zh, cure_en = "请改 id 或删去一个", "change an id or remove one"
        else:
            cure_zh = f"有意替换请写 'overrides: {other.pack}'，否则请改 id"
            cure_en = f"to replace it on purpose say 'overrides: {other.pack}', else change the id"
        problems.add(
            "id-taken",
            zh=f"{self.name.zh} {entry.id!r} 已见于 {other.where()}；{cure_zh}",
            en=f"the {self.name.en} {entry.id!r} is already there at {other.where()}; {cure_en}",
            where=placed.where("id"),
        )


def not_over(pack: str, other: str | None, where: str, problems: Problems) -> None:
    """Note that a pack meddles with one that it does not lie over."""
    problems.add(
        "not-over",
        zh=f"包 {pack!r} 并未叠加在 {other!r} 之上，不能替换或补充其内容；请在 pack.yaml 的 'over' 中写明",
        en=f"the pack {pack!r} does not lie over {other!r} and can neither replace nor extend what is in it; "
        "name it under 'over' in pack.yaml",
        where=where,
    )
