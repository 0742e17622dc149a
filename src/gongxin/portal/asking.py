"""What can be asked for about a record, as the page lays it out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from gongxin.law.schema.procedure import Actor

if TYPE_CHECKING:
    from gongxin.casework.options import Option


@dataclass(frozen=True, slots=True)
class AskedFor:
    """One thing to ask for. ``by_subject`` whether the subject itself asks; ``may_apply`` whether this reader can do so
    now."""

    of: Option
    by_subject: bool
    may_apply: bool


def asked_for(option: Option) -> AskedFor:
    """An option in the form of the page."""
    return AskedFor(
        of=option,
        by_subject=Actor.SUBJECT in option.opens,
        may_apply=option.eligible and option.open_case is None and bool(option.yours),
    )
