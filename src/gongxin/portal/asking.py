"""What can be asked for about a record, as the page lays it out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from gongxin.law.schema.procedure import Actor
from gongxin.pages.words import ACTORS

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

    from gongxin.casework.options import Option, TermShown


@dataclass(frozen=True, slots=True)
class TermOf:
    """A term, and in words who must act within it."""

    of: TermShown
    who: _StrPromise


@dataclass(frozen=True, slots=True)
class AskedFor:
    """One thing to ask for. ``by_subject`` whether the subject itself asks; ``may_apply`` whether this reader can do so
    now."""

    of: Option
    terms: tuple[TermOf, ...]
    by_subject: bool
    may_apply: bool


def asked_for(option: Option) -> AskedFor:
    """An option in the form of the page."""
    return AskedFor(
        of=option,
        terms=tuple(TermOf(term, ACTORS[Actor(term.who)]) for term in option.terms),
        by_subject=Actor.SUBJECT in option.opens,
        may_apply=option.eligible and option.open_case is None and bool(option.yours),
    )
