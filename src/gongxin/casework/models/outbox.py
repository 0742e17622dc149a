"""What decisions have to do to the ledger, in the order in which they were made."""

from __future__ import annotations

from django.db import models

from gongxin.casework.models.case import Step


class OutboxEntry(models.Model):
    """The effects of one step, written in the transaction of the step itself. ``batch`` is the ledger batch that holds
    them, empty until they are there. Its ``id`` is the order."""

    step = models.OneToOneField(Step, on_delete=models.PROTECT, related_name="outbox")
    effects = models.JSONField()
    batch = models.BigIntegerField(null=True, blank=True)
    delivered_at = models.DateTimeField(null=True, blank=True)
    told = models.BooleanField(default=False)  # whether the consumers have their notices

    class Meta:
        ordering = ("id",)
        indexes = (models.Index(fields=("id",), condition=models.Q(told=False), name="outbox_waiting"),)
