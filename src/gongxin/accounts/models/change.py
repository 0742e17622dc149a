"""What was done to accounts. Rows are only ever added: the database itself refuses to change or delete one."""

from __future__ import annotations

from enum import StrEnum

from django.db import models

from gongxin.accounts.models.account import Account


class Change(StrEnum):
    """What can be done to an account."""

    ADDED = "added"
    DISABLED = "disabled"
    ENABLED = "enabled"
    POST_CHANGED = "post-changed"  # role or department
    PASSWORD_GIVEN = "password-given"  # noqa: S105 - by somebody else than its owner
    PASSWORD_CHOSEN = "password-chosen"  # noqa: S105 - by its owner
    SECOND_FACTOR_SET_UP = "second-factor-set-up"
    SECOND_FACTOR_REMOVED = "second-factor-removed"
    RECOVERY_CODES_MADE = "recovery-codes-made"


class AccountChange(models.Model):
    """One change of an account: ``by`` whom (nobody, of the very first account), when, and in ``detail`` what it was
    and what it is, as ``{"role": ["auditor", "credit-office"]}``. No password, secret or subject is ever in it."""

    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="changes")
    by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, related_name="changes_made")
    change = models.CharField(max_length=32)
    detail = models.JSONField(default=dict)
    at = models.DateTimeField()

    class Meta:
        indexes = (models.Index(fields=("at",), name="account_change_by_moment"),)
