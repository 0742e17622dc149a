"""Making a move, and seeing that what it does gets into the ledger."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from gongxin.pages import conclusions
from gongxin.pages.delivery import deliver

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date, datetime

    from gongxin.accounts.models import Account
    from gongxin.casework.models import Case, Step


@dataclass(frozen=True)
class Done:
    """A move that was made. ``in_ledger`` is false where what it does still waits to be written."""

    step: Step
    in_ledger: bool


def make_move(
    case: Case, move_id: str, *, by: Account, reason: str, said: Mapping[str, Any], as_of: date, at: datetime
) -> Done:
    """Make the move and carry out what it does to the ledger at once, if nobody else is writing to it.

    Errors: those of :meth:`gongxin.casework.casework.Casework.move`; then nothing was done.
    """
    step = conclusions.casework().move(case, move_id, by=by, as_of=as_of, at=at, reason=reason, said=said)
    return Done(step, deliver(as_of, at))
