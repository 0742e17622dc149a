"""Who handed in which batch: so that nobody decides on a record of his own."""

from __future__ import annotations

from django.db import models

from gongxin.accounts.models import Account


class HandIn(models.Model):
    """That an account handed in a batch of records. The ledger knows the department, the office knows the person."""

    batch = models.BigIntegerField(unique=True)
    by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="handed_in")
    on = models.DateField()
