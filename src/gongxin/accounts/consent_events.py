"""Telling the ledger of consents given and withdrawn: once each, in their order, whoever is killed meanwhile.

The office knows first. What it has not seen in the ledger is written in one batch; an event's id follows from the
receipt, so that a batch whose number the office did not come to note is recognised and not written again.
"""

from __future__ import annotations

import hashlib
import json
from datetime import date, timedelta
from typing import TYPE_CHECKING

from django.db.models import Q

from gongxin.accounts.models import Consent
from gongxin.errors import BusyError
from gongxin.intake.receipt.layout import folder_of
from gongxin.ledger import Ledger
from gongxin.ledger.connection import connect
from gongxin.ledger.storage_errors import storage_errors
from gongxin.ledger.tables import EVENT
from gongxin.workspace.durable import sync, write_durably

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from duckdb import DuckDBPyConnection

    from gongxin.workspace import Workspace

#: What such a batch has in its manifest in place of an item and a department, and how its receipt is called.
ITEM = "gongxin.consents"
SOURCE = "gongxin.office"
RECEIPT_FILE = "consents.json"

_GIVEN, _WITHDRAWN = "consent_given", "consent_withdrawn"

#: Before the id of an event in the counts of a manifest.
_EVENT = "event:"


def untold() -> list[Consent]:
    """Consents of which the ledger lacks the giving or the withdrawal."""
    lacks = Q(given_batch__isnull=True) | Q(withdrawn_on__isnull=False, withdrawn_batch__isnull=True)
    return list(Consent.objects.filter(lacks).order_by("given_at", "pk"))


def settle(workspace: Workspace, as_of: date) -> int:
    """Write what the ledger has not been told; return how many events were new.

    While another process writes to the workspace they wait for the next call: a withdrawal is never refused for it, and
    what is read through the office (:mod:`gongxin.accounts.personal_score`) ends at once all the same.
    """
    if not untold():
        return 0
    try:
        with workspace.writing("consents"):
            return _settle(workspace, Ledger.open(workspace), as_of)
    except BusyError:
        return 0


def _settle(workspace: Workspace, ledger: Ledger, as_of: date) -> int:
    waiting = [(consent, kind) for consent in untold() for kind in _lacking(consent)]
    there = _told(ledger)
    new = [(consent, kind) for consent, kind in waiting if _event_id(consent, kind) not in there]
    if new:
        number = _write(workspace, ledger, new, as_of)
        there |= {_event_id(consent, kind): number for consent, kind in new}
    for consent, kind in waiting:
        column = "given_batch" if kind == _GIVEN else "withdrawn_batch"
        Consent.objects.filter(pk=consent.pk).update(**{column: there[_event_id(consent, kind)]})
    return len(new)


def _lacking(consent: Consent) -> Iterable[str]:
    if consent.given_batch is None:
        yield _GIVEN
    if consent.withdrawn_on is not None and consent.withdrawn_batch is None:
        yield _WITHDRAWN


def _told(ledger: Ledger) -> dict[str, int]:
    """Events that the ledger's batches of consents name, and the batch of each."""
    return {
        name.removeprefix(_EVENT): batch.number
        for batch in ledger.batches()
        if batch.item == ITEM
        for name in batch.counts
        if name.startswith(_EVENT)
    }


def _write(workspace: Workspace, ledger: Ledger, new: list[tuple[Consent, str]], as_of: date) -> int:
    ids = [_event_id(consent, kind) for consent, kind in new]
    with (
        storage_errors(workspace.root),
        ledger.begin(item=ITEM, source=SOURCE, as_of=as_of) as batch,
        connect(workspace, threads=1) as connection,
    ):
        batch.append(EVENT.name, connection, _rows(connection, new))
        digest = _write_receipt(workspace, batch.number, ids)
        batch.commit({_EVENT + event_id: 1 for event_id in ids}, digest, synthetic=False)
        return batch.number


def _rows(connection: DuckDBPyConnection, new: list[tuple[Consent, str]]) -> str:
    import pyarrow as pa

    rows = [
        {
            "event_id": _event_id(consent, kind),
            "subject_id": consent.subject_id,
            "kind": kind,
            "effective_on": _days(consent)[kind],
            "case_no": consent.number,
            "detail": json.dumps({"purpose": consent.purpose}),
            "source": SOURCE,
        }
        for consent, kind in new
    ]
    connection.register("consent_event", pa.Table.from_pylist(rows))
    return "SELECT * FROM consent_event"


def _days(consent: Consent) -> dict[str, date]:
    """From which day the two events of a consent hold in the ledger, where of two on one day the withdrawal prevails.

    So a consent given anew holds from the day after the last withdrawal at the earliest, and no withdrawal lies before
    its consent: in whatever order people come, and whichever days are said, the last word is the one that counts.
    """
    before = Consent.objects.filter(subject_id=consent.subject_id, purpose=consent.purpose, pk__lte=consent.pk)
    words = before.order_by("pk").values_list("given_on", "withdrawn_on")
    return dict(zip((_GIVEN, _WITHDRAWN), last_word(list(words)), strict=True))


def last_word(words: Sequence[tuple[date, date | None]]) -> tuple[date, date]:
    """Of a person's consents to a purpose in their order (given on, withdrawn on): the days from which the last one
    holds and, if it was withdrawn, from which it does not."""
    given = withdrawn = date.min
    for given_on, withdrawn_on in words:
        given = max(given_on, withdrawn + timedelta(days=1))
        withdrawn = max(withdrawn_on or date.min, given)
    return given, withdrawn


def _write_receipt(workspace: Workspace, number: int, ids: list[str]) -> str:
    """The events of the batch by their ids, for whoever reads receipts; return its SHA-256."""
    text = (json.dumps({"batch": number, "events": ids}, indent=1) + "\n").encode()
    folder = folder_of(workspace.receipts_dir, number)
    folder.mkdir(parents=True, exist_ok=True)
    write_durably(folder / RECEIPT_FILE, text)
    sync(folder.parent)
    return hashlib.sha256(text).hexdigest()


def _event_id(consent: Consent, kind: str) -> str:
    return hashlib.sha256(f"{kind}\n{consent.number}".encode()).hexdigest()[:32]
