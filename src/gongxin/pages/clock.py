"""The one place where the platform reads the clock: which day it is in China, and which moment.

``gongxin serve --as-of DATE`` fixes the day, for demonstrations and tests; every page then says so.
"""

from __future__ import annotations

import os
from datetime import date, datetime, timedelta, timezone

#: China keeps one time of day; a day of the platform is a day there, wherever the server stands.
_BEIJING = timezone(timedelta(hours=8))

#: Names the day that the pages show instead of today. Set by ``gongxin serve``.
FIXED_DAY = "GONGXIN_AS_OF"


def fixed_day() -> date | None:
    """The day that was fixed when the server was started; None where the pages show today."""
    told = os.environ.get(FIXED_DAY)
    return date.fromisoformat(told) if told else None


def today() -> date:
    """The day that the pages are about."""
    return fixed_day() or real_moment().date()


def now() -> datetime:
    """The moment, in Beijing's time: on the fixed day, if one is, at the present time of day."""
    moment = real_moment()
    day = fixed_day()
    return moment if day is None else datetime.combine(day, moment.timetz())


def real_moment() -> datetime:
    """The moment by the real clock whatever day the pages show: for codes of authenticators, sessions and waits."""
    return datetime.now(_BEIJING)
