"""Sealing what is kept under a consent: AES-256-GCM, under a key that goes with the consent.

The number of the consent and the name of the value are bound in: a ciphertext moved elsewhere does not open.
"""

from __future__ import annotations

import json
import secrets
from typing import TYPE_CHECKING, Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from gongxin.accounts.models import Consent, SealedValue
from gongxin.errors import LedgerError
from gongxin.workspace.consent_keys import read_key

if TYPE_CHECKING:
    from datetime import datetime

    from gongxin.workspace import Workspace

#: Bytes of a nonce (NIST SP 800-38D). Random ones do not meet: a consent seals a handful of values.
_NONCE_BYTES = 12


def seal(workspace: Workspace, consent: Consent, name: str, value: Any, *, at: datetime) -> SealedValue:
    """Keep ``value`` (plain data) under the consent, in place of what was kept under that name.

    Error: ``key-destroyed``.
    """
    key = read_key(workspace.consent_keys_dir, consent.key_id)
    nonce = secrets.token_bytes(_NONCE_BYTES)
    content = json.dumps(value, ensure_ascii=False, sort_keys=True).encode()
    sealed, _ = SealedValue.objects.update_or_create(
        consent=consent,
        name=name,
        defaults={
            "nonce": nonce,
            "ciphertext": AESGCM(key).encrypt(nonce, content, _bound(consent, name)),
            "sealed_at": at,
        },
    )
    return sealed


def unseal(workspace: Workspace, sealed: SealedValue) -> Any:
    """What was kept. Errors: ``key-destroyed``, ``sealed-value-damaged``."""
    key = read_key(workspace.consent_keys_dir, sealed.consent.key_id)
    try:
        content = AESGCM(key).decrypt(
            bytes(sealed.nonce), bytes(sealed.ciphertext), _bound(sealed.consent, sealed.name)
        )
    except InvalidTag:
        raise LedgerError(
            "sealed-value-damaged",
            zh="封存的内容已损坏，或被移到了别处，无法打开；请从备份恢复业务数据库。",
            en="The sealed content is damaged, or was moved from where it belongs; restore the office from a backup.",
        ) from None
    return json.loads(content)


def _bound(consent: Consent, name: str) -> bytes:
    return f"gongxin sealed value\n{consent.number}\n{name}".encode()
