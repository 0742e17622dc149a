"""Identity numbers that stand where they should not: in a free text, in a code field, in a remark.

A field known to hold an identity number is digested or dropped by the catalogue. Departments also write such numbers
into facts and remarks, or into the field of another code. They are covered before anything is kept or said.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from gongxin.law.schema.catalogue import FieldType

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gongxin.law.schema.catalogue import CatalogueField, CatalogueItem

#: What an identity number looks like inside a text (GB 11643): region, a day of birth, sequence, check character.
_NUMBER = r"[1-9][0-9]{5}(?:19|20)[0-9]{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])[0-9]{3}[0-9Xx]"
_COVER = "*" * 18


def free_texts(item: CatalogueItem) -> tuple[CatalogueField, ...]:
    """Fields whose text is kept as a person wrote it, and may hold anything."""
    return tuple(
        field for field in item.fields if field.personal is None and field.type in (FieldType.TEXT, FieldType.NAME)
    )


def holds_number_sql(texts: Sequence[str]) -> str:
    """Whether one of the texts holds an identity number. One search over all of them costs least."""
    return f"regexp_matches(concat_ws(' ', {', '.join(texts)}), '{_NUMBER}')" if texts else "false"


def covered_sql(text: str) -> str:
    """The text with every identity number in it covered by asterisks."""
    return f"regexp_replace({text}, '{_NUMBER}', '{_COVER}', 'g')"
