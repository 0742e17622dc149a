"""Packs over packs: nation, province, city, sector.

A narrower pack replaces an entry of a wider one only where it says so on purpose (``overrides``), and adds to one by an
extension. Anything else with an id that is taken is a mistake, told with both places.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Generic, TypeVar

from gongxin.errors import Message
from gongxin.law.extensions import extend_code_list, extend_item
from gongxin.law.schema.basics import Entry
from gongxin.law.suggestions import did_you_mean
from gongxin.law.tree import Placed

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from pydantic import BaseModel

    from gongxin.law.order import PackOrder
    from gongxin.law.pack_files import Pack
    from gongxin.law.problems import Problems
    from gongxin.law.schema.calendar import CalendarYear
    from gongxin.law.schema.catalogue import CatalogueItem, CodeList, CodeListExtension, ItemExtension
    from gongxin.law.schema.model import EvaluationModel
    from gongxin.law.schema.pack import Instrument
    from gongxin.law.schema.parameters import Parameter
    from gongxin.law.schema.publicity import PublicityRules
    from gongxin.law.schema.regions import Region
    from gongxin.law.yaml_reader import Document

EntryOf = TypeVar("EntryOf", bound=Entry)
Part = TypeVar("Part")


class Shelf(Generic[EntryOf]):
    """The entries of one sort in force after overlay, by id; only models have several editions under one."""

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
        """The entry of that id (each of its editions, for a model); none if there is none."""
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
            _not_over(placed.pack, whose, where, problems)
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


#: Lists of entries in the files of packs that are kept on a shelf, by its name in :class:`Statutes`.
_SHELVES = {
    "items": "items",
    "code_lists": "code_lists",
    "parameters": "parameters",
    "rules": "publicity",
    "models": "models",
}


@dataclass(slots=True)
class Statutes:
    """All that the packs say, laid over each other."""

    packs: dict[str, Pack]
    instruments: dict[str, Placed[Instrument]]
    items: Shelf[CatalogueItem]
    code_lists: Shelf[CodeList]
    parameters: Shelf[Parameter]
    publicity: Shelf[PublicityRules]
    models: Shelf[EvaluationModel]
    item_extensions: list[Placed[ItemExtension]]
    code_list_extensions: list[Placed[CodeListExtension]]
    years: list[Placed[CalendarYear]]
    regions: list[Placed[Region]]


def overlay(packs: Sequence[Pack], order: PackOrder, problems: Problems) -> Statutes:
    """Lay packs over each other, the widest first; what cannot lie so is noted."""
    statutes = Statutes(
        packs={pack.header.id: pack for pack in packs},
        instruments={},
        items=Shelf(Message("目录事项", "item")),
        code_lists=Shelf(Message("代码表", "code list")),
        parameters=Shelf(Message("参数", "parameter")),
        publicity=Shelf(Message("公示规则", "publicity rule set")),
        models=Shelf(Message("评价模型", "model"), editions=True),
        item_extensions=[],
        code_list_extensions=[],
        years=[],
        regions=[],
    )
    for pack in packs:
        _add_instruments(statutes, pack, problems)
        for content, document in pack.files:
            _add_file(statutes, pack.header.id, content, document, order, problems)
    for item_extension in statutes.item_extensions:
        _extend(statutes.items, item_extension.value.item, item_extension, extend_item, order, problems)
    for list_extension in statutes.code_list_extensions:
        _extend(statutes.code_lists, list_extension.value.code_list, list_extension, extend_code_list, order, problems)
    return statutes


def _add_instruments(statutes: Statutes, pack: Pack, problems: Problems) -> None:
    for position, instrument in enumerate(pack.header.instruments):
        placed = Placed(instrument, pack.header.id, pack.source, ("instruments", position))
        other = statutes.instruments.setdefault(instrument.id, placed)
        if other is not placed:
            problems.add(
                "id-taken",
                zh=f"文件 {instrument.id!r} 已见于 {other.where()}；引用时不必重复列出，请删去一个",
                en=f"the instrument {instrument.id!r} is already there at {other.where()}; "
                "any pack may cite it: remove one",
                where=placed.where("id"),
            )


def _add_file(
    statutes: Statutes, pack: str, content: BaseModel, document: Document, order: PackOrder, problems: Problems
) -> None:
    for key, entries in content:
        for position, entry in enumerate(entries):
            placed = Placed(entry, pack, document, (key, position))
            if key in _SHELVES:
                getattr(statutes, _SHELVES[key]).put(placed, order, problems)
            else:
                getattr(statutes, key).append(placed)


def _extend(
    shelf: Shelf[EntryOf],
    target: str,
    extension: Placed[Part],
    extend: Callable[[EntryOf, Placed[Part], Problems], EntryOf],
    order: PackOrder,
    problems: Problems,
) -> None:
    if target not in shelf:
        cure = did_you_mean(target, shelf.ids())
        problems.add(
            "extends-nothing",
            zh=f"没有{shelf.name.zh} {target!r} 可补充；{cure.zh}",
            en=f"there is no {shelf.name.en} {target!r} to extend; {cure.en}",
            where=extension.where(),
        )
        return
    for bare in shelf.under(target):
        if bare.pack != extension.pack and bare.pack not in order.below(extension.pack):
            _not_over(extension.pack, bare.pack, extension.where(), problems)
        else:
            shelf.extend(bare, extend(bare.value, extension, problems), extension)


def _not_over(pack: str, other: str | None, where: str, problems: Problems) -> None:
    problems.add(
        "not-over",
        zh=f"包 {pack!r} 并未叠加在 {other!r} 之上，不能替换或补充其内容；请在 pack.yaml 的 'over' 中写明",
        en=f"the pack {pack!r} does not lie over {other!r} and can neither replace nor extend what is in it; "
        "name it under 'over' in pack.yaml",
        where=where,
    )
