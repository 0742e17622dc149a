"""The standing of one file after another on a desk, within milliseconds each: for each sort of file a statement of its
own out of the one definition, planned once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gongxin.ledger.desk import Statements
from gongxin.standing.rules_sql import record_standing_sql
from gongxin.standing.view import standings_of, standings_sql

if TYPE_CHECKING:
    from datetime import date

    from gongxin.law.library import Law
    from gongxin.ledger.desk import Desk, Sort
    from gongxin.standing.view import Standing


class FileStandings:
    """Answers for the file that lies on ``desk``, as of the end of one day."""

    def __init__(self, desk: Desk, law: Law, as_of: date) -> None:
        self._desk, self._law = desk, law
        self._statements = Statements(desk, self._text)
        self._as_of = as_of
        for eventful in (True, False):
            self._statements.plan(as_of, eventful=eventful)

    def of(self, sort: Sort) -> dict[str, Standing]:
        """The standing of every record on the desk, by record; of what sort the file is, the caller has seen."""
        if sort.items is not None and not sort.items:
            return {}
        return standings_of(self._desk.run(self._statements.name(self._as_of, sort)))

    def _text(self, as_of: date, sort: Sort) -> str:
        standing = record_standing_sql(self._law, as_of, items=sort.items, kept=("record_id",), eventful=sort.eventful)
        return standings_sql(f"({standing})")
