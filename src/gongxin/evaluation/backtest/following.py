"""Laying out the cases of a back-test: scores as of a day beside what happened in the window that follows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from gongxin.evaluation.backtest.question import Among
from gongxin.evaluation.backtest.records import field_sql, in_items, made_on_sql
from gongxin.standing import record_standing_sql
from gongxin.subjects.sql_text import literal

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from duckdb import DuckDBPyConnection

    from gongxin.evaluation.backtest.question import FollowedSql, Window
    from gongxin.law.library import Law
    from gongxin.law.schema.model import EvaluationModel
    from gongxin.ledger import Snapshot

#: Columns of the subject table by which a result is broken down.
ATTRIBUTES = ("kind", "region", "industry", "scale")


@dataclass(frozen=True, slots=True)
class Fields:
    """Payload fields wanted with each case, and the items whose records hold them before the window."""

    names: tuple[str, ...]
    items: tuple[str, ...]

    def column(self, name: str) -> str:
        """The column of ``cases`` that holds a field."""
        return f"field_{self.names.index(name)}"


def gather_outcomes(
    connection: DuckDBPyConnection,
    snapshot: Snapshot,
    law: Law,
    followed: FollowedSql,
    window: Window,
    model: EvaluationModel,
    fields: Fields,
    step: Callable[[], None],
) -> None:
    """Make the table ``outcome``: the records of the window that count as observed, with the flag ``hit``.

    A record withdrawn by the end of the window is not on file then, and a decision not to punish is no outcome. The
    records of the window and their events are picked out bucket by bucket; standing is asked once, over those alone.
    """
    kinds = ", ".join(map(literal, model.for_))
    picked = {
        "record": f"""SELECT * FROM record
            WHERE {in_items([followed.item])} AND subject_kind IN ({kinds}) AND no_penalty IS NOT TRUE
                AND {made_on_sql()} > DATE '{window.after}' AND {made_on_sql()} <= DATE '{window.until}'""",
        "event": "SELECT * FROM event WHERE record_id IN (SELECT record_id FROM picked_record)",
    }
    for bucket in range(snapshot.buckets):
        snapshot.attach(connection, bucket=bucket)
        for table, query in picked.items():
            verb = f"INSERT INTO picked_{table}" if bucket else f"CREATE OR REPLACE TEMP TABLE picked_{table} AS"
            connection.execute(f"{verb} {query}")
        step()
    for table in picked:
        connection.execute(f"CREATE OR REPLACE TEMP VIEW {table} AS SELECT * FROM picked_{table}")
    said = "".join(f", {field_sql(name)} AS {fields.column(name)}" for name in fields.names)
    connection.execute(
        f"""CREATE OR REPLACE TEMP TABLE outcome AS
        SELECT subject_id, record_id, doc_no, {made_on_sql()} AS day, {followed.hit} AS hit{said}
        FROM ({record_standing_sql(law, window.until)}) WHERE on_file AND {followed.observed}"""
    )


def gather_attributes(
    connection: DuckDBPyConnection,
    snapshot: Snapshot,
    window: Window,
    fields: Fields,
    step: Callable[[], None],
) -> None:
    """Make the table ``attribute``: kind, region, industry and size of subjects, and what fields last said of them."""
    said = "".join(
        f", arg_max({field_sql(name)}, ({made_on_sql()}, record_id)) FILTER ({field_sql(name)} IS NOT NULL)"
        f" AS {fields.column(name)}"
        for name in fields.names
    )
    last_said = f"""SELECT subject_id{said} FROM record
        WHERE {in_items(fields.items)} AND {made_on_sql()} <= DATE '{window.as_of}' GROUP BY subject_id"""
    columns = ", ".join(ATTRIBUTES)
    query = f"SELECT subject_id, {columns} FROM subject"
    if fields.names:
        query = f"SELECT * FROM ({query}) FULL JOIN ({last_said}) USING (subject_id)"
    for bucket in range(snapshot.buckets):
        snapshot.attach(connection, bucket=bucket)
        verb = "INSERT INTO attribute" if bucket else "CREATE OR REPLACE TEMP TABLE attribute AS"
        connection.execute(f"{verb} {query}")
        step()


def make_cases(connection: DuckDBPyConnection, among: Among, fields: Fields, name: str = "cases") -> None:
    """Make the table of cases from ``evaluation``, ``outcome`` and ``attribute``.

    A case that was not evaluated has no score. Among subjects these are left out: nobody knows how many there are.
    """
    attributes = ", ".join(f"attribute.{column}" for column in ATTRIBUTES)
    if among is Among.SUBJECTS:
        said = "".join(f", attribute.{fields.column(field)}" for field in fields.names)
        query = f"""SELECT evaluation.*, coalesce(happened.hit, FALSE) AS hit, {attributes}{said}
            FROM evaluation
            LEFT JOIN (SELECT subject_id, bool_or(hit) AS hit FROM outcome GROUP BY subject_id) happened
                USING (subject_id)
            LEFT JOIN attribute USING (subject_id)"""
    else:
        said = "".join(f", outcome.{fields.column(field)}" for field in fields.names)
        query = f"""SELECT evaluation.* EXCLUDE (subject_id), outcome.subject_id, outcome.hit, outcome.day,
                outcome.doc_no, outcome.record_id, {attributes}{said}
            FROM outcome LEFT JOIN evaluation USING (subject_id) LEFT JOIN attribute USING (subject_id)"""
    connection.execute(f"CREATE OR REPLACE TEMP TABLE {name} AS {query}")


def read_evaluation(connection: DuckDBPyConnection, file: str, name: str, dimensions: Sequence[str]) -> None:
    """Make the view ``name`` over a result of an evaluation, its dimensions under ``d0``, ``d1`` …"""
    numbered = "".join(f', "{dimension}" AS d{place}' for place, dimension in enumerate(dimensions))
    connection.execute(
        f"CREATE OR REPLACE TEMP VIEW {name} AS"
        f" SELECT subject_id, score, grade{numbered} FROM read_parquet({literal(file)})"
    )
