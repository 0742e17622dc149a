"""Checking a credit report offline, with nothing but the report and the platform's public key.

What a check proves: the report is word for word what the platform issued, and the batches that brought its records are
in the log that the platform signed, so that it cannot take them back or change them without being found out. In the
subject's own edition the log also says, record by record, that this content was in them. What it does not prove: that
the records are true, or that nothing else is on file.
"""

from __future__ import annotations

import json
from base64 import b64decode
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from gongxin.errors import InputError, LedgerError, Message
from gongxin.ledger.transparency.documents import check_document
from gongxin.ledger.transparency.public_key import read_public_key
from gongxin.reports.proof import sealed_text
from gongxin.reports.report import Audience, CreditReport

if TYPE_CHECKING:
    from pathlib import Path

    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    from gongxin.ledger.transparency.documents import ProvedFacts


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was checked, and whether it holds."""

    name: str
    about: Message
    holds: bool


_ABOUT = {
    "seal": Message(zh="报告内容与签发时一致", en="the report is as it was issued"),
    "log": Message(zh="所引批次均在平台签名的日志中", en="the batches it draws on are in the log the platform signed"),
    "sources": Message(zh="每条记录都出自所引批次", en="every record comes from one of those batches"),
    "sums": Message(zh="各项分值相加等于得分", en="the lines of each score add up to it"),
    "synthetic": Message(zh="虚构数据均已标明", en="synthetic data are marked as such"),
}


def verify_report(report: Path, key: Path) -> dict[str, object]:
    """Check the report (JSON) in a file against the public key (PEM) in another; what was found, as plain data.

    Raises :class:`InputError`: ``report-unreadable`` and ``key-unreadable`` for files that are neither,
    ``report-not-genuine`` where a check fails, naming it.
    """
    content = _read_report(report)
    checks = verify(content, read_public_key(key))
    failed = [check for check in checks if not check.holds]
    if failed:
        raise InputError(
            "report-not-genuine",
            zh=f"核验未通过：{'；'.join(check.about.zh for check in failed)}（不成立）。请向签发平台重新索取报告。",
            en=f"Not genuine; these do not hold: {'; '.join(check.about.en for check in failed)}. "
            "Ask the platform that issued it for the report anew.",
            where=str(report),
        )
    return {
        "genuine": True,
        "subject": content["identity"]["subject_id"],
        "as_of": content["as_of"],
        "known_at": content["known_at"],
        "checks": [check.name for check in checks],
    }


def verify(report: dict[str, Any], key: Ed25519PublicKey) -> tuple[Check, ...]:
    """Make every check on a report as plain data; ``report`` must have the shape of a :class:`CreditReport`."""
    tree = CreditReport.model_validate(report)
    try:
        facts = check_document(tree.proof.ledger, key)
    except LedgerError:
        facts = None
    results = {
        "seal": _signed(key, tree.proof.seal, sealed_text(report)),
        "log": facts is not None and facts.size == tree.known_at,
        "sources": facts is not None and _sources_hold(tree, facts),
        "sums": _sums_hold(tree),
        "synthetic": tree.synthetic or (facts is not None and not _invented(facts)),
    }
    return tuple(Check(name, _ABOUT[name], holds) for name, holds in results.items())


def _sources_hold(report: CreditReport, facts: ProvedFacts) -> bool:
    """Whether each record comes from a proved batch of its item, which in the subject's edition said just this."""
    whole = report.audience is Audience.SUBJECT
    said = {(known.record_id, known.version, known.content, known.batch) for known in facts.records}
    if whole and facts.subject_id != report.identity.subject_id:
        return False
    return all(
        (manifest := facts.batches.get(entry.batch)) is not None
        and manifest.get("item") == group.item
        and (not whole or (entry.record_id, entry.version, entry.content, entry.batch) in said)
        for section in report.sections
        for group in section.items
        for entry in group.entries
    )


def _invented(facts: ProvedFacts) -> bool:
    return any(manifest.get("synthetic") for manifest in facts.batches.values())


def _sums_hold(report: CreditReport) -> bool:
    return all(
        grading.base + sum((line.points for line in grading.contributions), Decimal(0)) == grading.score
        for section in report.sections
        for grading in section.gradings
    )


def _signed(key: Ed25519PublicKey, signature: str, text: bytes) -> bool:
    from cryptography.exceptions import InvalidSignature

    try:
        key.verify(b64decode(signature, validate=True), text)
    except (InvalidSignature, ValueError):
        return False
    return True


def _read_report(path: Path) -> dict[str, Any]:
    from pydantic import ValidationError

    try:
        content = json.loads(path.read_bytes())
        CreditReport.model_validate(content)
    except (OSError, ValueError, ValidationError) as error:
        raise InputError(
            "report-unreadable",
            zh="无法读取，或不是本平台 JSON 格式的信用报告；请用 gongxin report --out 文件.json 生成的文件。",
            en="Not readable, or no credit report in JSON; give the file that 'gongxin report --out FILE.json' wrote.",
            where=str(path),
        ) from error
    return dict(content)
