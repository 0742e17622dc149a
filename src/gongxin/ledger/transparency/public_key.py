"""The platform's public key as a file: all that a check away from the platform trusts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gongxin.errors import InputError
from gongxin.workspace.keys import public_key_in

if TYPE_CHECKING:
    from pathlib import Path

    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey


def read_public_key(path: Path) -> Ed25519PublicKey:
    """The Ed25519 key in a PEM file. Error: ``key-unreadable``."""
    key = public_key_in(path)
    if key is None:
        raise InputError(
            "key-unreadable",
            zh="无法读取，或不是 Ed25519 公钥（PEM）；请用平台公布的公钥文件。",
            en="Not readable, or no Ed25519 public key in PEM; give the key file that the platform publishes.",
            where=str(path),
        )
    return key
