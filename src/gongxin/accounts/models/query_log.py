"""Who looked up whom, what for, by which authorisation. Kept as long as the law says."""

from __future__ import annotations

from django.db import models

from gongxin.accounts.models.account import Account


class Query(models.Model):
    """One look-up of a subject's file by somebody who signed in (or, for a person's file, by anybody allowed to)."""

    subject_id = models.CharField(max_length=64)
    by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True)
    role = models.CharField(max_length=32)
    organisation = models.CharField(max_length=200, blank=True)
    purpose = models.CharField(max_length=200)
    authorisation = models.CharField(max_length=200, blank=True)
    asked_on = models.DateField()
    asked_at = models.DateTimeField()

    class Meta:
        indexes = (
            models.Index(fields=("subject_id", "asked_at"), name="query_by_subject"),
            models.Index(fields=("asked_on",), name="query_by_day"),
        )
