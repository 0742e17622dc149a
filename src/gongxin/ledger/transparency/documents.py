"""A proof that can be carried about: what it holds, and the check that needs nothing but it and the public key.

A document is plain data (JSON). ``head`` is a signed head of the log. Each entry of ``batches`` has a batch's manifest
and its place in the log; if the document is about a subject, also the subject's leaf in that batch (see
:mod:`gongxin.ledger.leaves`), its place in the tree of its bucket, and that tree's place in the tree of the batch.
"""

from __future__ import annotations

import json
from base64 import b64decode
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from gongxin.errors import LedgerError
from gongxin.ledger.transparency.consistency import ConsistencyProof
from gongxin.ledger.transparency.heads import signature_holds
from gongxin.ledger.transparency.inclusion import InclusionProof
from gongxin.ledger.transparency.merkle import leaf_hash

if TYPE_CHECKING:
    from collections.abc import Mapping

    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

FORMAT = "gongxin-ledger-proof/1"


@dataclass(frozen=True, slots=True)
class ProvedRecord:
    """One version of a record, as a batch brought it. ``content`` None: the record went to another subject."""

    record_id: str
    version: int
    content: str | None
    batch: int


@dataclass(frozen=True, slots=True)
class ProvedFacts:
    """What a document proves: the log had ``size`` batches and ``root`` when it was signed, and these were in it.

    ``records`` are all versions of the subject's records in these batches. That there is no further batch about the
    subject is not proved.
    """

    size: int
    root: str
    batches: Mapping[int, Mapping[str, Any]]
    subject_id: str | None
    records: tuple[ProvedRecord, ...]


def manifest_leaf(manifest: Mapping[str, Any]) -> bytes:
    """A batch as the log has it: its manifest as JSON, keys sorted, no spaces, UTF-8."""
    return json.dumps(manifest, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def check_document(document: Mapping[str, Any], key: Ed25519PublicKey) -> ProvedFacts:
    """What ``document`` proves to one who trusts ``key``.

    Errors: ``proof-unreadable`` where it is no such document, ``proof-false`` where anything in it does not hold.
    """
    try:
        return _check(document, key)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise LedgerError(
            "proof-unreadable",
            zh="这不是可读取的账本证明文件；请重新获取。",
            en="This is no ledger proof that can be read; ask for it again.",
        ) from error


def check_growth(
    document: Mapping[str, Any], earlier_size: int, earlier_root: bytes, key: Ed25519PublicKey
) -> ProvedFacts:
    """What a document proves that also says the log has only grown since a head that was kept.

    The same errors as :func:`check_document`; ``proof-false`` also where the log was changed since.
    """
    facts = check_document(document, key)
    try:
        proof = ConsistencyProof.from_dict(document["consistency"])
    except (KeyError, TypeError, ValueError) as error:
        raise _false("consistency") from error
    sizes = (proof.old_size, proof.new_size) == (earlier_size, facts.size)
    if not sizes or not proof.holds(earlier_root, bytes.fromhex(facts.root)):
        raise _false("consistency")
    return facts


def _check(document: Mapping[str, Any], key: Ed25519PublicKey) -> ProvedFacts:
    if document["format"] != FORMAT:
        raise ValueError(f"format {document['format']!r}")
    size, root = int(document["head"]["size"]), bytes.fromhex(document["head"]["root"])
    if not signature_holds(size, root, b64decode(document["head"]["signature"]), key):
        raise _false("head")
    subject_id = document.get("subject_id")
    batches: dict[int, Mapping[str, Any]] = {}
    records: list[ProvedRecord] = []
    for entry in document["batches"]:
        manifest = entry["manifest"]
        number = int(manifest["number"])
        place = InclusionProof.from_dict(entry["in_log"])
        if (place.index, place.size) != (number - 1, size) or not place.holds(leaf_hash(manifest_leaf(manifest)), root):
            raise _false(f"batch {number}")
        batches[number] = manifest
        if subject_id is not None:
            records += _check_subject(entry["subject"], str(subject_id), manifest)
    return ProvedFacts(size=size, root=root.hex(), batches=batches, subject_id=subject_id, records=tuple(records))


def _check_subject(entry: Mapping[str, Any], subject_id: str, manifest: Mapping[str, Any]) -> list[ProvedRecord]:
    leaf = str(entry["leaf"])
    bucket_root = InclusionProof.from_dict(entry["in_bucket"]).root(leaf_hash(leaf.encode()))
    in_batch = InclusionProof.from_dict(entry["in_batch"])
    if bucket_root is None or not in_batch.holds(bucket_root, bytes.fromhex(manifest["contents_root"])):
        raise _false(f"batch {manifest['number']}, subject")
    named, *lines = leaf.split("\n")
    if named != subject_id:
        raise _false(f"batch {manifest['number']}, subject")
    return [_record(line, int(manifest["number"])) for line in lines if line.startswith("record ")]


def _record(line: str, batch: int) -> ProvedRecord:
    _, record_id, version, content = line.split(" ")
    return ProvedRecord(record_id, int(version), None if content == "-" else content, batch)


def _false(where: str) -> LedgerError:
    return LedgerError(
        "proof-false",
        zh="证明不成立：内容与签名的账本不一致。请勿采信，并向出具方查询。",
        en="The proof does not hold: this is not what the signed log says. Do not rely on it; ask whoever issued it.",
        where=where,
    )
