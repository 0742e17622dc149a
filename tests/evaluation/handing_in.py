"""A batch of invented rows, handed in whole."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from gongxin.ledger import Ledger

DAY = date(2025, 9, 1)


def hand_in(ledger: Ledger, *queries: str, events: str = "", moved: str = "") -> None:
    with ledger.connect(threads=1) as connection, ledger.begin(item="i", source="office", as_of=DAY) as batch:
        for query in queries:
            batch.append("record", connection, query)
        if events:
            batch.append("event", connection, events)
        if moved:
            batch.reassign(connection, moved)
        batch.commit({}, "digest", synthetic=True)
