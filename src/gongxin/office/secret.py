"""The key that signs sessions and forms: one a workspace, made at the first use, readable by the owner alone."""

from __future__ import annotations

import os
import secrets
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

_BYTES = 48


def secret_key(folder: Path) -> str:
    """The key kept in ``folder``, made if there is none yet; one for this process alone where there is no folder."""
    path = folder / "secret.key"
    if not folder.is_dir():
        return secrets.token_urlsafe(_BYTES)
    try:
        # Whoever is first makes it; O_EXCL leaves no moment in which two processes could each make one.
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(secrets.token_urlsafe(_BYTES))
    except FileExistsError:
        pass
    return path.read_text()
