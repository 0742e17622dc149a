"""Publicity: how long a record is shown, shared and counted, and from when it may be repaired."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, model_validator

from gongxin.law.schema.basics import CalendarDuration, Citation, Entry, Expression, Id, InForce, Node, Text, broken

Effect = Literal["displayed", "shared", "counted"]
DateColumn = Literal["occurred_on", "determined_on", "published_on", "effective_from", "effective_to"]


class PublicityClass(Node):
    """One class of records under a rule set. The first class whose ``when`` holds is the record's class.

    ``minimum`` and ``maximum`` run from the rule set's ``starts``. ``until`` names a date column that ends the period
    instead (a licence is shown until it runs out). If both are given, ``longest`` tells whether the later one ends it.
    ``effects`` are those the record has during the period; ``after`` those that remain once it is over.
    ``repairable`` is whether a subject may ask for an early end once the minimum has run. ``minimum_cite`` is the
    article of the minimum, where it stands elsewhere than the rest.
    """

    id: Id
    title: Text
    when: Expression
    cite: Citation
    effects: tuple[Effect, ...] = ("displayed", "shared", "counted")
    after: tuple[Effect, ...] = ()
    minimum: CalendarDuration | None = None
    minimum_cite: Citation | None = None
    maximum: CalendarDuration | None = None
    until: DateColumn | None = None
    longest: bool = False
    repairable: bool = False
    note: Text | None = None

    @model_validator(mode="after")
    def _coherent(self) -> PublicityClass:
        if self.minimum_cite is not None and self.minimum is None:
            raise broken(
                "minimum-missing",
                zh="'minimum_cite' 是最短期限的依据；请同时写 'minimum'",
                en="'minimum_cite' tells where the minimum stands: give the 'minimum' as well",
            )
        return self


class PublicityRules(Entry):
    """A dated rule set: which records it governs, what starts the period, the classes in order.

    A record is governed by the rule set in force on the day its period starts, among those whose ``items`` and
    ``when`` it meets; of several, the one with the highest ``precedence`` (a sector's own line over the general one).
    With ``reaches_back`` it also governs records whose period started before it was in force.
    """

    in_force: InForce
    items: Annotated[tuple[Id, ...], Field(min_length=1)]
    when: Expression | None = None
    precedence: int = 0
    reaches_back: bool = False
    starts: Annotated[tuple[DateColumn, ...], Field(min_length=1, description="the first one that is filled in")]
    cite: Citation
    classes: Annotated[tuple[PublicityClass, ...], Field(min_length=1)]
    note: Text | None = None

    @model_validator(mode="after")
    def _complete(self) -> PublicityRules:
        if self.classes[-1].when.strip().lower() != "true":
            raise broken(
                "last-class",
                zh="最后一类须包括其余全部记录；请写 'when: \"true\"'",
                en="the last class must take what is left: give it 'when: \"true\"'",
            )
        return self


class PublicityFile(Node):
    """A file under ``publicity/``."""

    rules: Annotated[tuple[PublicityRules, ...], Field(min_length=1)]
