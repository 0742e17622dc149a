"""The checks that conditions can be made of; asked where Django may not be set up yet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.office_fixture import _set_up

if TYPE_CHECKING:
    from gongxin.law.schema.procedure import Check


def implemented() -> set[Check]:
    _set_up()
    from gongxin.casework.conditions import CHECKS

    return set(CHECKS)
