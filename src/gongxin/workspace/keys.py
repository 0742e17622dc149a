"""The keys of a workspace: one for digests of identity numbers, one pair for signing the transparency log.

Both secrets are files that their owner alone can read. Losing the digest key means that a natural person handed in
again is not recognised; losing the signing key means that new tree heads cannot be signed. Both belong in a backup
kept apart from the data.
"""

from __future__ import annotations

import os
import secrets
from typing import TYPE_CHECKING

from gongxin.errors import LedgerError
from gongxin.workspace.durable import write_durably

if TYPE_CHECKING:
    from pathlib import Path

    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

_DIGEST_KEY = "digest.key"
_SIGNING_KEY = "signing.key"
_PUBLIC_KEY = "signing.pub"
_SECRET = 0o600
_DIGEST_KEY_BYTES = 32


def make_keys(directory: Path) -> None:
    """Make whichever key is missing in ``directory``; one that is there is never replaced."""
    directory.mkdir(mode=0o700, exist_ok=True)
    if not (directory / _DIGEST_KEY).exists():
        write_durably(directory / _DIGEST_KEY, secrets.token_hex(_DIGEST_KEY_BYTES).encode() + b"\n", _SECRET)
    if not (directory / _SIGNING_KEY).exists():
        _make_signing_pair(directory)


def _make_signing_pair(directory: Path) -> None:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
    from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat

    key = Ed25519PrivateKey.generate()
    public = key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    write_durably(directory / _PUBLIC_KEY, public)
    # The secret comes last: a pair is complete as soon as it is there.
    private = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    write_durably(directory / _SIGNING_KEY, private, _SECRET)


def read_digest_key(directory: Path) -> bytes:
    """The secret of digests (32 bytes). Errors: ``key-unreadable``, ``key-exposed``."""
    text = _read_secret(directory / _DIGEST_KEY)
    try:
        key = bytes.fromhex(text.decode("ascii").strip())
    except ValueError:
        raise _unreadable(directory / _DIGEST_KEY) from None
    if len(key) != _DIGEST_KEY_BYTES:
        raise _unreadable(directory / _DIGEST_KEY)
    return key


def read_signing_key(directory: Path) -> Ed25519PrivateKey:
    """The key that signs tree heads. Errors: ``key-unreadable``, ``key-exposed``."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
    from cryptography.hazmat.primitives.serialization import load_pem_private_key

    path = directory / _SIGNING_KEY
    try:
        key = load_pem_private_key(_read_secret(path), password=None)
    except ValueError:
        raise _unreadable(path) from None
    if not isinstance(key, Ed25519PrivateKey):
        raise _unreadable(path)
    return key


def read_public_key(directory: Path) -> Ed25519PublicKey:
    """The key that checks tree heads. Error: ``key-unreadable``."""
    path = directory / _PUBLIC_KEY
    key = public_key_in(path)
    if key is None:
        raise _unreadable(path)
    return key


def public_key_in(path: Path) -> Ed25519PublicKey | None:
    """The Ed25519 key in a PEM file; None where the file cannot be read or has no such key."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
    from cryptography.hazmat.primitives.serialization import load_pem_public_key

    try:
        key = load_pem_public_key(path.read_bytes())
    except (OSError, ValueError):
        return None
    return key if isinstance(key, Ed25519PublicKey) else None


def _read_secret(path: Path) -> bytes:
    try:
        mode = path.stat().st_mode
        content = path.read_bytes()
    except OSError:
        raise _unreadable(path) from None
    if os.name == "posix" and mode & 0o077:
        raise LedgerError(
            "key-exposed",
            zh="其他用户可以读取此密钥文件；请改为仅本人可读（chmod 600）。",
            en="Others can read this key file; make it readable by its owner alone (chmod 600).",
            where=str(path),
        )
    return content


def _unreadable(path: Path) -> LedgerError:
    return LedgerError(
        "key-unreadable",
        zh="密钥文件缺失或无法读取；请从备份恢复。",
        en="The key file is missing or cannot be read; restore it from a backup.",
        where=str(path),
    )
