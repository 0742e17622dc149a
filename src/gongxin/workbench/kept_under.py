"""What is kept under a person's consent, as the person reads it: what was declared, and scores kept by her wish."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from gongxin.accounts.declarations import declarations
from gongxin.accounts.personal_score import kept_scores
from gongxin.pages import conclusions

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from gongxin.accounts.declarations import Declaration
    from gongxin.accounts.models import Consent
    from gongxin.law.schema.basics import Text


@dataclass(frozen=True, slots=True)
class Declared:
    """One thing that was handed in: under which item, when, and its fields by their titles."""

    title: Text | str
    on: date
    fields: tuple[tuple[Text | str, str], ...]


@dataclass(frozen=True, slots=True)
class KeptScore:
    """A score that was kept as it stood on a day."""

    title: Text | str
    on: str
    score: str
    grade: str | None


@dataclass(frozen=True, slots=True)
class KeptUnder:
    """All of it."""

    declared: tuple[Declared, ...]
    scores: tuple[KeptScore, ...]

    @property
    def nothing(self) -> bool:
        """Whether nothing is kept."""
        return not self.declared and not self.scores


def kept_under(consent: Consent) -> KeptUnder:
    """What the consent's key opens; nothing once it was withdrawn. The caller has asked whose consent it is."""
    if consent.withdrawn_on is not None:
        return KeptUnder((), ())
    here = conclusions.workspace()
    return KeptUnder(tuple(_declared(declarations(here, consent))), tuple(_scores(kept_scores(here, consent))))


def _declared(found: list[Declaration]) -> Iterator[Declared]:
    """Items and fields by their titles; what the packs no longer know, by the name it was handed in under."""
    for one in found:
        item = conclusions.law().items.get(one.item)
        titles = {field.id: field.title for field in item.fields} if item is not None else {}
        fields = tuple((titles.get(name, name), value) for name, value in one.values.items())
        yield Declared(item.title if item is not None else one.item, one.handed_in_on, fields)


def _scores(found: list[dict[str, Any]]) -> Iterator[KeptScore]:
    titles = {model.id: model.title for model in conclusions.law().models}
    for one in found:
        yield KeptScore(titles.get(one["model"], one["model"]), one["as_of"], one["score"], one["grade"])
