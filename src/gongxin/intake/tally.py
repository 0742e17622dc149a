"""What is counted of a batch besides how its rows ended: what the quality of a department's data is judged by.

The counts stand in the batch's manifest, and so in the transparency log: ``late``, ``code_errors``, ``repeated`` (the
same record twice in the batch, with the same or other content), and ``rule:<id>``, how many rows each rule rejected.
``mending`` is 1 where the files are workbooks of rows to mend, handed in again.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from gongxin.intake.known_subjects import rows_on_new_subjects
from gongxin.intake.single_value import single_number
from gongxin.intake.staging import REMARKS, Outcome

if TYPE_CHECKING:
    import pyarrow as pa
    from duckdb import DuckDBPyConnection

#: Before the id of a rule in the counts.
RULE = "rule:"

_CODE_RULES = ("uscc-check", "org-code-check", "reg-no-check", "person-id-check", "codes-disagree")
_REPEATS = ("repeated-row", "conflicting-row")


class Tally:
    """The counts of one batch, chunk by chunk."""

    def __init__(self) -> None:
        self._counts: Counter[str] = Counter()
        self.rows = 0
        self.rows_on_new_subjects = 0
        #: Whether all files are workbooks of rows to mend, handed in again.
        self.mending = True

    def add(self, connection: DuckDBPyConnection, malformed: pa.Table) -> None:
        """Count the rows of ``ending``, and those that could not even be cut into cells."""
        self.rows += single_number(connection, "SELECT count(*) FROM ending") + malformed.num_rows
        self.rows_on_new_subjects += rows_on_new_subjects(connection)
        for rule, outcome, rows in connection.execute(_BY_RULE).fetchall():
            if outcome == Outcome.REJECTED:
                self._counts[RULE + rule] += rows
            elif rule == "reported-late":
                self._counts["late"] += rows
        for name, rules in (("code_errors", _CODE_RULES), ("repeated", _REPEATS)):
            self._counts[name] += _rows_with(connection, rules)
        self._counts.update(RULE + rule for rule in malformed["rule"].to_pylist())

    def counts(self) -> dict[str, int]:
        """What the manifest has besides the outcomes."""
        named = {name: self._counts[name] for name in ("late", "code_errors", "repeated")}
        named |= {"mending": 1} if self.mending else {}
        return named | {name: rows for name, rows in sorted(self._counts.items()) if name.startswith(RULE)}


_REMARKED = f"SELECT row, outcome, unnest({REMARKS}) AS remark FROM ending WHERE len({REMARKS}) > 0"

#: A remark counts by the row's end: a note on a row that was rejected anyway says nothing of what was taken.
_BY_RULE = f"""
    SELECT remark.rule AS rule, remark.outcome AS outcome, count(DISTINCT row) AS rows FROM ({_REMARKED})
    WHERE remark.outcome = outcome GROUP BY ALL"""


def _rows_with(connection: DuckDBPyConnection, rules: tuple[str, ...]) -> int:
    listed = ", ".join(f"'{rule}'" for rule in rules)
    return single_number(connection, f"SELECT count(DISTINCT row) FROM ({_REMARKED}) WHERE remark.rule IN ({listed})")
