"""Making a report checkable: what the ledger proves of it, and the platform's seal over the whole."""

from __future__ import annotations

import hashlib
import json
from base64 import b64encode
from typing import TYPE_CHECKING, Any

from gongxin.reports.report import Audience, Proof

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from gongxin.ledger import Ledger
    from gongxin.reports.report import CreditReport


def ledger_proof(
    ledger: Ledger, subject_id: str, *, drawn_on: Collection[int], known_at: int, audience: Audience
) -> Proof:
    """The ledger's proof for a report that draws on these batches, not yet sealed."""
    if audience is Audience.SUBJECT:
        return Proof(ledger=ledger.prove_subject(subject_id, known_at))
    return Proof(ledger=ledger.prove_batches(drawn_on, known_at))


def sealed(report: CreditReport, ledger: Ledger) -> CreditReport:
    """The report with the platform's signature on all that it says."""
    signature = ledger.sign(sealed_text(report.model_dump(mode="json")))
    proof = report.proof.model_copy(update={"seal": b64encode(signature).decode()})
    return report.model_copy(update={"proof": proof})


def sealed_text(report: Mapping[str, Any]) -> bytes:
    """What a seal signs: two lines, the second the SHA-256 of the report as JSON without its seal.

    The JSON has its keys sorted, no spaces and no escapes, in UTF-8: others can make it from a report they hold.
    """
    bare = {**report, "proof": {**report["proof"], "seal": ""}}
    text = json.dumps(bare, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return f"gongxin credit report\n{hashlib.sha256(text.encode()).hexdigest()}\n".encode()
