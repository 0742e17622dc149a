"""Which field a column heading means: national codes, their older aliases, Chinese and foreign headings.

Headings are compared without regard to case, width, spaces, a leading number or asterisk, or a remark that the column
must be filled in. Anything else that stands in a heading counts: "罚款金额（元）" is not "罚款金额（万元）".
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from gongxin.law.schema.catalogue import CatalogueItem

#: Headings of columns that the platform itself adds to a mend file; taken back in, they are left out.
MEND_PREFIX = "公信·"

#: What a form adds to a heading: a word in brackets on whether the column must be filled in, ...
_WHETHER_REQUIRED = re.compile(r"[(\[【](?:必填|选填|必填项|选填项|required|optional)[)\]】]")
#: ... and numbers and asterisks around it, in whatever order.
_AROUND = re.compile(r"^(?:\*|\d{1,3}[.、)]|\(\d{1,3}\))+|\*+$")


@lru_cache(maxsize=10_000)
def heading_key(heading: str) -> str:
    """``heading`` in the form in which headings are compared."""
    folded = "".join(unicodedata.normalize("NFKC", heading).casefold().split())
    folded = folded.replace("\ufeff", "").replace("\u200b", "")
    return _AROUND.sub("", _WHETHER_REQUIRED.sub("", folded))


def is_ours(heading: str) -> bool:
    """Whether the heading is of a column that the platform added to a mend file."""
    return heading.startswith(MEND_PREFIX)


class HeadingIndex:
    """The headings of one item: which field each means, and which are left out knowingly."""

    def __init__(self, item: CatalogueItem) -> None:
        self.item = item
        self._fields: dict[str, str] = {}
        # The earlier kind of name wins where two fields could claim one: codes are exact, titles are prose.
        for names in (
            [(code, field.id) for field in item.fields for code in field.codes],
            [(heading, field.id) for field in item.fields for heading in field.headings],
            [(title, field.id) for field in item.fields for title in (field.title.zh, field.title.en)],
            [(field.id, field.id) for field in item.fields],
        ):
            for name, field_id in names:
                self._fields.setdefault(heading_key(name), field_id)
        self._ignored = {heading_key(name) for name in item.ignore}

    def field_of(self, heading: str) -> str | None:
        """The field that the heading means, or None."""
        key = heading_key(heading)
        # A heading listed as ignored is meant so, even where it could pass for a field's title.
        return None if key in self._ignored else self._fields.get(key)

    def is_ignored(self, heading: str) -> bool:
        """Whether the item leaves the heading out knowingly."""
        return heading_key(heading) in self._ignored

    def fields_in(self, headings: Iterable[str]) -> set[str]:
        """The fields that the headings mean."""
        return {field for heading in headings if (field := self.field_of(heading)) is not None}

    def score(self, headings: Sequence[str]) -> int:
        """How many of the headings the item knows."""
        return sum(1 for heading in headings if self.field_of(heading) is not None or self.is_ignored(heading))


class KnownHeadings:
    """The headings of the item a file is handed in for, and of all others, to tell a file of the wrong item."""

    def __init__(self, item: CatalogueItem, others: Iterable[CatalogueItem] = ()) -> None:
        self.index = HeadingIndex(item)
        self._others = [HeadingIndex(other) for other in others if other.id != item.id]

    @property
    def item(self) -> CatalogueItem:
        """The item the file is handed in for."""
        return self.index.item

    def score(self, headings: Sequence[str]) -> int:
        """How many of the headings the wanted item knows."""
        return self.index.score(headings)

    def best_other(self, headings: Sequence[str]) -> tuple[CatalogueItem, int] | None:
        """The other item that knows most of the headings, and how many; None if none knows any."""
        scored = [(index.score(headings), index.item) for index in self._others]
        score, item = max(scored, key=lambda pair: pair[0], default=(0, None))
        return None if item is None or score == 0 else (item, score)
