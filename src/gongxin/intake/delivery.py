"""What is handed in at one time."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date

    from gongxin.law.schema.catalogue import CatalogueItem


@dataclass(frozen=True, slots=True)
class Delivery:
    """Rows of which item, by which department, on which day, in which files (names only); whether they are invented.

    A decision on a held row is a delivery without files.
    """

    item: CatalogueItem
    source: str
    as_of: date
    files: tuple[str, ...] = ()
    synthetic: bool = False
