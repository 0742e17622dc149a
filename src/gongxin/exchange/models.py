"""Tables of the room."""

from __future__ import annotations

from django.db import models


class Consumer(models.Model):
    """Somebody who receives records: a department, a lower or upper platform, a bank, a third-party service."""

    KINDS = ("department", "lower-platform", "upper-platform", "bank", "third-party")

    code = models.SlugField(max_length=64, unique=True)
    name = models.CharField(max_length=200)
    name_en = models.CharField(max_length=200, blank=True)
    kind = models.CharField(max_length=32, choices=[(kind, kind) for kind in KINDS])
    active = models.BooleanField(default=True)

    def __str__(self) -> str:
        return self.name


class Supply(models.Model):
    """That a consumer received a record, and when last."""

    consumer = models.ForeignKey(Consumer, on_delete=models.PROTECT, related_name="supplies")
    record_id = models.CharField(max_length=64)
    subject_id = models.CharField(max_length=64)
    supplied_on = models.DateField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("consumer", "record_id"), name="one_supply_a_record"),)
        indexes = (models.Index(fields=("record_id",), name="supply_by_record"),)


class Notice(models.Model):
    """What a consumer is told of a record it received: delivered, acknowledged, or overdue.

    ``change`` is the kind of the ledger event; ``cause`` names the decision (case number and step), so that one
    decision makes one notice a consumer and record, however often it is carried out.
    """

    consumer = models.ForeignKey(Consumer, on_delete=models.PROTECT, related_name="notices")
    record_id = models.CharField(max_length=64)
    subject_id = models.CharField(max_length=64)
    change = models.CharField(max_length=32)
    cause = models.CharField(max_length=100)
    batch = models.BigIntegerField()
    detail = models.JSONField(default=dict)
    made_on = models.DateField()
    due_on = models.DateField(null=True, blank=True, db_index=True)
    delivered_at = models.DateTimeField(null=True, blank=True)
    acknowledged_on = models.DateField(null=True, blank=True)
    acknowledged_by = models.CharField(max_length=64, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("consumer", "record_id", "change", "cause"), name="one_notice_a_change"),
        )
