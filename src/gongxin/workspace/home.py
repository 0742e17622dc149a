"""The folder that holds one platform: where everything lies, in which format, under which keys."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from gongxin.errors import LedgerError, UsageError, system_says
from gongxin.workspace import keys
from gongxin.workspace.durable import write_durably
from gongxin.workspace.scratch import scratch_directory, sweep_scratch
from gongxin.workspace.writer_lock import WriterLock

if TYPE_CHECKING:
    from contextlib import AbstractContextManager

    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

    from gongxin.law.library import Law

#: Version of the layout on disk. It changes when an older program could misread what a newer one wrote.
FORMAT = 1

#: Buckets of a new workspace: a city's ledger of ten million records makes about 150,000 a bucket.
DEFAULT_BUCKETS = 64
MOST_BUCKETS = 4096

_MARKER = "workspace.json"


@dataclass(frozen=True)
class Workspace:
    """An opened workspace. Make one with :meth:`create`, open one with :meth:`open`.

    ``buckets`` is fixed when the workspace is created: it decides in which part of the ledger a subject lies.
    """

    root: Path
    buckets: int

    @classmethod
    def create(cls, root: Path | str, buckets: int = DEFAULT_BUCKETS) -> Workspace:
        """Make a workspace in ``root``: folders, both keys, and last the file that marks it as complete.

        Where there is one with as many buckets already, nothing changes. Errors: ``workspace-exists`` where it has
        another number of buckets, ``bucket-count`` for a number out of range, ``workspace-unwritable``.
        """
        root = Path(root).absolute()
        if (root / _MARKER).exists():
            return cls._reopened(root, buckets)
        if not 1 <= buckets <= MOST_BUCKETS:
            raise UsageError(
                "bucket-count",
                zh=f"分桶数须在 1 至 {MOST_BUCKETS} 之间，给出的是 {buckets}。",
                en=f"The number of buckets must lie between 1 and {MOST_BUCKETS}; {buckets} was given.",
            )
        workspace = cls(root=root, buckets=buckets)
        try:
            for directory in workspace._directories():
                directory.mkdir(parents=True, exist_ok=True)
            keys.make_keys(workspace.keys_dir)
            write_durably(root / _MARKER, json.dumps({"format": FORMAT, "buckets": buckets}, indent=2).encode() + b"\n")
        except OSError as error:
            raise LedgerError(
                "workspace-unwritable",
                zh=f"无法在此建立工作区：{system_says(error).zh}。请检查权限与磁盘空间。",
                en=f"No workspace can be made here: {system_says(error).en}. Check permissions and free space.",
                where=str(root),
            ) from error
        return workspace

    @classmethod
    def _reopened(cls, root: Path, buckets: int) -> Workspace:
        there = cls.open(root)
        if there.buckets != buckets:
            raise UsageError(
                "workspace-exists",
                zh=f"此处已有工作区，分桶数为 {there.buckets}，建后不可更改；请另选一个目录。",
                en=f"There is a workspace here already, with {there.buckets} buckets, which cannot be changed; "
                "choose another folder.",
                where=str(root),
            )
        return there

    @classmethod
    def open(cls, root: Path | str) -> Workspace:
        """Open the workspace in ``root``.

        Errors: ``no-workspace``, ``workspace-version``, ``workspace-damaged``, ``workspace-unreadable``.
        """
        root = Path(root).absolute()
        try:
            content = (root / _MARKER).read_bytes()
        except (FileNotFoundError, NotADirectoryError):
            raise LedgerError(
                "no-workspace",
                zh="此处没有工作区；请先运行 gongxin init，或用 --home 指明它在哪里。",
                en="There is no workspace here; run 'gongxin init' first, or say with --home where it is.",
                where=str(root),
            ) from None
        except OSError as error:
            raise LedgerError(
                "workspace-unreadable",
                zh=f"无法读取工作区：{system_says(error).zh}。请检查权限。",
                en=f"The workspace cannot be read: {system_says(error).en}. Check its permissions.",
                where=str(root),
            ) from error
        return cls(root=root, buckets=_read_marker(content, root / _MARKER))

    @property
    def ledger_dir(self) -> Path:
        """Tables, batch files and locks of the ledger."""
        return self.root / "ledger"

    @property
    def receipts_dir(self) -> Path:
        """Receipts of intake, one a batch."""
        return self.root / "receipts"

    @property
    def held_dir(self) -> Path:
        """Rows held for a department's confirmation."""
        return self.root / "held"

    @property
    def packs_dir(self) -> Path:
        """The workspace's own packs, which lie over the shipped ones."""
        return self.root / "packs"

    @property
    def temp_dir(self) -> Path:
        """Whatever may be thrown away once no process uses it; see :meth:`scratch`."""
        return self.root / "temp"

    @property
    def keys_dir(self) -> Path:
        """The two secret keys (readable by the owner alone) and the public one."""
        return self.root / "keys"

    @property
    def consent_keys_dir(self) -> Path:
        """The keys of consents, one file each; made with the first."""
        return self.keys_dir / "consents"

    @cached_property
    def digest_key(self) -> bytes:
        """Key of the digests of natural persons' identity numbers. Without it a digest says nothing to anyone."""
        return keys.read_digest_key(self.keys_dir)

    def signing_key(self) -> Ed25519PrivateKey:
        """The key that signs tree heads of the transparency log."""
        return keys.read_signing_key(self.keys_dir)

    @cached_property
    def public_key(self) -> Ed25519PublicKey:
        """The key that anyone checks signed tree heads with."""
        return keys.read_public_key(self.keys_dir)

    def writing(self, purpose: str = "writing") -> AbstractContextManager[None]:
        """Hold the lock of the one writer. Raises :class:`~gongxin.errors.BusyError` at once if it is taken.

        ``purpose`` tells others what keeps them out. Taking it again in the same thread is allowed and changes nothing.
        """
        return self._writer_lock.hold(purpose)

    def scratch(self) -> AbstractContextManager[Path]:
        """A directory of one's own under :attr:`temp_dir`, gone at the end of the block."""
        return scratch_directory(self.temp_dir)

    def sweep_scratch(self) -> None:
        """Remove scratch directories that dead processes left behind."""
        sweep_scratch(self.temp_dir)

    def law(self, *drafts: Path) -> Law:
        """The shipped packs with the workspace's own over them; and over these any ``drafts`` that are tried out."""
        from gongxin.law.library import Law

        return Law.load([self.packs_dir, *drafts])

    @cached_property
    def _writer_lock(self) -> WriterLock:
        return WriterLock(self.root / "writer.lock")

    def _directories(self) -> tuple[Path, ...]:
        return (self.ledger_dir, self.receipts_dir, self.held_dir, self.packs_dir, self.temp_dir)


def _read_marker(content: bytes, path: Path) -> int:
    """The bucket count in ``workspace.json``, once its format is known to be ours."""
    try:
        marker = json.loads(content)
        found, buckets = marker["format"], marker["buckets"]
    except (ValueError, TypeError, KeyError):
        found = buckets = None
    if isinstance(found, int) and found != FORMAT:
        newer = found > FORMAT
        raise LedgerError(
            "workspace-version",
            zh=f"工作区格式为第 {found} 版，本程序读写第 {FORMAT} 版。"
            + ("请升级 gongxin。" if newer else "请用当时的程序版本读取，或新建工作区并重新报送原始文件。"),
            en=f"The workspace has format {found}; this program reads and writes format {FORMAT}. "
            + (
                "Upgrade gongxin." if newer else "Use the version that made it, or take the files into a new workspace."
            ),
            where=str(path),
        )
    if found != FORMAT or not isinstance(buckets, int) or not 1 <= buckets <= MOST_BUCKETS:
        raise LedgerError(
            "workspace-damaged",
            zh="工作区标记文件无法读取；请从备份恢复该文件。",
            en="The file that marks the workspace cannot be read; restore it from a backup.",
            where=str(path),
        )
    return buckets
