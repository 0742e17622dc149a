"""The room as Django knows it."""

from __future__ import annotations

from django.apps import AppConfig


class Casework(AppConfig):
    """Procedures: cases, papers, decisions, and what they do to the ledger."""

    name = "gongxin.casework"
    label = "casework"
