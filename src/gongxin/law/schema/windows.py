"""Which days a rule looks at: spans that roll with the day of the evaluation, years, periods of evaluation, cycles.

Written as one short text::

    window: 2 years                 # rolling: the two years up to the day of the evaluation
    window: 1 calendar year         # from 1 January of the year of that day
    window: previous calendar year  # the whole year before it
    window: 1 period                # the period that is evaluated (the model says which: 'period: year')
    window: 3 periods               # that one and the two before
    window: previous period         # the one before; 'previous 2 periods' are the two before
    window: 1 cycle                 # the subject's own cycle (the model says from when: 'cycle')
    window: previous cycle
"""

from __future__ import annotations

import re
from typing import Any, Literal

from pydantic import model_validator

from gongxin.law.schema.basics import Duration, broken

#: A period of evaluation: the last one that has ended on the day of the evaluation.
Period = Literal["year", "half-year", "quarter", "month"]

_WINDOW = re.compile(r"^(previous )?(?:(\d{1,3}) )?(day|month|year|calendar year|period|cycle)s?$")
_ROLLING = ("day", "month", "year")
_ZH = {"calendar year": "个自然年", "period": "个评价周期", "cycle": "个记分周期"}


class Window(Duration):
    """A span of days to look at; see the module for how it is written.

    ``count`` and ``unit`` as in a duration, with the units ``calendar year``, ``period`` and ``cycle`` besides.
    ``previous`` leaves out the current one of these.
    """

    previous: bool = False

    @model_validator(mode="before")
    @classmethod
    def _parse(cls, value: Any) -> Any:
        if not isinstance(value, str):
            return value
        match = _WINDOW.match(value.strip())
        if match is None or not (match[2] or match[1]) or match[2] == "0" or (match[1] and match[3] in _ROLLING):
            raise broken(
                "no-window",
                zh=f"{value!r} 不是时间窗；请写作 '2 years'、'1 calendar year'、'1 period'、"
                "'previous period'、'1 cycle' 等",
                en=f"{value!r} is no window; write for example '2 years', '1 calendar year', '1 period', "
                "'previous period', '1 cycle'",
            )
        return {"count": int(match[2] or 1), "unit": match[3], "previous": match[1] is not None}

    @property
    def rolls(self) -> bool:
        """Whether it is a span that ends on the day of the evaluation, whichever that is."""
        return self.unit in _ROLLING

    def __str__(self) -> str:
        text = super().__str__()
        return f"previous {text}" if self.previous else text

    @property
    def zh(self) -> str:
        """The window in Chinese."""
        if self.rolls:
            return f"近{super().zh}"
        return f"{'此前' if self.previous else '本'}{self.count}{_ZH[self.unit]}"
