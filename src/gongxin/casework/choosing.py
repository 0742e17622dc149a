"""Which procedures there are for a record or a subject on a day."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gongxin.casework import refusals
from gongxin.law.procedures import procedures_for

if TYPE_CHECKING:
    from gongxin.casework.file_reading import OpenFile
    from gongxin.law.schema.procedure import Procedure, ProcedureKind


def governing(open_file: OpenFile, kind: ProcedureKind) -> tuple[Procedure, ...]:
    """The procedures of a kind that govern what the open file is about: one of each variant."""
    record = open_file.record
    if record is None:
        region = open_file.file.subject.get("region")
        return procedures_for(open_file.law, kind, opening_day=open_file.as_of, region=region)
    return procedures_for(
        open_file.law,
        kind,
        opening_day=open_file.as_of,
        item=record.item,
        rule_set=record.standing.rule_set,
        record_day=record.dated,
        region=record.columns["region"] or open_file.file.subject.get("region"),
        holds=lambda procedure: procedure.when is None or open_file.holds(procedure.when, record),
    )


def the_one(open_file: OpenFile, kind: ProcedureKind, procedure: str | None) -> Procedure:
    """The procedure that is meant: the one named, or the only one there is.

    Errors: ``no-procedure``, ``which-procedure``.
    """
    found = governing(open_file, kind)
    named = [one for one in found if procedure in (None, one.id)]
    if not named:
        raise refusals.nothing_governs(kind.value, procedure)
    if len(named) > 1:
        raise refusals.several_govern(kind.value, [one.id for one in named])
    return named[0]


def papers_needed(open_file: OpenFile, procedure: Procedure) -> list[str]:
    """The papers that are required here: those without a condition, and those whose condition holds of the record."""
    record = open_file.record
    return [
        paper.id
        for paper in procedure.papers
        if paper.required and (paper.when is None or (record is not None and open_file.holds(paper.when, record)))
    ]
