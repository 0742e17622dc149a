"""A case, its steps, its running deadlines and its papers."""

from __future__ import annotations

from django.db import models

from gongxin.accounts.models import Account
from gongxin.office.models import Department

#: Deadlines still waited for.
WAITING = models.Q(met_on__isnull=True, dropped_on__isnull=True)


class Case(models.Model):
    """One run of a procedure about a subject, or about one of its records.

    ``procedure`` and ``edition`` (its first day of effect) name the rules it runs by, to the end, whatever comes into
    force meanwhile. ``said`` is what moves have said (names that effects use). ``department`` is the one that decides.
    ``topic`` is what a case without a record is about (the matter of a commitment, the name of a campaign), ``needs``
    the papers that were required when it was opened, ``recorder`` who handed the record in, where that is known.
    """

    number = models.CharField(max_length=32, unique=True)
    kind = models.CharField(max_length=32)
    procedure = models.CharField(max_length=100)
    edition = models.DateField()
    subject_id = models.CharField(max_length=64, db_index=True)
    subject_name = models.CharField(max_length=300, blank=True)
    record_id = models.CharField(max_length=64, blank=True, db_index=True)
    item = models.CharField(max_length=100, blank=True)
    topic = models.CharField(max_length=200, blank=True)
    source = models.CharField(max_length=200, blank=True)
    state = models.CharField(max_length=64)
    state_since = models.DateField()
    opened_on = models.DateField()
    opened_by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="opened")
    department = models.ForeignKey(Department, on_delete=models.PROTECT, null=True, blank=True, related_name="cases")
    closed_on = models.DateField(null=True, blank=True)
    outcome = models.CharField(max_length=32, blank=True)
    said = models.JSONField(default=dict)
    needs = models.JSONField(default=list)
    recorder = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, blank=True, related_name="recorded")
    synthetic = models.BooleanField(default=False)

    class Meta:
        indexes = (
            models.Index(fields=("closed_on", "department"), name="open_by_department"),
            models.Index(fields=("closed_on", "source"), name="open_by_source"),
            models.Index(fields=("closed_on", "opened_on"), name="open_by_day"),
            models.Index(fields=("subject_id", "kind", "closed_on"), name="case_by_subject"),
            models.Index(fields=("kind", "topic"), name="case_by_topic"),
        )
        constraints = (
            # One open case of a kind a record: a second application points to the first.
            models.UniqueConstraint(
                fields=("record_id", "kind"),
                condition=models.Q(closed_on__isnull=True) & ~models.Q(record_id=""),
                name="one_open_case",
            ),
            models.UniqueConstraint(
                fields=("subject_id", "procedure", "topic"),
                condition=models.Q(closed_on__isnull=True, record_id=""),
                name="one_open_case_a_topic",
            ),
        )

    def __str__(self) -> str:
        return self.number


class Step(models.Model):
    """What happened in a case: one move. Steps are only ever added. ``by`` is empty for a move of the clock."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="steps")
    place = models.PositiveIntegerField()
    move = models.CharField(max_length=64)
    from_state = models.CharField(max_length=64, blank=True)
    to_state = models.CharField(max_length=64)
    by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, related_name="steps")
    actor = models.CharField(max_length=32)
    on = models.DateField()
    at = models.DateTimeField()
    reason = models.TextField(blank=True)
    said = models.JSONField(default=dict)
    late_by = models.JSONField(default=dict)  # deadline id -> working days late

    class Meta:
        ordering = ("case_id", "place")
        constraints = (models.UniqueConstraint(fields=("case", "place"), name="one_step_a_place"),)
        indexes = (
            models.Index(fields=("on",), name="step_by_day"),
            models.Index(fields=("move", "case"), name="step_by_move"),
        )


class Deadline(models.Model):
    """A deadline that runs, or ran, in a case. ``due_on`` is empty where the instrument gives no number, ``silence`` is
    the move that the clock makes once it is over, empty where silence changes nothing."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="deadlines")
    deadline = models.CharField(max_length=64)
    who = models.CharField(max_length=32)
    silence = models.CharField(max_length=64, blank=True)
    starts_on = models.DateField()
    due_on = models.DateField(null=True, blank=True)
    extended = models.BooleanField(default=False)
    met_on = models.DateField(null=True, blank=True)
    dropped_on = models.DateField(null=True, blank=True)  # the case went on without it

    class Meta:
        constraints = (models.UniqueConstraint(fields=("case", "deadline", "starts_on"), name="one_run_a_deadline"),)
        indexes = (
            models.Index(
                fields=("due_on",),
                condition=WAITING,
                name="deadline_running",
            ),
            models.Index(
                fields=("due_on", "case"),
                condition=WAITING & ~models.Q(silence=""),
                name="silence_running",
            ),
        )


class Paper(models.Model):
    """A paper handed in: what it is, its digest, and where its bytes lie (in the workspace, outside any web root)."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="papers")
    paper = models.CharField(max_length=64)
    name = models.CharField(max_length=200)
    form = models.CharField(max_length=8)
    size = models.PositiveBigIntegerField()
    digest = models.CharField(max_length=64)
    handed_in_by = models.ForeignKey(Account, on_delete=models.PROTECT)
    handed_in_on = models.DateField()
    replaced = models.BooleanField(default=False)
