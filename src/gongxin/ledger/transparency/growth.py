"""That the log has only grown since a head somebody kept: the check of the two files, away from the platform.

Whoever keeps a signed head can later have a proof that all batches of then are among those of now, unchanged and in
their order. A platform that took a batch back, or changed one, cannot make it.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from gongxin.errors import InputError, LedgerError
from gongxin.ledger.transparency.documents import check_document, check_growth
from gongxin.ledger.transparency.public_key import read_public_key

if TYPE_CHECKING:
    from pathlib import Path

    from gongxin.ledger.transparency.documents import ProvedFacts


def kept_size(head: Path) -> int:
    """How many batches the log had by a head that was kept (``gongxin ledger head``). Error: ``proof-unreadable``."""
    try:
        return int(_read(head)["head"]["size"])
    except (KeyError, TypeError, ValueError) as error:
        raise _unreadable(head) from error


def verify_growth(proof: Path, head: Path, key: Path) -> dict[str, object]:
    """Check a proof of growth against a head that was kept, by the public key (PEM); what was found, as plain data.

    Raises :class:`InputError`: ``key-unreadable`` and ``proof-unreadable`` for files that are neither, ``growth-not-
    proved`` where a signature or the proof does not hold.
    """
    trusted = read_public_key(key)
    before = _facts(head, lambda document: check_document(document, trusted))
    root = bytes.fromhex(before.root)
    after = _facts(proof, lambda document: check_growth(document, before.size, root, trusted))
    return {"only_grown": True, "batches_then": before.size, "batches_now": after.size, "root_now": after.root}


def _facts(path: Path, check: Any) -> ProvedFacts:
    try:
        facts: ProvedFacts = check(_read(path))
    except LedgerError as error:
        if error.rule == "proof-unreadable":
            raise _unreadable(path) from error
        raise InputError(
            "growth-not-proved",
            zh=f"核验未通过（{error.where}）：不能证明账本自所存树头以来只增不改。请保留这两个文件，要求平台说明。",
            en=f"Not proved ({error.where}): that the log has only grown since the head that was kept. Keep both "
            "files, and ask the platform to explain.",
            where=str(path),
        ) from error
    return facts


def _read(path: Path) -> dict[str, Any]:
    try:
        return dict(json.loads(path.read_bytes()))
    except (OSError, ValueError, TypeError) as error:
        raise _unreadable(path) from error


def _unreadable(path: Path) -> InputError:
    return InputError(
        "proof-unreadable",
        zh="无法读取，或不是账本的树头或证明；请用 gongxin ledger head、gongxin ledger growth 写出的文件。",
        en="Not readable, or neither a head nor a proof of a ledger; give the files that 'gongxin ledger head' and "
        "'gongxin ledger growth' wrote.",
        where=str(path),
    )
