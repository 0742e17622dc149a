"""Whoever decides or delivers may be killed at any moment: no decision is lost, and none is carried out twice."""

from __future__ import annotations

import random
import subprocess
import sys
import time
from datetime import date
from typing import TYPE_CHECKING

import pytest
from tests.casework.conftest import ENGINEERS, MARKET, TAXIS, record_id

from gongxin.ledger import Ledger
from gongxin.ledger.connection import connect

if TYPE_CHECKING:
    from tests.casework.conftest import Yunze
    from tests.office_fixture import Office

#: On each of the two databases.
KILLS = 10
DECISIONS = 36
FINE = record_id("fine-of-may")

# Every sixth decision corrects the record, every ninth moves it to the other firm; the rest are plain events.
CLERK = f"""
import sys
from datetime import UTC, date, datetime
import django
django.setup()
from django.db import transaction
from gongxin.accounts.models import Account
from gongxin.casework import outbox
from gongxin.casework.models import Case, Step
from gongxin.law.library import Law
from gongxin.workspace import Workspace

workspace, law = Workspace.open(sys.argv[1]), Law.load()
day, at = date(2026, 8, 20), datetime(2026, 8, 20, 1, tzinfo=UTC)
clerk = Account.objects.get(username="li")
print("ready", flush=True)

def effects(number):
    about = {{"record_id": {FINE!r}, "subject_id": {ENGINEERS!r}, "item": "cn.penalty", "source": {MARKET!r},
             "on": "2026-08-20", "case_no": f"O-{{number}}", "cite": {{"instrument": "i", "article": "1"}}}}
    if number % 9 == 8:
        to = {TAXIS!r} if number % 18 == 8 else {ENGINEERS!r}
        return [about | {{"effect": "reassigned", "to_subject": to}}]
    if number % 6 == 5:
        return [about | {{"effect": "corrected", "corrections": {{"doc_no": f"No. {{number}}"}}}}]
    return [about | {{"effect": "objection_opened"}}, about | {{"effect": "objection_closed"}}]

outbox.deliver(workspace, law, at=at, as_of=day)
while (number := Case.objects.count()) < {DECISIONS}:
    with transaction.atomic():
        case = Case.objects.create(
            number=f"O-{{number}}", kind="objection", procedure="p", edition=day, subject_id="s", state="s",
            state_since=day, opened_on=day, opened_by=clerk, closed_on=day)
        step = Step.objects.create(case=case, place=0, move="m", to_state="s", actor="source", on=day, at=at)
        outbox.put(step, effects(number))
    print(number, flush=True)
    outbox.deliver(workspace, law, at=at, as_of=day)
"""


def start(office: Office) -> subprocess.Popen[str]:
    clerk = subprocess.Popen(
        [sys.executable, "-c", CLERK, str(office.workspace.root)],
        env=office.environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert clerk.stdout is not None
    assert clerk.stdout.readline() == "ready\n", clerk.communicate()[1]
    return clerk


@pytest.mark.slow
def test_kills_lose_no_decision_and_carry_none_out_twice(yunze: Yunze, office: Office) -> None:
    from gongxin.casework import outbox
    from gongxin.casework.models import OutboxEntry
    from gongxin.exchange.consumers import add_consumer
    from gongxin.exchange.models import Notice
    from gongxin.exchange.outgoing import folder_of
    from gongxin.exchange.supplies import supplied

    add_consumer("lakes-bank", "云泽湖畔银行", "bank")
    supplied("lakes-bank", {FINE: ENGINEERS}, on=date(2026, 7, 1))
    chance = random.Random(20260820)
    decided: set[int] = set()
    for _ in range(KILLS):
        clerk = start(office)
        time.sleep(chance.uniform(0, 0.6))
        clerk.kill()
        decided |= {int(line) for line in clerk.communicate()[0].splitlines()}
    clerk = start(office)
    said, complaint = clerk.communicate()
    assert clerk.returncode == 0, complaint
    decided |= {int(line) for line in said.splitlines()}

    entries = list(OutboxEntry.objects.select_related("step__case").order_by("id"))
    assert [entry.step.case.number for entry in entries] == [f"O-{number}" for number in range(DECISIONS)]
    assert decided <= set(range(DECISIONS))
    assert outbox.waiting().count() == 0
    batches = [entry.batch or 0 for entry in entries]
    assert batches == sorted(batches), "in the order in which they were decided"
    carried_out = {name for batch in Ledger.open(yunze.workspace).batches() for name in batch.counts}
    assert len([name for name in carried_out if name.startswith("decision:")]) == DECISIONS
    _check_ledger(yunze)
    told = Notice.objects.count()
    assert told == sum(len(entry.effects) for entry in entries), "one notice a change, however often it was delivered"
    assert len(list(folder_of(yunze.workspace, "lakes-bank").iterdir())) == told


def _check_ledger(yunze: Yunze) -> None:
    """Each effect is there once; the record has as many versions as decisions have made, and the last word is the
    last decision's."""
    ledger = Ledger.open(yunze.workspace)
    assert ledger.verify().findings == ()
    with ledger.snapshot() as snapshot, connect(yunze.workspace, threads=1) as connection:
        snapshot.attach(connection)
        counted = connection.execute(
            f"SELECT kind, count(DISTINCT event_id), count(DISTINCT case_no) FROM event WHERE record_id = '{FINE}' "
            "GROUP BY kind ORDER BY kind"
        ).fetchall()
        written = connection.execute(
            f"SELECT count(DISTINCT event_id) FROM {snapshot.all_rows()['event']} WHERE batch > 2"
        ).fetchall()
        record = connection.execute(
            f"SELECT subject_id, version, doc_no FROM record WHERE record_id = '{FINE}'"
        ).fetchall()
    moved = len([number for number in range(DECISIONS) if number % 9 == 8])
    corrected = [number for number in range(DECISIONS) if number % 6 == 5 and number % 9 != 8]
    marked = DECISIONS - moved - len(corrected)
    assert counted == [
        ("corrected", len(corrected), len(corrected)),
        ("objection_closed", marked, marked),
        ("objection_opened", marked, marked),
        ("reassigned", moved, moved),
    ]
    assert written == [(len(corrected) + 2 * marked + moved,)]
    assert record == [(ENGINEERS, 1 + moved + len(corrected), f"No. {corrected[-1]}")]
