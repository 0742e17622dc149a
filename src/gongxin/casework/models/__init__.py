"""Tables of the room."""

from gongxin.casework.models.case import Case, Deadline, Paper, Step
from gongxin.casework.models.outbox import OutboxEntry
from gongxin.casework.models.reminder import Reminder

__all__ = ["Case", "Deadline", "OutboxEntry", "Paper", "Reminder", "Step"]
