"""Whom to invite to an interview: every subject whose latest received result calls for one and who had none since."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from gongxin.casework.models import Case
from gongxin.casework.view_parts import Shown, message
from gongxin.law.columns import DAY_OF_RECORD
from gongxin.law.expressions import compile_expression
from gongxin.law.schema.procedure import Check, ProcedureKind
from gongxin.ledger import Ledger
from gongxin.standing.rules_sql import record_standing_sql
from gongxin.subjects.sql_text import literal

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from duckdb import DuckDBPyConnection

    from gongxin.errors import Message
    from gongxin.law.library import Law
    from gongxin.law.schema.procedure import Condition, Procedure
    from gongxin.workspace import Workspace


@dataclass(frozen=True, slots=True)
class ToInvite(Shown):
    """A subject to invite, under which procedure, because of which result."""

    subject_id: str
    name: str
    procedure: str
    variant: str | None
    title: Message
    grade: str
    result_of: date | None
    record_id: str
    open_case: str | None


def to_invite(workspace: Workspace, law: Law, as_of: date) -> list[ToInvite]:
    """The subjects to invite on a day, by procedure and subject. One whose interview is going on is listed with the
    number of its case; one that had an interview since the result was received is not listed."""
    procedures = [
        (procedure, condition)
        for procedure in law.procedures
        if procedure.kind is ProcedureKind.INTERVIEW and procedure.in_force.covers(as_of)
        for condition in procedure.conditions
        if condition.check is Check.GRADE
    ]
    ledger = Ledger.open(workspace)
    with ledger.snapshot() as snapshot, ledger.connect() as connection:
        snapshot.attach(connection)
        return [
            one
            for procedure, condition in procedures
            for one in _called_for(connection, law, procedure, condition, as_of)
        ]


def _called_for(
    connection: DuckDBPyConnection, law: Law, procedure: Procedure, condition: Condition, as_of: date
) -> Iterator[ToInvite]:
    since = _last_interviews(procedure)
    for subject_id, name, grade, day, record_id in connection.execute(_query(law, condition, as_of)).fetchall():
        last = since.get(subject_id)
        waiting = last is not None and last.closed_on is None
        if last is not None and not waiting and (day is None or last.opened_on >= day):
            continue
        yield ToInvite(
            subject_id=subject_id,
            name=name or "",
            procedure=procedure.id,
            variant=procedure.variant,
            title=message(procedure.title),
            grade=grade,
            result_of=day,
            record_id=record_id,
            open_case=last.number if last is not None and waiting else None,
        )


def _last_interviews(procedure: Procedure) -> dict[str, Case]:
    """The last interview of each subject under the procedure, called-off ones aside."""
    held = Case.objects.filter(procedure=procedure.id).exclude(outcome="withdrawn").order_by("opened_on", "pk")
    return {case.subject_id: case for case in held}


def _query(law: Law, condition: Condition, as_of: date) -> str:
    """The latest result that counts of each subject, where its grade is one of the condition's."""
    standing = record_standing_sql(law, as_of, items=frozenset(condition.items), columns=("counted",))
    names = law.fields_readable(condition.items)
    when = compile_expression(condition.when, names, where=condition.id) if condition.when is not None else "TRUE"
    days = ", ".join(f'"{name}"' for name in DAY_OF_RECORD)
    grades = ", ".join(literal(grade) for grade in condition.grades)
    return f"""\
WITH standing AS ({standing}),
results AS (
  SELECT subject_id, "level" AS grade, coalesce({days}) AS day, record_id
  FROM standing WHERE counted AND "level" IS NOT NULL AND ({when})
),
latest AS (
  SELECT * FROM results
  QUALIFY row_number() OVER (PARTITION BY subject_id ORDER BY day DESC NULLS LAST, record_id DESC) = 1
)
SELECT latest.subject_id, subject.name, latest.grade, latest.day, latest.record_id
FROM latest LEFT JOIN subject USING (subject_id)
WHERE latest.grade IN ({grades})
ORDER BY latest.subject_id"""
