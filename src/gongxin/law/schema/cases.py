"""Cases: records that an expert has put down, and what a model must make of them.

A file under ``cases/`` in the pack of the model::

    model: zj.enterprise
    cases:
      - case: a firm with a fine and an honour        # in plain words
        as_of: 2025-06-30
        records:
          - {item: cn.registration, determined_on: 2010-01-01}
          - {id: fine, item: cn.penalty, determined_on: 2025-03-01, kinds: [fine], amount: 100000, content: 罚款}
        events:
          - {record: fine, kind: repaired, on: 2025-06-01}
        expect:
          lines: {fines: -40}                         # the steps worth checking, as far as one likes
          dimensions: {law-abiding: -40}
          score: 800
          grade: B

Keys of a record are common columns or fields of its item. ``id`` names a record for ``events``.
"""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import ConfigDict, Field, model_validator

from gongxin.law.schema.basics import Day, Id, Node, Number, broken
from gongxin.subjects.kinds import SubjectKind


class CaseRecord(Node):
    """One record: its item, and under their own names whatever columns and fields it has."""

    model_config = ConfigDict(extra="allow", frozen=True, populate_by_name=True)

    item: Id
    id: str | None = None

    @property
    def values(self) -> dict[str, Any]:
        """The columns and fields it has."""
        return dict(self.model_extra or {})


class CaseEvent(Node):
    """Something that happened to a record of the case; or to its subject, who gives consent to a ``purpose``."""

    record: str | None = None
    kind: str
    on: Day
    case_no: str | None = None
    purpose: Id | None = None


class Expected(Node):
    """What the model must come to. Only what is said is checked; but a rule that decides the grade has to be named.

    In the order of the computation: ``base`` the start score, ``lines`` the points of indicators and ``dimensions``
    those of dimensions, each within its bounds, ``score``, ``grade``, ``direct`` the rule that set or limited the
    grade. ``not_evaluated`` is the rule by which there is no result, or ``no-data``; nothing else is then expected.
    """

    not_evaluated: str | None = None
    base: Number | None = None
    lines: Annotated[dict[str, Number], Field(default_factory=dict)]
    dimensions: Annotated[dict[str, Number], Field(default_factory=dict)]
    score: Number | None = None
    grade: str | None = None
    direct: str | None = None

    @model_validator(mode="after")
    def _something(self) -> Expected:
        if (self.not_evaluated is None) == (self.score is None):
            raise broken(
                "one-of",
                zh="'score' 与 'not_evaluated' 须且只须写一个",
                en="give either the 'score' or 'not_evaluated', and not both",
            )
        return self


class Case(Node):
    """One case: a subject's records, the day it is evaluated on, and what must come of it."""

    case: str
    as_of: Day
    kind: SubjectKind | None = None
    records: Annotated[tuple[CaseRecord, ...], Field(min_length=1)]
    events: tuple[CaseEvent, ...] = ()
    expect: Expected

    @model_validator(mode="after")
    def _known_records(self) -> Case:
        known = {record.id for record in self.records}
        for event in self.events:
            if event.record is not None and event.record not in known:
                raise broken(
                    "unknown-record",
                    zh=f"没有 id 为 {event.record!r} 的记录；请给该记录写 'id'",
                    en=f"no record of the case has the id {event.record!r}; give it one with 'id'",
                )
        return self


class CaseFile(Node):
    """A file under ``cases/``: the cases of one model, over all its editions."""

    model: Id
    cases: Annotated[tuple[Case, ...], Field(min_length=1)]
