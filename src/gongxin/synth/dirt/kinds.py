"""A kind of dirt: which rows it can befall, what it does to them, and what intake must say."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping

Outcome = Literal["accepted", "unchanged", "held", "rejected"]


@dataclass(frozen=True, slots=True)
class Dirt:
    """One way in which a row is spoilt, or merely written in another way.

    ``sets`` gives the new text of fields, as SQL over the row as it was: its fields by name, and ``party`` (whose row
    it is), ``other`` (another company, registered as well), ``abroad`` (a company of a place nobody knows). ``when`` is
    the condition under which the dirt can befall a row. ``rules`` are names that intake must give among its remarks.
    ``copy`` leaves the row as it is and spoils a copy put behind it.
    """

    id: str
    outcome: Outcome
    zh: str
    en: str
    sets: Mapping[str, str] = field(default_factory=dict)
    when: str = "true"
    rules: tuple[str, ...] = ()
    copy: bool = False
