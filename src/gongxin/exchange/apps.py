"""The room as Django knows it."""

from __future__ import annotations

from django.apps import AppConfig


class Exchange(AppConfig):
    """Who has received which record, and whom a change of it must reach."""

    name = "gongxin.exchange"
    label = "exchange"
