"""The room as Django knows it."""

from __future__ import annotations

from django.apps import AppConfig


class Pages(AppConfig):
    """What the faces share: layout, language, the clock."""

    name = "gongxin.pages"
    label = "pages"
