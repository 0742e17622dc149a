"""The room as Django knows it."""

from __future__ import annotations

from django.apps import AppConfig


class Workbench(AppConfig):
    """The desks of departments, of the credit office and of subjects."""

    name = "gongxin.workbench"
    label = "workbench"
