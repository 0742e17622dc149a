"""The platform's public key as a file: all that a check away from the platform trusts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gongxin.errors import InputError

if TYPE_CHECKING:
    from pathlib import Path

    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey


def read_public_key(path: Path) -> Ed25519PublicKey:
    """The Ed25519 key in a PEM file. Error: ``key-unreadable``."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
    from cryptography.hazmat.primitives.serialization import load_pem_public_key

    try:
        key = load_pem_public_key(path.read_bytes())
    except (OSError, ValueError) as error:
        raise _no_key(path) from error
    if not isinstance(key, Ed25519PublicKey):
        raise _no_key(path)
    return key


def _no_key(path: Path) -> InputError:
    return InputError(
        "key-unreadable",
        zh="无法读取，或不是 Ed25519 公钥（PEM）；请用平台公布的公钥文件。",
        en="Not readable, or no Ed25519 public key in PEM; give the key file that the platform publishes.",
        where=str(path),
    )
