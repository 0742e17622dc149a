"""From decision to fact: what a step does to the ledger waits here, written with the step, until it is done once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from gongxin.casework.models import OutboxEntry

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gongxin.casework.models import Step


def put(step: Step, effects: Sequence[dict[str, Any]]) -> OutboxEntry:
    """Keep the effects of ``step`` until they are in the ledger. Call it in the transaction that writes the step: so
    there is no step without its effects, and no effect without its step."""
    return OutboxEntry.objects.create(step=step, effects=list(effects))
