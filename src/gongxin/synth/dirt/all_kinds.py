"""All the dirt that can befall the rows of an item."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gongxin.synth.dirt import dates, from_catalogue, parties, penalties, repeats

if TYPE_CHECKING:
    from datetime import date

    from gongxin.law.library import Law
    from gongxin.law.schema.catalogue import CatalogueItem
    from gongxin.synth.dirt.kinds import Dirt


def dirt_of(item: CatalogueItem, fields: frozenset[str], law: Law, as_of: date) -> tuple[tuple[Dirt, ...], ...]:
    """Every kind of dirt for an item, given the fields that its files have, by source; each source is as frequent."""
    sources = (
        from_catalogue.dirt(item, fields, law, as_of),
        parties.dirt(item, fields),
        dates.dirt(item, fields),
        penalties.dirt() if item.id == "cn.penalty" else (),
        repeats.dirt(item, fields),
    )
    return tuple(kinds for source in sources if (kinds := tuple(source)))
