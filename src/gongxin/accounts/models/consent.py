"""Consents of natural persons, what is kept under them, and the proof that a key is gone."""

from __future__ import annotations

from django.db import models


class Consent(models.Model):
    """A receipt of consent: what for (``purpose``), how far (``scope``: catalogue items), to which text, since when and
    until when. ``key_id`` names the key that seals what is kept under it; its digest stays, to show the key by once it
    is gone. ``given_batch`` and ``withdrawn_batch`` are the batches of the ledger that hold these facts; empty while
    they wait for it.
    """

    number = models.CharField(max_length=32, unique=True)
    subject_id = models.CharField(max_length=64, db_index=True)
    purpose = models.CharField(max_length=100)
    scope = models.JSONField(default=list)
    text_version = models.CharField(max_length=64)
    text_digest = models.CharField(max_length=64)
    given_on = models.DateField()
    given_at = models.DateTimeField()
    withdrawn_on = models.DateField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    key_id = models.CharField(max_length=64, unique=True)
    key_digest = models.CharField(max_length=64)
    given_batch = models.BigIntegerField(null=True, blank=True)
    withdrawn_batch = models.BigIntegerField(null=True, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("subject_id", "purpose"),
                condition=models.Q(withdrawn_on__isnull=True),
                name="one_standing_consent",
            ),
        )

    def __str__(self) -> str:
        return self.number


class SealedValue(models.Model):
    """Something kept under a consent, encrypted with its key; unreadable for good once the key is destroyed."""

    consent = models.ForeignKey(Consent, on_delete=models.PROTECT, related_name="sealed")
    name = models.CharField(max_length=100)
    nonce = models.BinaryField()
    ciphertext = models.BinaryField()
    sealed_at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("consent", "name"), name="one_value_a_name"),)


class KeyDestruction(models.Model):
    """When the key of a consent was destroyed, and the digest by which the key would be known again."""

    consent = models.OneToOneField(Consent, on_delete=models.PROTECT, related_name="destruction")
    key_digest = models.CharField(max_length=64)
    destroyed_at = models.DateTimeField()
