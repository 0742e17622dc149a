"""The key that signs sessions and forms: one a workspace, made at the first use, readable by the owner alone."""

from __future__ import annotations

import os
import secrets
from contextlib import suppress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

_BYTES = 48


def secret_key(folder: Path) -> str:
    """The key kept in ``folder``, made if there is none yet; one for this process alone where there is no folder."""
    path = folder / "secret.key"
    if not folder.is_dir():
        return secrets.token_urlsafe(_BYTES)
    if not path.exists():
        _make(path)
    return path.read_text()


def _make(path: Path) -> None:
    """Put a key in place, whole or not at all; where two processes begin at once, both find the one of the first."""
    draft = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
    try:
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(secrets.token_urlsafe(_BYTES))
            file.flush()
            os.fsync(file.fileno())
        with suppress(FileExistsError):
            path.hardlink_to(draft)
    finally:
        draft.unlink(missing_ok=True)
