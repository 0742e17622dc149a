"""The receipt of a batch: how every row of it ended, and why; for people, for programs, and to be mended."""

from gongxin.intake.receipt.receipt import Receipt
from gongxin.intake.receipt.writer import ReceiptWriter

__all__ = ["Receipt", "ReceiptWriter"]
