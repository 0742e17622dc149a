"""What every document of a pack is made of: bilingual text, dates of effect, citations, durations."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints, model_validator


class Node(BaseModel):
    """Base of all pack documents: immutable, and no key that the schema does not know."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)


def _exact_decimal(value: Any) -> Any:
    if isinstance(value, bool):
        raise ValueError("a number is wanted here, not true or false")
    # YAML reads 0.1 as a binary float; its shortest spelling is what the author wrote.
    return Decimal(repr(value)) if isinstance(value, float) else value


#: Points, factors and sums: decimal, never binary.
Number = Annotated[Decimal, BeforeValidator(_exact_decimal)]

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

    from_: Annotated[date, Field(alias="from")]
    to: date | None = None

    @model_validator(mode="after")
    def _in_order(self) -> InForce:
        if self.to is not None and self.to < self.from_:
            raise ValueError(f"the end {self.to} lies before the start {self.from_}")
        return self

    def covers(self, day: date) -> bool:
        """Whether ``day`` lies within the days of effect."""
        return self.from_ <= day and (self.to is None or day <= self.to)


class Citation(Node):
    """The article that says so.

    ``instrument`` names an instrument listed in a ``pack.yaml``. ``verified`` is true only where the words of that
    article were read; a false one shows as unverified wherever the rule or number is used.
    """

    instrument: Id
    article: str | None = None
    verified: bool
    note: Text | None = None


_DURATION = re.compile(r"^(\d+) (day|month|year|working day)s?$")


class Duration(Node):
    """A span of calendar time or of working days, written as ``3 months``, ``1 year``, ``7 working days``."""

    count: int
    unit: str

    @model_validator(mode="before")
    @classmethod
    def _parse(cls, value: Any) -> Any:
        if not isinstance(value, str):
            return value
        match = _DURATION.match(value.strip())
        if match is None:
            raise ValueError(f"{value!r} is no duration; write for example '3 months', '1 year', '7 working days'")
        return {"count": int(match[1]), "unit": match[2]}

    def __str__(self) -> str:
        return f"{self.count} {self.unit}{'' if self.count == 1 else 's'}"
