"""``gongxin outbox``: what decisions have left to be written to the ledger, and writing it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cyclopts import App

from gongxin.cli.acting import As, acting, office
from gongxin.cli.options import COMMON, Common, day, now
from gongxin.cli.output import print_json, print_table

if TYPE_CHECKING:
    from collections.abc import Iterable

    from gongxin.casework.models import OutboxEntry

app = App(name="outbox", help_format="plaintext")

_HEADINGS = ("case", "step", "decided_on", "effects", "batch")


@app.default
def outbox(*, as_: As = None, common: Common = COMMON) -> None:
    """What was decided and is not in the ledger yet, in order. 已决定、尚未写入账本的事项."""
    office(common)
    from gongxin.accounts.actions import Action
    from gongxin.accounts.permissions import require
    from gongxin.casework.outbox import waiting

    require(acting(as_), Action.SEE_DUE)
    _tell("待写入 waiting", waiting(), common)


@app.command
def deliver(*, as_of: str | None = None, common: Common = COMMON) -> None:
    """Write to the ledger what waits, in order, each decision once; tell those who have the records.
    把待写入的决定依次写入账本，并通知已获得记录的单位."""
    # It decides nothing, and needs no account: whoever can run commands here may let it run by itself.
    workspace = office(common)
    from gongxin.casework.outbox import deliver as write

    _tell("已写入 written", write(workspace, workspace.law(), at=now(), as_of=day(as_of)), common)


def _tell(title: str, entries: Iterable[OutboxEntry], common: Common) -> None:
    rows = [_row(entry) for entry in entries]
    if common.json:
        print_json({"entries": rows})
    else:
        listed = [[_shown(row[heading]) for heading in _HEADINGS] for row in rows]
        print_table(title, _HEADINGS, listed)


def _row(entry: OutboxEntry) -> dict[str, Any]:
    return {
        "case": entry.step.case.number,
        "step": entry.step.place,
        "decided_on": entry.step.on,
        "effects": [{"effect": effect["effect"], "record_id": effect.get("record_id")} for effect in entry.effects],
        "batch": entry.batch,
    }


def _shown(value: Any) -> Any:
    return ", ".join(effect["effect"] for effect in value) if isinstance(value, list) else value
