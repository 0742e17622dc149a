"""What an account may do in a case, with what each move would take."""

from __future__ import annotations

from copy import copy
from dataclasses import dataclass
from typing import TYPE_CHECKING

from gongxin.accounts.actions import Action
from gongxin.accounts.permissions import require_case
from gongxin.casework.engine import possible
from gongxin.casework.moving import Running, effective
from gongxin.casework.people import person_in, takes
from gongxin.casework.view_parts import Shown, message
from gongxin.errors import NotAllowed

if TYPE_CHECKING:
    from datetime import date

    from gongxin.accounts.models import Account
    from gongxin.casework.engine import Possible
    from gongxin.casework.models import Case
    from gongxin.errors import Message
    from gongxin.law.library import Law


@dataclass(frozen=True, slots=True)
class PossibleMove(Shown):
    """A move that is an account's to make. ``gives`` has to be said with it, ``may_give`` can be; ``lacking`` are the
    papers still to be handed in; ``against`` is what stands in the way besides, empty where nothing does."""

    move: str
    title: Message
    to_state: str
    to_title: Message
    actor: str
    decides: bool
    needs_reason: bool
    gives: tuple[str, ...]
    may_give: tuple[str, ...]
    lacking: tuple[str, ...]
    lacking_titles: tuple[Message, ...]
    answers: tuple[str, ...]
    outcome: str | None
    prolongs: bool
    against: Message | None
    note: Message | None

    @property
    def ready(self) -> bool:
        """Whether it can be made now, once what it has to say is said."""
        return self.against is None and not self.lacking


def moves_of(law: Law, case: Case, *, by: Account, as_of: date) -> list[PossibleMove]:
    """The moves that are the account's to make on a day, in the order of the flow.

    Errors: ``not-allowed`` and its like, for an account that may not see the case.
    """
    require_case(by, Action.SEE_CASE, case)
    running = Running.of(law, case)
    situation, _ = effective(running, as_of)
    if takes(case, by):
        case = copy(case)  # as it would be; only a move makes it so
        case.department = by.department
    found = possible(running.rules, situation, person_in(case, by), as_of)
    return [_shown(running, one) for one in found if _may(by, one, case)]


def _may(by: Account, one: Possible, case: Case) -> bool:
    try:
        require_case(by, Action.DECIDE_CASE if one.move.decides else Action.MOVE_CASE, case)
    except NotAllowed:
        return False
    return True


def _shown(running: Running, one: Possible) -> PossibleMove:
    move = one.move
    to = running.rules.state(move.to)
    titles = {paper.id: message(paper.title) for paper in running.procedure.papers}
    return PossibleMove(
        move=move.id,
        title=message(move.title),
        to_state=to.id,
        to_title=message(to.title),
        actor=one.actor.value,
        decides=move.decides,
        needs_reason=move.decides or move.reason,
        gives=move.gives,
        may_give=move.may_give,
        lacking=one.lacking,
        lacking_titles=tuple(titles[paper] for paper in one.lacking),
        answers=move.answers,
        outcome=to.outcome,
        prolongs=bool(running.rules.prolonged_by(move.id)),
        against=one.against.message if one.against is not None else None,
        note=message(move.note) if move.note is not None else None,
    )
