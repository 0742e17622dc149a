"""By which day a consumer must have acted on a notice."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from gongxin.law.procedures import span_on

if TYPE_CHECKING:
    from datetime import date

    from gongxin.law.library import Law

#: The parameter that has the term within which sites pass a change on to each other, by the kind of change. For the
#: others the instruments known here set none.
_TERMS = {"repaired": "cn.repair.site-update", "repair_revoked": "cn.repair.site-update"}


@lru_cache(maxsize=256)
def due_day(law: Law, change: str, on: date) -> date | None:
    """The last day to act on a notice of ``on``; None where no instrument sets a term, or the term is not known."""
    parameter = _TERMS.get(change)
    if parameter is None or parameter not in law.parameters:
        return None
    span, _ = span_on(law, parameter, on)
    return None if span is None else law.calendar.due(span, on).day
