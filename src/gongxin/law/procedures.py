"""Asking the law about procedures: which regime governs a record, how long a deadline is, and when it ends."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING

from gongxin.errors import Message
from gongxin.law.order import PackOrder
from gongxin.law.problems import Problems
from gongxin.law.schema.basics import Citation, Duration

if TYPE_CHECKING:
    from collections.abc import Callable

    from gongxin.law.library import Law
    from gongxin.law.schema.basics import Text
    from gongxin.law.schema.parameters import DatedValue
    from gongxin.law.schema.procedure import Procedure, ProcedureKind
    from gongxin.law.working_days import Due, WorkingCalendar

#: Where the country as a whole is meant: what no narrower place has a rule of its own for.
NATIONWIDE = "CN"


def procedures_for(
    law: Law,
    kind: ProcedureKind,
    *,
    opening_day: date,
    item: str | None = None,
    rule_set: str | None = None,
    record_day: date | None = None,
    region: str | None = None,
    holds: Callable[[Procedure], bool] | None = None,
) -> tuple[Procedure, ...]:
    """The regimes of a kind that govern a record (or, without ``item``, that are about a subject as such).

    One of each variant, the one that goes before its rivals. ``rule_set`` is the publicity rule set that governs the
    record, ``record_day`` the day it is of, ``region`` a GB/T 2260 code (without one, only what holds nationwide is
    found). ``holds`` says whether the ``when`` of a procedure holds of the record; it is asked about those that have
    one, and without it they are left out.
    """
    there = _packs_at(law, region or NATIONWIDE)
    found = [
        placed.value
        for placed in law.statutes.procedures.all()
        if placed.value.kind is kind
        and placed.pack in there
        and _governs(placed.value, item, rule_set)
        and placed.value.in_force.covers(_deciding_day(placed.value, record_day, opening_day))
        and (placed.value.when is None or (holds is not None and holds(placed.value)))
    ]
    first: dict[str | None, Procedure] = {}
    for procedure in sorted(found, key=lambda one: -one.precedence):
        first.setdefault(procedure.variant, procedure)
    return tuple(first.values())


@lru_cache(maxsize=128)
def _packs_at(law: Law, region: str) -> frozenset[str]:
    """The packs that apply in a region. A law never changes; one that is no longer asked falls out by itself."""
    order = PackOrder(list(law.packs.values()), Problems())
    return frozenset(pack.header.id for pack in order.at(region))


def _governs(procedure: Procedure, item: str | None, rule_set: str | None) -> bool:
    if not procedure.items:
        return item is None
    return item in procedure.items and (not procedure.rule_sets or rule_set in procedure.rule_sets)


def _deciding_day(procedure: Procedure, record_day: date | None, opening_day: date) -> date:
    """The day that chooses among editions: that of the record or of the opening."""
    return record_day if procedure.edition_by == "record" and record_day is not None else opening_day


def reading_day(procedure: Procedure, *, opening_day: date, record_day: date | None = None) -> date:
    """The day on which the numbers of a procedure are read for a case: that of the record or of the opening, whichever
    chooses the edition, and never one on which the procedure was not in force."""
    day = _deciding_day(procedure, record_day, opening_day)
    return max(procedure.in_force.from_, min(day, procedure.in_force.to or date.max))


@dataclass(frozen=True, slots=True)
class ResolvedTerm:
    """A deadline's term on a day: how long it is, what prolongs it, and where that stands.

    At most one of ``length``, ``end_of_next_year`` and ``said`` (the name under which the case says the day) is given;
    without any the instrument gives no number, or nobody could read it. ``cite`` is the article of the length, which
    for a parameter is that of its value.
    """

    deadline: str
    cite: Citation
    length: Duration | None = None
    end_of_next_year: bool = False
    said: str | None = None
    extension: Duration | None = None
    at_most: Duration | None = None
    silence_means: Text | None = None

    @property
    def unset(self) -> bool:
        """Whether there is no number."""
        return self.length is None and not self.end_of_next_year and self.said is None

    @property
    def prolongs(self) -> bool:
        """Whether it can be prolonged, and by how much is known."""
        return not self.unset and (self.extension is not None or self.at_most is not None)

    @property
    def words(self) -> Message:
        """How long it is, in words of both languages: "5 working days, prolonged to 20 working days in all"."""
        if self.length is not None:
            zh, en = self.length.zh, str(self.length)
        elif self.end_of_next_year:
            zh, en = "次年年底前", "by the end of the next year"
        elif self.said is not None:
            zh, en = "至约定之日", "until the day agreed"
        else:
            return Message(zh="没有规定天数", en="no number of days is set")
        if self.at_most is not None:
            return Message(f"{zh}，延长后总计不超过{self.at_most.zh}", f"{en}, prolonged to {self.at_most} in all")
        if self.extension is not None:
            return Message(f"{zh}，可以延长{self.extension.zh}", f"{en}, and {self.extension} more if prolonged")
        return Message(zh, en)

    def due(self, calendar: WorkingCalendar, starts_on: date, said: date | None = None) -> Due | None:
        """The last day of the term that an event on ``starts_on`` begins; None where it has no end.

        ``said`` is the day the case itself has said, for a term that is such a day; it is kept as it was said.
        """
        if self.length is not None:
            return calendar.due(self.length, starts_on)
        if self.end_of_next_year:
            return calendar.due_by(date(starts_on.year + 1, 12, 31), starts_on)
        return None if said is None or self.said is None else calendar.said(said, starts_on)

    def prolonged(self, calendar: WorkingCalendar, starts_on: date, said: date | None = None) -> Due | None:
        """The last day once the term was prolonged: counted on from its end, or the whole length from its start."""
        first = self.due(calendar, starts_on, said)
        if first is None or not self.prolongs:
            return first
        if self.at_most is not None:
            return calendar.due(self.at_most, starts_on)
        assert self.extension is not None
        return calendar.due(self.extension, first.day)


def term_of(law: Law, procedure: Procedure, deadline: str, on: date) -> ResolvedTerm:
    """The term that a procedure sets to a deadline of its flow, with the parameters of a day.

    ``on`` is the day the case was opened. A regime that is no longer in force reads its parameters as they last were
    under it: a repair by the rules of 2021 has the term of 2021 however late it is asked for.
    Raises KeyError for a deadline that the procedure says nothing about; no loaded law has such a one.
    """
    term = next((term for term in procedure.terms if term.deadline == deadline), None)
    if term is None:
        raise KeyError(deadline)
    day = reading_day(procedure, opening_day=on)
    length, cite = _span(law, term.parameter, term.span, term.cite, day)
    extension, _ = _span(law, term.extension_parameter, term.extension, term.cite, day)
    at_most, _ = _span(law, term.at_most, None, term.cite, day)
    return ResolvedTerm(
        deadline=deadline,
        cite=cite,
        length=length,
        end_of_next_year=term.until is not None,
        said=term.said,
        extension=extension,
        at_most=at_most,
        silence_means=term.silence_means,
    )


def span_on(law: Law, parameter: str, on: date) -> tuple[Duration | None, Citation | None]:
    """A parameter that is a span of time, on a day, with its article: no span where nobody knows it, neither before
    its first value."""
    dated: DatedValue | None = law.parameter(parameter).on(on)
    if dated is None:
        return None, None
    return (dated.value if isinstance(dated.value, Duration) else None), dated.cite


def _span(
    law: Law, parameter: str | None, span: Duration | None, cite: Citation, day: date
) -> tuple[Duration | None, Citation]:
    if parameter is None:
        return span, cite
    length, found = span_on(law, parameter, day)
    return length, found or cite
