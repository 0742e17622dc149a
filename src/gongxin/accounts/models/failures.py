"""Failed attempts to sign in: counted, so that guessing gets slow."""

from __future__ import annotations

from django.db import models


class Failures(models.Model):
    """How often signing in failed in a row, under one account's name or from one address, and until when the next
    attempt has to wait. ``key`` is a keyed digest: neither the name nor the address is kept."""

    key = models.CharField(max_length=64, unique=True)
    count = models.PositiveIntegerField(default=0)
    last_at = models.DateTimeField()
    wait_until = models.DateTimeField(null=True, blank=True)
