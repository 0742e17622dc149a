"""What of a decision those are told who have received the record."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gongxin.exchange.notices import Change

if TYPE_CHECKING:
    from gongxin.casework.facts.decisions import Decision


def changes_of(decision: Decision) -> list[Change]:
    """The changes of records that the decision brought, of which its procedure tells the consumers."""
    return [
        Change(
            record_id=fact.record_id,
            kind=fact.kind.value,
            cause=decision.name,
            effective_on=fact.on,
            case_no=fact.case_no,
            instrument=fact.instrument,
            article=fact.article,
            to_subject=fact.to_subject,
            corrected=tuple(sorted(fact.corrections)),
        )
        for fact in decision.facts
        if fact.told and fact.record_id is not None
    ]
