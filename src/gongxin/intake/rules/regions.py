"""Places: is there such a region, or was there ever?

Old codes are kept valid, for documents keep the code of their time. An unknown one is a note: the record is about its
subject, wherever that was.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from gongxin.intake.rules.form import shown
from gongxin.intake.staging import Outcome, Remark, typed
from gongxin.law.schema.catalogue import FieldType
from gongxin.subjects.regions import Region, Regions, known_sql

if TYPE_CHECKING:
    from collections.abc import Iterator

    from duckdb import DuckDBPyConnection

    from gongxin.law.library import Law
    from gongxin.law.schema.catalogue import CatalogueField, CatalogueItem


def prepare(connection: DuckDBPyConnection, item: CatalogueItem, law: Law) -> None:
    """Make ``region_span``, the regions of the standard and those that packs bring, if the item names any."""
    if any(_region_fields(item)):
        brought = [Region(region.code, region.title.zh, region.title.en) for region in law.regions]
        Regions.standard(brought).create_table(connection)


def remarks(item: CatalogueItem) -> Iterator[Remark]:
    """Remarks on region codes that nobody knows."""
    for field in _region_fields(item):
        unknown = f"NOT {known_sql(typed(field.id))}"
        yield Remark.where(unknown, "region-unknown", field.id, Outcome.ACCEPTED, value=shown(field))


def _region_fields(item: CatalogueItem) -> Iterator[CatalogueField]:
    return (field for field in item.fields if field.type is FieldType.REGION)
