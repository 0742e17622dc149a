"""Batch files: the commit points of the ledger.

``batches/NNNNNNNN.json`` says that batch N is in the ledger, what it brought, and how the transparency log stands
with it. Rows of a batch without such a file do not exist for any reader.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from gongxin.errors import LedgerError, NotFound
from gongxin.ledger.transparency.documents import manifest_leaf
from gongxin.ledger.transparency.heads import TreeHead
from gongxin.ledger.transparency.merkle import leaf_hash
from gongxin.workspace.durable import sync, write_durably

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class BatchEntry:
    """One committed batch: its manifest, which is a leaf of the transparency log.

    ``as_of`` is the day intake worked with; ``files`` the names of the files handed in; ``counts`` the totals of the
    receipt; ``receipt_digest`` its SHA-256. ``rows`` says how many rows each table received, ``subjects`` how many
    subjects they are about, ``contents_root`` is the root of the tree over them (:mod:`.contents`).
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
    subjects: int
    contents_root: str

    def as_dict(self) -> dict[str, Any]:
        """The manifest as plain data."""
        return asdict(self) | {"as_of": self.as_of.isoformat(), "files": list(self.files)}

    @classmethod
    def from_dict(cls, manifest: Mapping[str, Any]) -> BatchEntry:
        """The batch that :meth:`as_dict` described."""
        typed = {"as_of": date.fromisoformat(manifest["as_of"]), "files": tuple(manifest["files"])}
        return cls(**{**manifest, **typed})

    def leaf(self) -> bytes:
        """The batch as the transparency log has it."""
        return manifest_leaf(self.as_dict())


@dataclass(frozen=True, slots=True)
class CommittedBatch:
    """A batch file: the batch, the log that ends with it, and the roots that its contents root is made of."""

    entry: BatchEntry
    head: TreeHead
    bucket_roots: Mapping[int, bytes]

    def as_dict(self) -> dict[str, Any]:
        """The file as plain data."""
        roots = {str(bucket): root.hex() for bucket, root in sorted(self.bucket_roots.items())}
        return {"manifest": self.entry.as_dict(), "tree": self.head.as_dict(), "bucket_roots": roots}

    @classmethod
    def from_dict(cls, content: Mapping[str, Any]) -> CommittedBatch:
        """The file that :meth:`as_dict` described."""
        return cls(
            entry=BatchEntry.from_dict(content["manifest"]),
            head=TreeHead.from_dict(content["tree"]),
            bucket_roots={int(bucket): bytes.fromhex(root) for bucket, root in content["bucket_roots"].items()},
        )


class BatchStore:
    """The batch files of one ledger. They never change, so what was read once is kept."""

    def __init__(self, directory: Path) -> None:
        self._directory = directory
        self._last = 0
        self._leaf_hashes: dict[int, bytes] = {}

    def last(self) -> int:
        """Number of the latest batch; 0 before the first."""
        last = self._last or max((int(path.stem) for path in self._directory.glob("[0-9]*.json")), default=0)
        while self.path(last + 1).exists():
            last += 1
        self._last = last
        return last

    def resolve(self, known_at: int | None) -> int:
        """The batch meant by ``known_at``: the latest if None, 0 for before the first. Error: ``no-such-batch``."""
        last = self.last()
        if known_at is None:
            return last
        if not 0 <= known_at <= last:
            raise no_such_batch(known_at, last)
        return known_at

    def read(self, number: int) -> CommittedBatch:
        """Batch ``number``. Error: ``batch-file-damaged``."""
        try:
            return CommittedBatch.from_dict(json.loads(self.path(number).read_bytes()))
        except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
            raise LedgerError(
                "batch-file-damaged",
                zh=f"批次 {number} 的文件缺失或无法读取；请从备份恢复。",
                en=f"The file of batch {number} is missing or cannot be read; restore it from a backup.",
                where=str(self.path(number)),
            ) from error

    def leaf_hashes(self, size: int) -> list[bytes]:
        """Hashes of the first ``size`` leaves of the transparency log."""
        for number in range(1, size + 1):
            if number not in self._leaf_hashes:
                self._leaf_hashes[number] = leaf_hash(self.read(number).entry.leaf())
        return [self._leaf_hashes[number] for number in range(1, size + 1)]

    def write(self, batch: CommittedBatch) -> None:
        """Commit the batch: once this returns it is in the ledger, and until then it is not."""
        if not self._directory.exists():
            self._directory.mkdir(parents=True)
            sync(self._directory.parent)
        text = json.dumps(batch.as_dict(), ensure_ascii=False, indent=1) + "\n"
        write_durably(self.path(batch.entry.number), text.encode())

    def path(self, number: int) -> Path:
        """Where the file of batch ``number`` is, or would be."""
        return self._directory / f"{number:08}.json"


def no_such_batch(number: int, last: int) -> NotFound:
    """The refusal where a batch is asked for that is not among the first ``last``."""
    return NotFound(
        "no-such-batch",
        zh=f"没有批次 {number}；账本有批次 1 至 {last}。",
        en=f"There is no batch {number}; the ledger has batches 1 to {last}.",
    )
