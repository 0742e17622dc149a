"""Procedures: cases, papers, deadlines, decisions, and how a decision becomes a fact of the ledger."""
