"""Batch files: the commit points of the ledger.

``batches/NNNNNNNN.json`` says that batch N is in the ledger, what it brought, and how the transparency log stands
with it. Rows of a batch without such a file do not exist for any reader.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from gongxin.errors import LedgerError
from gongxin.ledger.transparency.heads import TreeHead
from gongxin.workspace.durable import write_durably

if TYPE_CHECKING:
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class BatchEntry:
    """One committed batch.

    ``as_of`` is the day intake worked with; ``files`` the names of the files handed in; ``counts`` the totals of the
    receipt; ``receipt_digest`` its SHA-256; ``rows`` how many rows each table received.
    """

    number: int
    item: str
    source: str
    as_of: date
    files: tuple[str, ...]
    counts: Mapping[str, int]
    receipt_digest: str
    synthetic: bool
    rows: Mapping[str, int]

    def manifest(self) -> dict[str, Any]:
        """The batch as plain data."""
        return {
            "batch": self.number,
            "item": self.item,
            "source": self.source,
            "as_of": self.as_of.isoformat(),
            "files": list(self.files),
            "counts": dict(self.counts),
            "receipt_digest": self.receipt_digest,
            "synthetic": self.synthetic,
            "rows": dict(self.rows),
        }

    @classmethod
    def from_manifest(cls, manifest: Mapping[str, Any]) -> BatchEntry:
        """The batch that :meth:`manifest` described."""
        return cls(
            number=manifest["batch"],
            item=manifest["item"],
            source=manifest["source"],
            as_of=date.fromisoformat(manifest["as_of"]),
            files=tuple(manifest["files"]),
            counts=manifest["counts"],
            receipt_digest=manifest["receipt_digest"],
            synthetic=manifest["synthetic"],
            rows=manifest["rows"],
        )

    def leaf(self) -> bytes:
        """What the transparency log keeps of the batch: its manifest as JSON, keys sorted, no spaces, UTF-8."""
        return json.dumps(self.manifest(), ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


class BatchStore:
    """The batch files of one ledger."""

    def __init__(self, directory: Path) -> None:
        self._directory = directory
        self._last = 0

    def last(self) -> int:
        """Number of the latest batch; 0 before the first."""
        if self._last == 0 and self._directory.exists():
            self._last = max((int(path.stem) for path in self._directory.glob("[0-9]*.json")), default=0)
        while self._path(self._last + 1).exists():
            self._last += 1
        return self._last

    def read(self, number: int) -> tuple[BatchEntry, TreeHead]:
        """Batch ``number`` and the signed head of the log that ends with it. Error: ``batch-file-damaged``."""
        try:
            content = json.loads(self._path(number).read_bytes())
            return BatchEntry.from_manifest(content["manifest"]), TreeHead.from_dict(content["tree"])
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise LedgerError(
                "batch-file-damaged",
                zh=f"批次 {number} 的文件缺失或无法读取；请从备份恢复。",
                en=f"The file of batch {number} is missing or cannot be read; restore it from a backup.",
                where=str(self._path(number)),
            ) from error

    def write(self, entry: BatchEntry, head: TreeHead) -> None:
        """Commit the batch: once this returns it is in the ledger, and until then it is not."""
        self._directory.mkdir(parents=True, exist_ok=True)
        content = {"manifest": entry.manifest(), "tree": head.as_dict()}
        text = json.dumps(content, ensure_ascii=False, indent=2) + "\n"
        write_durably(self._path(entry.number), text.encode())

    def _path(self, number: int) -> Path:
        return self._directory / f"{number:08}.json"
