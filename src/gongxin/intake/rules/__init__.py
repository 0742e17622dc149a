"""What a catalogue item demands of a row, compiled to remarks over the normalised table.

One module a kind of demand: what must be there (:mod:`.presence`), how long and of which form a text may be
(:mod:`.form`), which values a list allows (:mod:`.lists`), whether a code checks (:mod:`.identifiers`) or a place is
known (:mod:`.regions`), how dates lie to each other and to the day of handing in (:mod:`.dates`), and whom the item may
be about at all (:mod:`.persons`).
Whose code and whose name it is, is no rule of the catalogue: see :mod:`gongxin.intake.attribution`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from gongxin.intake.rules import dates, form, identifiers, lists, persons, presence, regions

if TYPE_CHECKING:
    from datetime import date

    from duckdb import DuckDBPyConnection

    from gongxin.intake.staging import Remark
    from gongxin.law.library import Law
    from gongxin.law.schema.catalogue import CatalogueItem


def prepare(connection: DuckDBPyConnection, item: CatalogueItem, law: Law) -> None:
    """Make the tables that the rules of ``item`` look things up in."""
    regions.prepare(connection, item, law)


def remarks_of(item: CatalogueItem, law: Law, as_of: date) -> tuple[Remark, ...]:
    """Every remark the catalogue can make on a row of ``item`` handed in on ``as_of``.

    They are SQL over the identified table (:mod:`gongxin.intake.identity`), which has all that the normalised one has.
    """
    return (
        *presence.remarks(item, law),
        *form.remarks(item),
        *lists.remarks(item, law),
        *identifiers.remarks(item),
        *regions.remarks(item),
        *dates.remarks(item, law, as_of),
        *persons.remarks(item),
    )
