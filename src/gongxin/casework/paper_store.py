"""Where papers lie: in the workspace, outside any web root, each under the digest of its content."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from gongxin.errors import LedgerError
from gongxin.workspace.durable import write_durably

if TYPE_CHECKING:
    from pathlib import Path

    from gongxin.workspace import Workspace

_OWNER_ALONE = 0o600


def keep(workspace: Workspace, content: bytes) -> str:
    """Keep a paper's bytes for good; return their digest (SHA-256). The same bytes are kept once."""
    digest = hashlib.sha256(content).hexdigest()
    path = _path(workspace, digest)
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        write_durably(path, content, _OWNER_ALONE)
    return digest


def read(workspace: Workspace, digest: str) -> bytes:
    """The bytes of a paper, as they were handed in. Error ``paper-damaged`` where they are not what they were."""
    try:
        content = _path(workspace, digest).read_bytes()
    except OSError:
        content = b""
    if hashlib.sha256(content).hexdigest() != digest:
        raise LedgerError(
            "paper-damaged",
            zh="材料文件缺失或已被改动，与登记的摘要不符；请从备份恢复 office/papers。",
            en="The file of the paper is missing or was changed: it is not what its digest says. Restore office/papers "
            "from a backup.",
            where=digest,
        )
    return content


def _path(workspace: Workspace, digest: str) -> Path:
    return workspace.root / "office" / "papers" / digest[:2] / digest
