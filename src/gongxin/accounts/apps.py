"""The room as Django knows it."""

from __future__ import annotations

from django.apps import AppConfig


class Accounts(AppConfig):
    """People, roles, consents, who looked up whom."""

    name = "gongxin.accounts"
    label = "accounts"
