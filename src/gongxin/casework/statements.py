"""What people say in a case: only what is asked for, in the form that its use needs, without identity numbers."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING, Any

from gongxin.casework import refusals
from gongxin.intake.personal import covered
from gongxin.law.schema.procedure import CASE_NAMES, CORRECTIONS, TO_SUBJECT

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from gongxin.law.library import Law
    from gongxin.law.schema.procedure import Flow, Move, Procedure

#: What any case can be opened with: the department asked, and what a case without a record is about.
OPENING_NAMES = ("department", "matter", "campaign", "goal")

_NAME = re.compile(r"\{([a-z0-9_-]+)\}")


def names_of_flow(flow: Flow) -> tuple[str, ...]:
    """What the moves of a flow say or may say, and what their effects use."""
    names: dict[str, None] = {}
    for move in (move for state in flow.states for move in state.moves):
        names |= dict.fromkeys((*move.gives, *move.may_give))
        for effect in move.effects:
            used = [name for text in effect.values.values() for name in _NAME.findall(text)]
            names |= dict.fromkeys(name for name in used if name not in CASE_NAMES)
    return tuple(names)


def said_at_opening(law: Law, procedure: Procedure, said: Mapping[str, Any], on: date) -> dict[str, Any]:
    """What is said when a case is opened, in its kept form."""
    known = dict.fromkeys((*OPENING_NAMES, *names_of_flow(law.flows[procedure.flow])))
    return _kept(said, tuple(known), _days(procedure), on)


def said_by_move(procedure: Procedure, move: Move, said: Mapping[str, Any], on: date) -> dict[str, Any]:
    """What a move says, in its kept form. A day that a term ends on is a day to come."""
    return _kept(said, (*move.gives, *move.may_give), _days(procedure), on)


def check_subject(said: Mapping[str, Any], subject_id: str, is_known: Callable[[str], bool]) -> None:
    """That the subject a record should move to is on file and another one, or ``unknown-subject``, ``same-subject``."""
    wanted = said.get(TO_SUBJECT)
    if wanted is None:
        return
    if wanted == subject_id:
        raise refusals.same_subject(TO_SUBJECT)
    if not is_known(str(wanted)):
        raise refusals.subject_unknown(TO_SUBJECT)


def check_corrections(law: Law, item: str, said: Mapping[str, Any]) -> None:
    """That corrections name fields of the item. Error: ``corrections``."""
    corrections = said.get(CORRECTIONS)
    if corrections is None:
        return
    fields = [field.id for field in law.item(item).fields if field.personal is None]
    if not isinstance(corrections, dict) or not corrections or set(corrections) - set(fields):
        raise refusals.bad_corrections(fields)


def _days(procedure: Procedure) -> frozenset[str]:
    """The names under which the case says a day that a term ends on."""
    return frozenset(term.said for term in procedure.terms if term.said is not None)


def _kept(said: Mapping[str, Any], known: tuple[str, ...], days: frozenset[str], on: date) -> dict[str, Any]:
    unknown = [name for name in said if name not in known]
    if unknown:
        raise refusals.names_unknown(unknown, known)
    return {name: _in_form(name, value, days, on) for name, value in said.items()}


def _in_form(name: str, value: Any, days: frozenset[str], on: date) -> Any:
    if name in days:
        return _day(name, value, on)
    # A unified code may look like an identity number, and is looked up as it stands.
    return str(value).strip() if name == TO_SUBJECT else _covered(value)


def _day(name: str, value: Any, on: date) -> str:
    try:
        day = value if isinstance(value, date) else date.fromisoformat(str(value))
    except ValueError:
        raise refusals.not_a_day(name) from None
    if day < on:
        raise refusals.day_gone(name, on)
    return day.isoformat()


def _covered(value: Any) -> Any:
    """A statement as it is kept: JSON, and no identity number in any text of it."""
    if isinstance(value, str):
        return covered(value.strip())
    if isinstance(value, dict):
        return {str(name): _covered(part) for name, part in value.items()}
    if isinstance(value, list | tuple):
        return [_covered(part) for part in value]
    return value.isoformat() if isinstance(value, date) else value
