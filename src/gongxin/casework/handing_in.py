"""Who handed in which batch: the ledger knows the department, the office knows the person."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gongxin.casework.models import HandIn
from gongxin.errors import NotAllowed

if TYPE_CHECKING:
    from datetime import date

    from gongxin.accounts.models import Account


def require_source(by: Account, source: str) -> None:
    """Go on only if the account belongs to the department that hands in under ``source``. Error: ``another-source``."""
    if by.department is None or by.department.source != source:
        raise NotAllowed(
            "another-source",
            zh=f"本账户不属于以“{source}”名义报送的部门；请用该部门的账户报送。",
            en=f"This account does not belong to the department that hands in as {source!r}; use one of its own.",
            where="--as",
        )


def note_hand_in(batch: int, by: Account, on: date) -> None:
    """Keep that ``by`` handed a batch in. Said again of the same batch, it changes nothing."""
    HandIn.objects.get_or_create(batch=batch, defaults={"by": by, "on": on})
