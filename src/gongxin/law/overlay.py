"""Packs over packs: nation, province, city, sector.

A narrower pack replaces an entry of a wider one only where it says so on purpose (``overrides``), and adds to one by an
extension. Anything else with an id that is taken is a mistake, told with both places.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from gongxin.errors import Message
from gongxin.law.extensions import extend_code_list, extend_item
from gongxin.law.shelf import EntryOf, Shelf, not_over
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
    from gongxin.law.schema.procedure import Flow, Procedure
    from gongxin.law.schema.publicity import PublicityRules
    from gongxin.law.schema.regions import Region
    from gongxin.law.yaml_reader import Document

Part = TypeVar("Part")

#: Lists of entries in the files of packs that are kept on a shelf, by its name in :class:`Statutes`.
_SHELVES = {
    "items": "items",
    "code_lists": "code_lists",
    "parameters": "parameters",
    "rules": "publicity",
    "models": "models",
    "flows": "flows",
    "procedures": "procedures",
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
    flows: Shelf[Flow]
    procedures: Shelf[Procedure]
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
        flows=Shelf(Message("办理流程", "flow")),
        procedures=Shelf(Message("办理程序", "procedure"), editions=True),
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
        problems.add_unknown(
            "extends-nothing",
            target,
            shelf.ids(),
            zh=f"没有{shelf.name.zh} {target!r} 可补充",
            en=f"there is no {shelf.name.en} {target!r} to extend",
            where=extension.where(),
        )
        return
    for bare in shelf.under(target):
        if bare.pack != extension.pack and bare.pack not in order.below(extension.pack):
            not_over(extension.pack, bare.pack, extension.where(), problems)
        else:
            shelf.extend(bare, extend(bare.value, extension, problems), extension)
