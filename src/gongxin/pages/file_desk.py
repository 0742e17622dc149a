"""The desk at which pages read: one subject's file after another, every question planned once.

What a page shows is what the rooms below say (standing, evaluation, the layout of reports); here is only the order of
asking that makes it a matter of milliseconds.
"""

from __future__ import annotations

from contextlib import ExitStack
from functools import cached_property
from typing import TYPE_CHECKING

from gongxin.casework.file_reading import laid_open
from gongxin.evaluation.beside import RECEIVED, put_beside, received_sql
from gongxin.evaluation.explain import Explainer
from gongxin.evaluation.way_up import Pathfinder, graded
from gongxin.ledger.desk import Sort
from gongxin.ledger.tables import EVENT, RECORD, SUBJECT
from gongxin.reports.composition import check_admissible, file_shown
from gongxin.reports.gradings import explanations_by
from gongxin.reports.subject_file import put_together
from gongxin.standing import FileStandings, record_standing_sql

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date
    from typing import Any

    from gongxin.casework.file_reading import OpenFile
    from gongxin.evaluation.explain import Explanation
    from gongxin.evaluation.sql import CompiledModel
    from gongxin.evaluation.way_up import WayUp
    from gongxin.law.library import Law
    from gongxin.ledger import BatchEntry, Ledger, Snapshot
    from gongxin.reports import Audience
    from gongxin.reports.composition import FileShown
    from gongxin.reports.subject_file import SubjectFile

_ROWS = {
    "subject_row": (SUBJECT, ""),
    "record_rows": (RECORD, ""),
    "event_rows": (EVENT, "WHERE effective_on <= DATE '{day}' ORDER BY effective_on, event_id"),
}


class FileDesk:
    """Reads files as of one day. It belongs to one thread at a time; :meth:`close` it when it is no longer needed."""

    def __init__(self, ledger: Ledger, law: Law, as_of: date) -> None:
        self.as_of = as_of
        self._ledger, self._law = ledger, law
        self._open = ExitStack()
        self._desk = self._open.enter_context(ledger.desk())
        # An explainer reads from a snapshot of its own only when it lays files out itself, which it never does here.
        self._explainer = Explainer(self._desk, self._open.enter_context(ledger.snapshot()), law)
        self._sort = Sort()
        self._standings = FileStandings(self._desk, law, as_of)
        for name, (table, rest) in _ROWS.items():
            columns = ", ".join(f'"{column}"' for column in table.stored)
            self._desk.prepare(name, f"SELECT {columns} FROM temp.{table.name} {rest.format(day=as_of.isoformat())}")
        received = record_standing_sql(law, as_of, items=frozenset({RECEIVED}), columns=("on_file", "counted"))
        self._desk.prepare("received", received_sql(f"({received})", as_of))

    def plan(self) -> None:
        """Plan the questions to every public model in force now rather than when somebody first asks."""
        for model in self._law.models:
            if model.in_force.covers(self.as_of) and not model.private:
                self._explainer.plan(model.id, self.as_of)

    def close(self) -> None:
        """Give the connection back."""
        self._open.close()

    def read(self, snapshot: Snapshot, subject_id: str) -> SubjectFile:
        """The subject's file as the snapshot has it. Error: ``unknown-subject``."""
        self._desk.lay_out(snapshot, subject_id, [table.name for table in (SUBJECT, RECORD, EVENT)])
        rows = {name: self._rows(name) for name in _ROWS}
        self._sort = Sort(
            items=frozenset(row["item"] for row in rows["record_rows"]),
            eventful=any(row["record_id"] is not None for row in rows["event_rows"]),
        )
        standings = self._standings.of(self._sort)
        return put_together(subject_id, rows["subject_row"], rows["record_rows"], rows["event_rows"], standings)

    def lay_open(self, snapshot: Snapshot, subject_id: str, record_id: str | None) -> OpenFile:
        """The file as casework reads it, for as long as it lies on the desk. Errors: ``unknown-subject``,
        ``unknown-record``."""
        file = self.read(snapshot, subject_id)
        return laid_open(self._law, self.as_of, file, record_id, self._desk.connection)

    def show(
        self, snapshot: Snapshot, subject_id: str, audience: Audience, batches: Sequence[BatchEntry]
    ) -> tuple[SubjectFile, FileShown]:
        """The file, and what this reader may see of it. Errors: ``unknown-subject``, ``person-not-public``."""
        file = self.read(snapshot, subject_id)
        check_admissible(file, audience)

        def explain(compiled: CompiledModel) -> Explanation:
            return self._explain(compiled, snapshot.known_at)

        explained = explanations_by(explain, self._law, file, as_of=self.as_of, audience=audience)
        received = self._desk.run("received") if any(record.item == RECEIVED for record in file.records) else []
        results = put_beside(self._law, received, explained, self.as_of)
        return file, file_shown(self._law, file, explained, results, batches, as_of=self.as_of, audience=audience)

    def way_up(self, snapshot: Snapshot, subject_id: str, model: str) -> WayUp:
        """What would raise the grade. Errors: ``model-without-grades``, ``unknown-subject``, ``not-evaluated``."""
        compiled = graded(self._law, model, self.as_of)
        file = self.read(snapshot, subject_id)
        now = self._explain(compiled, snapshot.known_at)
        return self._pathfinder.way_up(snapshot, now, [(record.item, record.standing) for record in file.records])

    def _explain(self, compiled: CompiledModel, known_at: int) -> Explanation:
        return self._explainer.explain_laid_out(compiled.plan.model.id, self.as_of, known_at, self._sort)

    @cached_property
    def _pathfinder(self) -> Pathfinder:
        return Pathfinder(self._open.enter_context(self._ledger.desk()), self._law)

    def _rows(self, name: str) -> list[dict[str, Any]]:
        table = _ROWS[name][0]
        return [dict(zip(table.stored, row, strict=True)) for row in self._desk.run(name)]
