"""The counts of a batch: how many rows ended how, and what the quality of a department's data is judged by.

They stand in the batch's manifest, and so in the transparency log. ``total`` is the sum of the four outcomes, always.
The others say of the same rows: ``late``, ``code_errors``, ``repeated`` (the same record twice in the batch, with the
same or other content), and ``rule:<id>``, how many rows were rejected by each rule.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from gongxin.intake.staging import REMARKS, Outcome

if TYPE_CHECKING:
    from collections.abc import Mapping

    from duckdb import DuckDBPyConnection

#: Before the id of a rule in the counts.
RULE = "rule:"

_CODE_RULES = ("uscc-check", "org-code-check", "reg-no-check", "person-id-check", "codes-disagree")
_REPEATS = ("repeated-row", "conflicting-row")


class Tally:
    """The counts of one batch, chunk by chunk."""

    def __init__(self) -> None:
        self._counts: Counter[str] = Counter()

    def add(self, connection: DuckDBPyConnection) -> None:
        """Count the rows of ``ending``."""
        for outcome, rows in connection.execute("SELECT outcome, count(*) FROM ending GROUP BY outcome").fetchall():
            self._counts[outcome] += rows
        for rule, outcome, rows in connection.execute(_BY_RULE).fetchall():
            if outcome == Outcome.REJECTED:
                self._counts[RULE + rule] += rows
            elif rule == "reported-late":
                self._counts["late"] += rows
        for name, rules in (("code_errors", _CODE_RULES), ("repeated", _REPEATS)):
            self._counts[name] += _count(connection, rules)

    def add_malformed(self, rules: Mapping[str, int]) -> None:
        """Count rows that could not even be cut into cells, by rule."""
        for rule, rows in rules.items():
            self._counts[Outcome.REJECTED] += rows
            self._counts[RULE + rule] += rows

    @property
    def rows(self) -> int:
        """How many rows were counted."""
        return sum(self._counts[outcome] for outcome in Outcome)

    def counts(self) -> dict[str, int]:
        """All counts, the outcomes first."""
        always = {"total": self.rows} | {str(outcome): self._counts[outcome] for outcome in Outcome}
        named = {name: self._counts[name] for name in ("late", "code_errors", "repeated")}
        return always | named | {name: rows for name, rows in sorted(self._counts.items()) if name.startswith(RULE)}


_REMARKED = f"SELECT row, outcome, unnest({REMARKS}) AS remark FROM ending WHERE len({REMARKS}) > 0"

#: A remark counts by the row's end: a note on a row that was rejected anyway says nothing of what was taken.
_BY_RULE = f"""
    SELECT remark.rule AS rule, remark.outcome AS outcome, count(DISTINCT row) AS rows FROM ({_REMARKED})
    WHERE remark.outcome = outcome GROUP BY ALL"""


def _count(connection: DuckDBPyConnection, rules: tuple[str, ...]) -> int:
    listed = ", ".join(f"'{rule}'" for rule in rules)
    found = connection.execute(f"SELECT count(DISTINCT row) FROM ({_REMARKED}) WHERE remark.rule IN ({listed})")
    row = found.fetchone()
    return int(row[0]) if row is not None else 0
