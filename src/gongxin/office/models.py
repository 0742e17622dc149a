"""The departments that work with the platform."""

from __future__ import annotations

from django.db import models


class Department(models.Model):
    """A department. ``source`` is the name under which it hands in records, the ``source`` column of the ledger; a
    department that hands none in has none."""

    code = models.SlugField(max_length=64, unique=True)
    name = models.CharField(max_length=200)
    name_en = models.CharField(max_length=200, blank=True)
    source = models.CharField(max_length=200, unique=True, null=True, blank=True)
    region = models.CharField(max_length=12, blank=True)

    def __str__(self) -> str:
        return self.name
