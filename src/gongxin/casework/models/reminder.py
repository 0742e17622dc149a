"""Reminders sent: one a deadline and sort, however often the day's list is drawn."""

from __future__ import annotations

from django.db import models

from gongxin.casework.models.case import Deadline


class Reminder(models.Model):
    """That somebody was reminded of a deadline: ``soon``, ``today`` or ``late``. Those of a deadline that is prolonged
    are taken back: it comes near again."""

    deadline = models.ForeignKey(Deadline, on_delete=models.PROTECT, related_name="reminders")
    sort = models.CharField(max_length=8)
    on = models.DateField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("deadline", "sort"), name="one_reminder_a_sort"),)
        indexes = (models.Index(fields=("on",), name="reminder_by_day"),)
