"""Consents of natural persons: given, standing, withdrawn, and proved to be gone.

A consent is for one purpose; its receipt says how far it goes and to which text. What it makes possible (a score, a
look-up, what is kept of the person's own handing in) ends with it at once. On withdrawal the key that sealed what was
kept under it is destroyed; the receipt, the digest of the key and the moment stay as the proof.

That a consent was given and withdrawn is a fact of the ledger (``consent_given``, ``consent_withdrawn``), by which
evaluations know whom they may read: :mod:`gongxin.accounts.consent_events` writes them.
"""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING, Any

from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet

from gongxin.accounts.actions import Action
from gongxin.accounts.consent_events import settle
from gongxin.accounts.models import Account, Consent, KeyDestruction
from gongxin.accounts.permissions import require_subject
from gongxin.errors import NotFound, UsageError
from gongxin.subjects.identifiers import person_digest
from gongxin.workspace.consent_keys import destroy_key, key_exists, make_key

if TYPE_CHECKING:
    from datetime import date, datetime

    from gongxin.accounts.consent_text import ConsentText
    from gongxin.workspace import Workspace


def give(workspace: Workspace, text: ConsentText, *, by: Account, as_of: date, at: datetime) -> Consent:
    """The person whose account it is consents to the text; the receipt.

    Errors: ``not-allowed``, ``consent-of-a-person`` where the account is none of a natural person's,
    ``consent-stands`` where there is one to this purpose already.
    """
    subject_id = by.subject_id
    require_subject(by, Action.GIVE_CONSENT, subject_id)
    if not subject_id.startswith(person_digest.PREFIX):
        raise UsageError(
            "consent-of-a-person",
            zh="只有自然人可以作出同意；单位信息依法归集，不以同意为依据。",
            en="Only natural persons consent; information on organisations rests on law, not on consent.",
        )
    standing = in_force(subject_id, text.purpose, as_of)
    if standing is not None:
        raise _stands(standing)
    key_id, key_digest = make_key(workspace.consent_keys_dir)
    try:
        with transaction.atomic():
            consent = Consent.objects.create(
                number=f"CN-{as_of:%Y%m%d}-{secrets.token_hex(4)}",
                subject_id=subject_id,
                purpose=text.purpose,
                scope=list(text.scope),
                text_version=text.version,
                text_digest=text.digest,
                given_on=as_of,
                given_at=at,
                key_id=key_id,
                key_digest=key_digest,
            )
    except IntegrityError:
        # Given twice at the same moment: the other one stands.
        destroy_key(workspace.consent_keys_dir, key_id)
        raise _stands(Consent.objects.get(subject_id=subject_id, purpose=text.purpose, withdrawn_on=None)) from None
    settle(workspace, as_of)
    consent.refresh_from_db()
    return consent


def withdraw(workspace: Workspace, number: str, *, by: Account, as_of: date, at: datetime) -> Consent:
    """The person withdraws a consent: its key is destroyed, what it sealed is gone. Once withdrawn, nothing changes.

    Killed at any moment, it goes on with the next call, or with :func:`catch_up`. Errors: ``not-allowed``,
    ``another-subject``, ``no-consent``.
    """
    consent = own(number, by)
    with transaction.atomic():
        row = Consent.objects.select_for_update().get(pk=consent.pk)
        if row.withdrawn_on is None:
            row.withdrawn_on, row.withdrawn_at = as_of, at
            row.save(update_fields=["withdrawn_on", "withdrawn_at"])
    catch_up(workspace, as_of=as_of, at=at)
    return Consent.objects.get(pk=consent.pk)


def finish_withdrawals(workspace: Workspace, *, at: datetime) -> int:
    """Destroy the keys of consents that were withdrawn, where a kill left them; return how many. Idempotent."""
    left = list(Consent.objects.filter(withdrawn_on__isnull=False, destruction__isnull=True))
    for consent in left:
        destroy_key(workspace.consent_keys_dir, consent.key_id)
        with transaction.atomic():
            # The ciphertexts say nothing any more; there is no reason to keep them either.
            consent.sealed.all().delete()
            KeyDestruction.objects.get_or_create(
                consent=consent, defaults={"key_digest": consent.key_digest, "destroyed_at": at}
            )
    return len(left)


def catch_up(workspace: Workspace, *, as_of: date, at: datetime) -> None:
    """Go on with what a kill or another writer left: keys of withdrawn consents, events that the ledger lacks."""
    finish_withdrawals(workspace, at=at)
    settle(workspace, as_of)


def in_force(subject_id: str, purpose: str, as_of: date) -> Consent | None:
    """The consent to this purpose that stands on a day; None where none does. It ends on the day it is withdrawn."""
    return standing_on(as_of).filter(subject_id=subject_id, purpose=purpose).first()


def standing_on(as_of: date) -> QuerySet[Consent]:
    """All consents that stand on a day."""
    return Consent.objects.filter(Q(withdrawn_on__isnull=True) | Q(withdrawn_on__gt=as_of), given_on__lte=as_of)


def of_subject(by: Account, subject_id: str) -> list[Consent]:
    """All receipts of a person, the latest first. Errors: as :func:`~gongxin.accounts.permissions.require_subject`."""
    require_subject(by, Action.SEE_CONSENTS, subject_id)
    return list(Consent.objects.filter(subject_id=subject_id).order_by("-given_at"))


def prove(workspace: Workspace, number: str, *, by: Account) -> dict[str, Any]:
    """What shows that a consent's key is gone: its digest, since when, and that no file of the key is there.

    Errors: ``not-allowed``, ``another-subject``, ``no-consent``.
    """
    consent = _numbered(number, by, Action.SEE_CONSENTS)
    destruction = KeyDestruction.objects.filter(consent=consent).first()
    return receipt(consent) | {
        "key": {
            "digest": consent.key_digest,
            "destroyed_at": None if destruction is None else destruction.destroyed_at.isoformat(),
            "there": key_exists(workspace.consent_keys_dir, consent.key_id),
            "sealed_values": consent.sealed.count(),
        }
    }


def own(number: str, by: Account) -> Consent:
    """The person's own consent of that number. Errors: ``not-allowed``, ``another-subject``, ``no-consent``."""
    return _numbered(number, by, Action.GIVE_CONSENT)


def receipt(consent: Consent) -> dict[str, Any]:
    """The receipt as plain data. Batches are empty while the ledger has not been told yet."""
    return {
        "number": consent.number,
        "subject": consent.subject_id,
        "purpose": consent.purpose,
        "scope": consent.scope,
        "text": {"version": consent.text_version, "digest": consent.text_digest},
        "given_on": consent.given_on.isoformat(),
        "withdrawn_on": None if consent.withdrawn_on is None else consent.withdrawn_on.isoformat(),
        "batches": {"given": consent.given_batch, "withdrawn": consent.withdrawn_batch},
    }


def _numbered(number: str, by: Account, action: Action) -> Consent:
    consent = Consent.objects.filter(number=number).first()
    if consent is None:
        raise NotFound(
            "no-consent",
            zh="没有该编号的同意回执；用 gongxin consent list 查看。",
            en="There is no receipt of consent under that number; 'gongxin consent list' shows yours.",
        )
    require_subject(by, action, consent.subject_id)
    return consent


def _stands(consent: Consent) -> UsageError:
    return UsageError(
        "consent-stands",
        zh=f"对该用途的同意已经作出（{consent.number}），不必重复。",
        en=f"There is a consent to this purpose already ({consent.number}); it stands.",
        where=consent.number,
    )
