"""Tables of the room."""

from gongxin.casework.models.case import WAITING, Case, Deadline, Paper, Step
from gongxin.casework.models.hand_in import HandIn
from gongxin.casework.models.outbox import OutboxEntry
from gongxin.casework.models.reminder import Reminder
from gongxin.casework.models.serial import Serial

__all__ = ["WAITING", "Case", "Deadline", "HandIn", "OutboxEntry", "Paper", "Reminder", "Serial", "Step"]
