"""A record as the public pages lay it out: what was handed in, what it is worth today, what can be done about it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from gongxin.law.schema.catalogue import Nature

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gongxin.law.library import Law
    from gongxin.law.schema.basics import Text
    from gongxin.pages.conclusions import CreditFile
    from gongxin.reports.report import Cited, Entry, ItemEntries, Section


#: The field in which items keep the number of a document.
_NUMBER = "doc_no"


@dataclass(frozen=True, slots=True)
class Card:
    """One record. ``adverse`` whether it speaks against the subject; ``identity`` whether it is its registration."""

    item: Text
    item_cite: Cited
    entry: Entry
    adverse: bool
    identity: bool

    @property
    def name(self) -> str:
        """What tells it from others of its item: its heading, or its number."""
        return name_of(self.entry)


@dataclass(frozen=True, slots=True)
class CardGroup:
    """The records of a section of the report; ``empty`` where there is none."""

    id: str
    title: Text
    cards: tuple[Card, ...]


def name_of(entry: Entry) -> str:
    """A record's heading; without one, its number; empty where it has neither."""
    number = next((fact.value for fact in entry.facts if fact.field == _NUMBER), "")
    return entry.title or number


def card(law: Law, group: ItemEntries, entry: Entry) -> Card:
    """The card of one record."""
    nature = law.item(group.item).nature
    return Card(group.title, group.cite, entry, nature is Nature.ADVERSE, nature is Nature.IDENTITY)


def card_groups(law: Law, file: CreditFile) -> tuple[CardGroup, ...]:
    """All sections that may hold records, in the order of the report, those without any included: that nothing is on
    file is an answer, too."""
    return tuple(
        CardGroup(section.id, section.title, tuple(_cards(law, section)))
        for section in file.sections
        if section.id not in _WITHOUT_RECORDS
    )


#: Sections that hold something else than records, or what the page shows elsewhere.
_WITHOUT_RECORDS = frozenset({"identity", "advice"})


def _cards(law: Law, section: Section) -> Iterator[Card]:
    for group in section.items:
        for entry in group.entries:
            yield card(law, group, entry)
