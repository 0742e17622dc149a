"""Conclusions as pages show them: computed by the rooms below, kept for a moment, never decided here."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gongxin.pages.platform import platform

if TYPE_CHECKING:
    from gongxin.casework.casework import Casework
    from gongxin.law.library import Law
    from gongxin.ledger import Ledger
    from gongxin.workspace import Workspace


def workspace() -> Workspace:
    """The workspace that this process serves."""
    return platform().workspace


def law() -> Law:
    """Its law."""
    return platform().law


def ledger() -> Ledger:
    """Its ledger."""
    return platform().ledger


def casework() -> Casework:
    """Procedures under that law."""
    return platform().casework
