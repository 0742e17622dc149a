"""By which day a consumer must have acted on a notice."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from gongxin.law.schema.basics import Duration

if TYPE_CHECKING:
    from datetime import date

    from gongxin.law.library import Law

#: The parameter that has the term within which sites pass a change on to each other, by the kind of change. For the
#: others the instruments known here set none.
_TERMS = {"repaired": "cn.repair.site-update", "repair_revoked": "cn.repair.site-update"}


@lru_cache(maxsize=256)
def due_day(law: Law, change: str, on: date) -> date | None:
    """The last day to act on a notice of ``on``; None where no instrument sets a term, or the term is not known."""
    parameter = law.parameters.get(_TERMS.get(change, ""))
    value = None if parameter is None else parameter.on(on)
    if value is None or not isinstance(value.value, Duration):
        return None
    return law.calendar.due(value.value, on).day
