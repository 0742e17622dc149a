"""Keys of consents: one file a consent, and none once it is withdrawn.

What is kept about a person by consent is encrypted, each consent's part under a key of its own, and the key lies in one
place only: ``keys/consents/ID.key``. Destroying it destroys, for good, whatever it sealed, wherever copies of that lie.
A key in memory lives as long as the call that uses it.
"""

from __future__ import annotations

import hashlib
import os
import secrets
from typing import TYPE_CHECKING

from gongxin.errors import LedgerError
from gongxin.workspace.durable import sync, write_durably

if TYPE_CHECKING:
    from pathlib import Path

#: Bytes of a key: AES-256.
KEY_BYTES = 32

_ID_BYTES = 16


def make_key(directory: Path) -> tuple[str, str]:
    """Make a key in ``directory``; return its id and its digest (SHA-256, hex). It is on disk when this returns."""
    directory.mkdir(mode=0o700, exist_ok=True)
    key_id, key = secrets.token_hex(_ID_BYTES), secrets.token_bytes(KEY_BYTES)
    write_durably(_path(directory, key_id), key, mode=0o600)
    return key_id, digest_of(key)


def read_key(directory: Path, key_id: str) -> bytes:
    """The key of that id. Error: ``key-destroyed`` where there is none."""
    try:
        return _path(directory, key_id).read_bytes()
    except FileNotFoundError:
        raise LedgerError(
            "key-destroyed",
            zh="此项同意的密钥已销毁，依据它保存的内容无法再读取。",
            en="The key of this consent has been destroyed; what was kept under it cannot be read any more.",
        ) from None


def destroy_key(directory: Path, key_id: str) -> None:
    """Overwrite the key and remove it; when this returns the disk has confirmed both. A key already gone is fine.

    A disk that keeps old blocks (flash memory, snapshots, backups) may hold them still: see docs/persons.md.
    """
    path = _path(directory, key_id)
    try:
        with path.open("r+b") as file:
            file.write(secrets.token_bytes(KEY_BYTES))
            file.flush()
            os.fsync(file.fileno())
        path.unlink()
    except FileNotFoundError:
        pass
    sync(directory)


def key_exists(directory: Path, key_id: str) -> bool:
    """Whether there is a key of that id."""
    return _path(directory, key_id).exists()


def digest_of(key: bytes) -> str:
    """What a key would be known again by, which tells nothing of it."""
    return hashlib.sha256(key).hexdigest()


def _path(directory: Path, key_id: str) -> Path:
    return directory / f"{key_id}.key"
