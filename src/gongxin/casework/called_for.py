"""Whom received results call to an interview: a projection of the ledger, kept for a day and brought up to each batch.

Working it out reads the results of everybody; a batch changes those of a few. What is kept is what
:mod:`gongxin.casework.interviews` would read anew each time, thrown away with the process or the day.
"""

from __future__ import annotations

from dataclasses import dataclass
from threading import Lock
from typing import TYPE_CHECKING

from gongxin.law.columns import DAY_OF_RECORD
from gongxin.law.expressions import compile_expression
from gongxin.law.schema.procedure import Check, ProcedureKind
from gongxin.ledger import Ledger
from gongxin.standing.rules_sql import record_standing_sql
from gongxin.subjects.sql_text import literal

if TYPE_CHECKING:
    from datetime import date

    from duckdb import DuckDBPyConnection

    from gongxin.law.library import Law
    from gongxin.law.schema.procedure import Condition, Procedure
    from gongxin.ledger.snapshot import Snapshot
    from gongxin.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Call:
    """A subject that a result calls to an interview under a procedure, whether it has had one or not."""

    procedure: Procedure
    subject_id: str
    name: str
    grade: str
    result_of: date | None
    record_id: str


class CalledFor:
    """The calls of one workspace in this process; may be asked by several threads at once."""

    def __init__(self, workspace: Workspace, law: Law) -> None:
        self._ledger = Ledger.open(workspace)
        self._law = law
        self._lock = Lock()
        self._of: tuple[date, int] | None = None
        self._calls: tuple[Call, ...] = ()

    def on(self, as_of: date) -> tuple[Call, ...]:
        """The calls of a day, by procedure and subject."""
        with self._lock:
            if self._of != (as_of, self._ledger.last_batch):
                self._bring_up_to_date(as_of)
            return self._calls

    def _bring_up_to_date(self, as_of: date) -> None:
        with self._ledger.snapshot() as snapshot, self._ledger.connect() as connection:
            if self._of is None or self._of[0] != as_of or self._of[1] > snapshot.known_at:
                snapshot.attach(connection)
                self._calls = tuple(self._read(connection, as_of))
            else:
                self._read_changed(connection, snapshot, as_of, since=self._of[1])
            self._of = (as_of, snapshot.known_at)

    def _read_changed(self, connection: DuckDBPyConnection, snapshot: Snapshot, as_of: date, *, since: int) -> None:
        """Put what later batches say in place of what was known of the same subjects."""
        named = snapshot.named_since(since)
        changed = f"SELECT subject_id FROM ({snapshot.touched_since(since)})" + (
            f" UNION {named}" if named is not None else ""
        )
        connection.execute(f"CREATE TEMP TABLE changed AS {changed}")
        for name, query in snapshot.queries(among="changed").items():
            connection.execute(f"CREATE TEMP VIEW {name} AS {query}")
        subjects = {subject_id for (subject_id,) in connection.execute("SELECT subject_id FROM changed").fetchall()}
        kept = [call for call in self._calls if call.subject_id not in subjects]
        # Most decisions are about somebody without a result; planning the question takes longer than finding that out.
        asked = self._any_result(connection, as_of)
        read = self._read(connection, as_of) if asked else []
        place = {procedure.id: n for n, (procedure, _) in enumerate(conditions_of(self._law, as_of))}
        self._calls = tuple(sorted((*kept, *read), key=lambda call: (place[call.procedure.id], call.subject_id)))

    def _any_result(self, connection: DuckDBPyConnection, as_of: date) -> bool:
        items = sorted({item for _, condition in conditions_of(self._law, as_of) for item in condition.items})
        listed = ", ".join(map(literal, items)) or "NULL"
        return connection.execute(f"SELECT 1 FROM record WHERE item IN ({listed}) LIMIT 1").fetchone() is not None

    def _read(self, connection: DuckDBPyConnection, as_of: date) -> list[Call]:
        return [
            Call(procedure, subject_id, name or "", grade, day, record_id)
            for procedure, condition in conditions_of(self._law, as_of)
            for subject_id, name, grade, day, record_id in connection.execute(
                _query(self._law, condition, as_of)
            ).fetchall()
        ]


def conditions_of(law: Law, as_of: date) -> list[tuple[Procedure, Condition]]:
    """The procedures of interviews in force on a day, each with its condition on the grade."""
    return [
        (procedure, condition)
        for procedure in law.procedures
        if procedure.kind is ProcedureKind.INTERVIEW and procedure.in_force.covers(as_of)
        for condition in procedure.conditions
        if condition.check is Check.GRADE
    ]


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
