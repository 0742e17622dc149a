"""The ledger: append-only facts, as-of and known-at snapshots, a transparency log."""

from gongxin.ledger.batches import BatchEntry
from gongxin.ledger.ledger import Ledger
from gongxin.ledger.snapshot import Snapshot

__all__ = ["BatchEntry", "Ledger", "Snapshot"]
