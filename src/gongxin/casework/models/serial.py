"""The last case number given, by kind and year."""

from __future__ import annotations

from django.db import models


class Serial(models.Model):
    """A counter. Its row is locked while a number is drawn, so that two cases opened at once get two numbers."""

    kind = models.CharField(max_length=32)
    year = models.PositiveIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("kind", "year"), name="one_serial_a_year"),)
