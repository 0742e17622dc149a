"""The room as Django knows it."""

from __future__ import annotations

from django.apps import AppConfig


class Portal(AppConfig):
    """The public site."""

    name = "gongxin.portal"
    label = "portal"
