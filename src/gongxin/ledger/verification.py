"""Checking a whole ledger: that nothing is missing, nothing is doubled, and the log says what the tables hold."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from gongxin.ledger.log_checks import check_log
from gongxin.ledger.snapshot import open_snapshot
from gongxin.ledger.table_checks import check_files, check_rows

if TYPE_CHECKING:
    from collections.abc import Mapping

    from gongxin.ledger.findings import Finding
    from gongxin.ledger.progress import Progress
    from gongxin.ledger.store import Store


@dataclass(frozen=True, slots=True)
class Verification:
    """What was checked, and what was found: nothing, in a sound ledger."""

    batches: int
    rows: Mapping[str, int]
    root: str | None
    findings: tuple[Finding, ...]

    @property
    def sound(self) -> bool:
        """Whether nothing is wrong."""
        return not self.findings

    def as_dict(self) -> dict[str, Any]:
        """The result as plain data."""
        return {
            "sound": self.sound,
            "batches": self.batches,
            "rows": dict(self.rows),
            "root": self.root,
            "findings": [finding.as_dict() for finding in self.findings],
        }


def verify(store: Store, progress: Progress | None = None) -> Verification:
    """Check everything. Reads the whole ledger once; what a killed writer left is no fault and is not looked at."""
    with open_snapshot(store, None) as snapshot:
        batches, findings = check_log(store.batches, snapshot.known_at, store.workspace.public_key)
        findings += check_files(snapshot)
        if not findings:
            findings = check_rows(store.workspace, snapshot, batches, progress)
        return Verification(
            batches=snapshot.known_at,
            rows={name: sum(batch.entry.rows[name] for batch in batches) for name in store.logs},
            root=batches[-1].head.tree.root().hex() if batches else None,
            findings=tuple(findings),
        )
