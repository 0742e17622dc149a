"""The room as Django knows it."""

from __future__ import annotations

from django.apps import AppConfig


class Office(AppConfig):
    """What departments there are."""

    name = "gongxin.office"
    label = "office"
