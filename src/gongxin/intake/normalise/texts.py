"""Texts and names: kept as they are, but for a marker that stands for nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gongxin.intake.normalise.reading import Reading, prepared
from gongxin.intake.normalise.spelling import given_sql
from gongxin.intake.staging import raw

if TYPE_CHECKING:
    from gongxin.law.schema.catalogue import CatalogueField


def reading(field: CatalogueField) -> Reading:
    """A text field: spaces around it are gone already, and nothing within it is changed."""
    received, read = raw(field.id), prepared(field)
    note = f"CASE WHEN {read} IS NULL AND {received} <> '' THEN 'empty-marker' END"
    return Reading(field, given_sql(received), read, read, note)
