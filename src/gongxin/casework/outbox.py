"""From decision to fact: what a step does to the ledger waits here, written with the step, until it is done once.

The step and its effects are one transaction of the office. :func:`deliver` carries the effects to the ledger, in the
order of the decisions, and then says so in the office. Between these two a process can die: the ledger has the effects,
and the office does not know. Therefore each batch of decisions names in its manifest the steps that it carries out, and
whoever comes next looks there before it writes anything.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import connection, transaction
from django.db.models import Max

from gongxin.accounts import consents
from gongxin.casework.facts.carried_out import name_of, number_in, refuse_if_behind, steps_in_ledger
from gongxin.casework.facts.checking import check_effects
from gongxin.casework.facts.decisions import Decision, in_batches
from gongxin.casework.facts.stuck import Stuck
from gongxin.casework.facts.told import changes_of
from gongxin.casework.facts.writing import write_batch
from gongxin.casework.models import OutboxEntry, Step
from gongxin.errors import BusyError, NotFound, UsageError
from gongxin.exchange.notices import notify
from gongxin.exchange.outgoing import send
from gongxin.ledger import Ledger

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime

    from django.db.models import QuerySet

    from gongxin.law.library import Law
    from gongxin.workspace import Workspace

__all__ = ["check_effects", "deliver", "put", "waiting"]

#: Entries read at a time; a long queue need not be in memory.
_AT_A_TIME = 200

#: Number of the lock that lets one transaction at a time add to the outbox (PostgreSQL; any number will do).
_ORDER_LOCK = 0x476F6E67


def put(step: Step, effects: Sequence[dict[str, Any]]) -> OutboxEntry:
    """Keep the effects of ``step`` until they are in the ledger. Call it in the transaction that writes the step: so
    there is no step without its effects, and no effect without its step."""
    if connection.vendor == "postgresql":
        # Numbers are given out at once, transactions end when they end: without this a later number could be seen
        # first. On SQLite there is one writer at a time anyway.
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_ORDER_LOCK])
    return OutboxEntry.objects.create(step=step, effects=list(effects))


def waiting() -> QuerySet[OutboxEntry]:
    """The entries that are not in the ledger yet, or of which the consumers have not been told, in order."""
    return OutboxEntry.objects.filter(told=False).select_related("step__case").order_by("id")


def deliver(workspace: Workspace, law: Law, *, at: datetime, as_of: date) -> list[OutboxEntry]:
    """Carry what waits to the ledger, exactly once and in order, and tell the consumers; return the entries done.

    Killed at any moment, it loses nothing and does nothing twice: the next call goes on. Raises
    :class:`~gongxin.errors.BusyError` while another process writes to the workspace: the entries wait. A decision that
    cannot be carried out waits, and with it all that was decided since about the same record or in the same case; the
    rest is carried out, and then the reason is raised (``effect-refused`` and the like).
    """
    # Consents have a way to the ledger of their own; whoever carries what waits carries that as well.
    consents.catch_up(workspace, as_of=as_of, at=at)
    done: list[OutboxEntry] = []
    stuck = Stuck()
    try:
        # Who decides while this writes is told that it is busy, and need not ask again: this looks once more.
        while waiting().exclude(pk__in=stuck.entries).exists():
            with workspace.writing("decisions"):
                done += _deliver_all(workspace, law, stuck, at=at, as_of=as_of)
    except BusyError:
        if not done:
            raise
    send(workspace, at=at)
    if stuck.reason is not None:
        raise stuck.reason
    return done


def _deliver_all(workspace: Workspace, law: Law, stuck: Stuck, *, at: datetime, as_of: date) -> list[OutboxEntry]:
    """Carry out all that waits now; the lock is held."""
    done: list[OutboxEntry] = []
    ledger, last = Ledger.open(workspace), 0
    while entries := list(waiting().filter(pk__gt=last)[:_AT_A_TIME]):
        last = entries[-1].pk
        there = _there(ledger)
        for group in in_batches(Decision.of(entry, there) for entry in entries):
            done += _deliver(workspace, law, ledger, stuck.without(group), stuck, at=at, as_of=as_of)
    return done


def _deliver(
    workspace: Workspace, law: Law, ledger: Ledger, group: list[Decision], stuck: Stuck, *, at: datetime, as_of: date
) -> list[OutboxEntry]:
    """Carry out what one batch takes; return its entries, or none where it cannot be."""
    if not group:
        return []
    try:
        number = group[0].batch or write_batch(workspace, law, ledger, group, as_of=as_of)
    except (UsageError, NotFound) as error:
        stuck.add(group, error)
        return []
    _mark(law, group, number, at=at, as_of=as_of)
    return [decision.entry for decision in group]


def _there(ledger: Ledger) -> dict[str, int]:
    """The decisions that the ledger holds and the office may not have marked yet, with their batches.

    An office that never marked any is a new one: its cases have numbers that the ledger does not know.
    """
    since = _last_marked()
    there = steps_in_ledger(ledger, since=since)
    if since:
        steps = Step.objects.filter(case__number__in=set(map(number_in, there))).values_list("case__number", "place")
        refuse_if_behind(there, {name_of(*step) for step in steps})
    return there


def _last_marked() -> int:
    """The latest batch that the office knows to hold decisions; 0 before the first."""
    return OutboxEntry.objects.aggregate(last=Max("batch"))["last"] or 0


def _mark(law: Law, group: list[Decision], number: int, *, at: datetime, as_of: date) -> None:
    """Say in the office what the ledger has, and make the notices: in one transaction, for one goes with the other."""
    with transaction.atomic():
        for decision in group:
            notify(changes_of(decision), law, batch=number, on=as_of)
            entry = decision.entry
            entry.batch, entry.delivered_at, entry.told = number, at, True
            entry.save(update_fields=["batch", "delivered_at", "told"])
