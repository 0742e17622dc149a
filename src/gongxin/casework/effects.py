"""What a move does to the ledger, in the words of the outbox: plain data that holds all that carrying it out needs."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from gongxin.law.schema.procedure import CORRECTIONS, TO_SUBJECT, Effect

if TYPE_CHECKING:
    from collections.abc import Mapping

    from gongxin.accounts.models import Account
    from gongxin.casework.engine import Made
    from gongxin.casework.models import Case
    from gongxin.law.library import Law
    from gongxin.law.schema.procedure import Procedure, RecordEffect

#: A name in the value of an effect: ``{reason}``, ``{accept.on}``.
_NAME = re.compile(r"\{([a-z0-9_.-]+)\}")


def effects_of(
    law: Law, case: Case, procedure: Procedure, made: Made, *, by: Account | None, reason: str, outcome: str | None
) -> list[dict[str, Any]]:
    """The effects of a move, each on one record (or on the subject), in the order of the flow.

    ``on`` is the day of the move, ``told`` whether those who received the record are told, ``outcome`` what came of the
    case if the move ended it. An effect names its own article, or that of the procedure.
    """
    known = known_names(law, case, procedure, made, by, reason)
    return [
        _one(case, procedure, made, effect, record_id, known, outcome)
        for effect in made.effects
        for record_id in _records(case, effect, known)
    ]


def known_names(
    law: Law, case: Case, procedure: Procedure, made: Made, by: Account | None, reason: str
) -> dict[str, Any]:
    """What the case knows by name when a move is made: what was said, and the names every case knows. ``department`` is
    that of whoever makes the move, or else the one whose case it is."""
    department = by.department if by is not None and by.department is not None else case.department
    on = made.after.since.isoformat()
    names = dict(made.after.said)
    for past in made.after.past:
        names[f"{past.move}.on"] = past.on.isoformat()
    return names | {
        "case_no": case.number,
        "opened_on": case.opened_on.isoformat(),
        "on": on,
        "reason": reason,
        "department": department.name if department is not None else case.source,
        "source": case.source,
        "variant": procedure.variant,
        # What a record cites is what the instrument is called; whether we read it is no part of that.
        "citation": law.cite(procedure.cite.model_copy(update={"verified": True}), "zh"),
    }


def _records(case: Case, effect: RecordEffect, known: Mapping[str, Any]) -> list[str]:
    """The record of the case, and what the case has said falls together with it. A new record has no number yet."""
    if effect.effect is Effect.RECORD:
        return [""]
    also = known.get(effect.also) if effect.also is not None else None
    further = also if isinstance(also, list) else str(also or "").replace(",", " ").split()
    return [case.record_id, *(record for record in further if record != case.record_id)]


def _one(
    case: Case,
    procedure: Procedure,
    made: Made,
    effect: RecordEffect,
    record_id: str,
    known: Mapping[str, Any],
    outcome: str | None,
) -> dict[str, Any]:
    cite = effect.cite or procedure.cite
    values = {name: filled for name, text in effect.values.items() if (filled := _filled(text, known)) is not None}
    told = {
        "effect": effect.effect.value,
        "record_id": record_id,
        "subject_id": case.subject_id,
        "item": effect.item or case.item,
        "source": case.source,
        "on": made.after.since.isoformat(),
        "case_no": case.number,
        "cite": {"instrument": cite.instrument, "article": cite.article},
        "told": procedure.told,
    }
    if outcome is not None:
        told["outcome"] = outcome
    if effect.effect is Effect.RECORD:
        told["values"] = values
    if effect.effect is Effect.CORRECTED:
        told["corrections"] = values or dict(known.get(CORRECTIONS) or {})
    if effect.effect is Effect.REASSIGNED:
        told["to_subject"] = known[TO_SUBJECT]
    return told


def _filled(text: str, known: Mapping[str, Any]) -> Any:
    """A value with its names filled in; None where it is one name that the case does not know."""
    whole = _NAME.fullmatch(text)
    if whole is not None:
        value = known.get(whole[1])
        return None if value in (None, "") else value
    return _NAME.sub(lambda name: str(known.get(name[1], "")), text)
