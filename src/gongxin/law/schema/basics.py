"""What every document of a pack is made of: bilingual text, dates of effect, citations, durations."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints, model_validator
from pydantic_core import PydanticCustomError


class Node(BaseModel):
    """Base of all pack documents: immutable, and no key that the schema does not know."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)


def broken(rule: str, *, zh: str, en: str) -> PydanticCustomError:
    """What a check of the schema raises: the rule that was broken, said in both languages with the cure."""
    return PydanticCustomError(rule, "{en}", {"zh": zh, "en": en})


def _exact_decimal(value: Any) -> Any:
    if isinstance(value, bool):
        raise broken("wrong-type", zh="此处应为数，不是 true 或 false", en="a number is wanted here, not true or false")
    # YAML reads 0.1 as a binary float; its shortest spelling is what the author wrote.
    return Decimal(repr(value)) if isinstance(value, float) else value


#: Points, factors and sums: decimal, never binary.
Number = Annotated[Decimal, BeforeValidator(_exact_decimal)]


def _a_day(value: Any) -> Any:
    if isinstance(value, (int, Decimal)):  # pydantic would count seconds since 1970
        raise broken(
            "wrong-type",
            zh=f"{value} 不是日期；请写作 2026-04-01",
            en=f"{value} is no date; write it as 2026-04-01",
        )
    return value


#: A day of the calendar.
Day = Annotated[date, BeforeValidator(_a_day)]

#: Identifier of something in a pack: lower case, dots between levels, hyphens or underscores within.
Id = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+([._-][a-z0-9]+)*$")]

#: A condition or value over the common columns and payload fields; compiled by ``gongxin.law.expressions``.
Expression = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True)]


class Text(Node):
    """A title or remark in Chinese and English."""

    zh: Annotated[str, StringConstraints(min_length=1)]
    en: Annotated[str, StringConstraints(min_length=1)]


class InForce(Node):
    """Days of effect, both included; without ``to`` there is no end."""

    from_: Annotated[Day, Field(alias="from")]
    to: Day | None = None

    @model_validator(mode="after")
    def _in_order(self) -> InForce:
        if self.to is not None and self.to < self.from_:
            raise broken(
                "end-before-start",
                zh=f"止日 {self.to} 早于起日 {self.from_}",
                en=f"the end {self.to} lies before the start {self.from_}",
            )
        return self

    def covers(self, day: date) -> bool:
        """Whether ``day`` lies within the days of effect."""
        return self.from_ <= day and (self.to is None or day <= self.to)

    def overlaps(self, other: InForce) -> bool:
        """Whether there is a day on which both are in effect."""
        return self.covers(other.from_) or other.covers(self.from_)


def effect_words(first: object, last: object | None) -> Text:
    """The days of effect from ``first`` to ``last``, as part of a sentence; without ``last`` there is no end."""
    if last is None:
        return Text(zh=f"自 {first} 起", en=f"from {first} on")
    return Text(zh=f"自 {first} 至 {last}", en=f"from {first} to {last}")


class Entry(Node):
    """Something that a narrower pack may replace as a whole.

    An id that a wider pack already has is an error, unless the entry says on purpose whose it replaces:
    ``overrides: <id of that pack>``.
    """

    id: Id
    title: Text
    overrides: Annotated[Id | None, Field(description="the pack whose entry of the same id this one replaces")] = None


class Citation(Node):
    """The article that says so.

    ``instrument`` names an instrument listed in a ``pack.yaml``. ``verified`` is true only where the words of that
    article were read; a false one shows as unverified wherever the rule or number is used.
    """

    instrument: Id
    article: str | None = None
    verified: bool
    note: Text | None = None


_DURATION = re.compile(r"^(\d{1,5}) ?(day|month|year|working day)s?$")
_UNIT_ZH = {"day": "日", "month": "个月", "year": "年", "working day": "个工作日"}


class Duration(Node):
    """A span of calendar time or of working days, written as ``3 months``, ``1 year``, ``7 working days``.

    The blank after the number may be left out (``3months``), as people do at a terminal.
    """

    count: int
    unit: str

    @model_validator(mode="before")
    @classmethod
    def _parse(cls, value: Any) -> Any:
        if not isinstance(value, str):
            return value
        match = _DURATION.match(value.strip())
        if match is None:
            raise broken(
                "no-duration",
                zh=f"{value!r} 不是时间段；请写作 '3 months'、'1 year'、'7 working days' 等",
                en=f"{value!r} is no duration; write for example '3 months', '1 year', '7 working days'",
            )
        return {"count": int(match[1]), "unit": match[2]}

    def __str__(self) -> str:
        return f"{self.count} {self.unit}{'' if self.count == 1 else 's'}"

    @property
    def zh(self) -> str:
        """The span in Chinese."""
        return f"{self.count}{_UNIT_ZH[self.unit]}"


def _in_calendar_time(duration: Duration) -> Duration:
    if duration.unit == "working day":
        raise broken(
            "working-days-here",
            zh="此处的时间段不能以工作日计；请用 days、months 或 years",
            en="this span is not counted in working days; use days, months or years",
        )
    return duration


#: A span that is not counted in working days: how long something is shown, looked back on, or halves in.
CalendarDuration = Annotated[Duration, AfterValidator(_in_calendar_time)]
