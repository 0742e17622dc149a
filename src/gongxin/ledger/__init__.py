"""The ledger: append-only facts, as-of and known-at snapshots, a transparency log."""
