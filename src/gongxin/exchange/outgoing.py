"""Notices on their way: a signed file each, in a folder for each consumer, from where its front end fetches them."""

from __future__ import annotations

import hashlib
import json
from base64 import b64encode
from typing import TYPE_CHECKING, Any

from gongxin.exchange.models import Notice
from gongxin.ledger import Ledger
from gongxin.workspace.durable import write_durably

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from gongxin.workspace import Workspace

_AT_A_TIME = 500


def send(workspace: Workspace, *, at: datetime) -> int:
    """Put every notice that has not been delivered into its consumer's folder; return how many.

    A file appears whole or not at all. Killed between file and office, the next call writes the same file once more.
    """
    ledger = Ledger.open(workspace)
    sent = 0
    while notices := list(_undelivered()[:_AT_A_TIME]):
        for notice in notices:
            _write(folder_of(workspace, notice.consumer.code), notice, ledger)
        Notice.objects.filter(pk__in=[notice.pk for notice in notices]).update(delivered_at=at)
        sent += len(notices)
    return sent


def folder_of(workspace: Workspace, consumer_code: str) -> Path:
    """Where a consumer finds its notices."""
    return workspace.root / "office" / "outgoing" / consumer_code


def document(notice: Notice) -> dict[str, Any]:
    """What a notice says, as plain data."""
    return {
        "notice": notice.pk,
        "consumer": notice.consumer.code,
        "record_id": notice.record_id,
        "subject_id": notice.subject_id,
        "change": notice.change,
        "cause": notice.cause,
        "batch": notice.batch,
        "made_on": notice.made_on.isoformat(),
        "due_on": notice.due_on.isoformat() if notice.due_on else None,
        **notice.detail,
    }


def signed_text(content: dict[str, Any]) -> bytes:
    """What is signed of a notice: two lines, the second the SHA-256 of it as JSON (sorted keys, no blanks)."""
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return f"gongxin notice\n{hashlib.sha256(text.encode()).hexdigest()}\n".encode()


def _undelivered() -> Any:
    found = Notice.objects.filter(delivered_at__isnull=True, consumer__active=True)
    return found.select_related("consumer").order_by("id")


def _write(folder: Path, notice: Notice, ledger: Ledger) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    content = document(notice)
    signature = b64encode(ledger.sign(signed_text(content))).decode()
    text = json.dumps({"notice": content, "signature": signature}, ensure_ascii=False, indent=1) + "\n"
    write_durably(folder / f"{notice.pk:012}.json", text.encode())
