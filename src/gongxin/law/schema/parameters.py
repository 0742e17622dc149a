"""Dated numbers that instruments fix and procedures use, each value with its own citation."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from pydantic import Field, model_validator

from gongxin.law.schema.basics import Citation, Day, Duration, Entry, Node, Number, Text, broken

if TYPE_CHECKING:
    from datetime import date


class DatedValue(Node):
    """A value from a day on, until the next one starts. ``rivals`` are what other sources say: the conflict
    stays visible instead of being settled in silence."""

    from_: Annotated[Day, Field(alias="from")]
    # Tried in this order: a term such as '3 working days' is also a text, and must not end up as one.
    value: Annotated[Number | Duration | bool | str | None, Field(union_mode="left_to_right")]
    cite: Citation
    rivals: tuple[Text, ...] = ()


class Parameter(Entry):
    """One number (or term, or switch) with its history. A new edition of the rule is a new value, never an edit."""

    unit: Text | None = None
    values: Annotated[tuple[DatedValue, ...], Field(min_length=1)]

    @model_validator(mode="after")
    def _in_order(self) -> Parameter:
        days = [value.from_ for value in self.values]
        if days != sorted(set(days)):
            raise broken(
                "values-order", zh="取值须按日期先后排列，一日一值", en="values must be in order of date, one a day"
            )
        return self

    def on(self, day: date) -> DatedValue | None:
        """The value in force on ``day``, or None before the first."""
        return next((value for value in reversed(self.values) if value.from_ <= day), None)


class ParametersFile(Node):
    """A file under ``parameters/``."""

    parameters: Annotated[tuple[Parameter, ...], Field(min_length=1)]
