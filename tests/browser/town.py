"""A town of two firms. One of the taxi company's fines stands under the engineering firm's code: name and code did not
agree, the platform held the row, and a clerk confirmed it all the same."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from tests.cli.conftest import (
    BRIDGE,
    BRIDGE_CODE,
    MARKET,
    REGISTRY,
    SWALLOW,
    SWALLOW_CODE,
    penalty,
    registration,
    write_csv,
)

from gongxin.intake.held import confirm, held_rows
from gongxin.intake.pipeline import take
from gongxin.workspace import Workspace

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["BRIDGE", "BRIDGE_CODE", "MARKET", "SWALLOW", "SWALLOW_CODE", "on_file"]

_HANDED_IN = date(2026, 3, 12)


def on_file(folder: Path) -> Workspace:
    """A new workspace below ``folder`` with the town on file: each firm is registered and fined once, on 10 March 2026;
    the engineering firm a second time, by mistake."""
    workspace = Workspace.create(folder / "platform", buckets=2)
    firms = write_csv(folder / "firms.csv", registration(BRIDGE, BRIDGE_CODE), registration(SWALLOW, SWALLOW_CODE))
    take(workspace, [firms], "cn.registration", REGISTRY, _HANDED_IN, synthetic=True)
    fines = write_csv(
        folder / "fines.csv",
        penalty(BRIDGE, BRIDGE_CODE, "1"),
        penalty(SWALLOW, SWALLOW_CODE, "2"),
        penalty(SWALLOW, BRIDGE_CODE, "3"),
    )
    take(workspace, [fines], "cn.penalty", MARKET, _HANDED_IN, synthetic=True)
    for row in held_rows(workspace):
        confirm(workspace, row.id, by="李", reason="误作确认", as_of=_HANDED_IN)
    return workspace
