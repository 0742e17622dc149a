"""The subjects that lose and gain most, each with the lines of the score that moved it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from gongxin.evaluation.backtest.records import made_on_sql
from gongxin.evaluation.explain import explainer
from gongxin.evaluation.simulation.difference import difference
from gongxin.subjects.sql_text import literal

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date
    from decimal import Decimal

    from duckdb import DuckDBPyConnection

    from gongxin.evaluation.explain import Explanation
    from gongxin.evaluation.simulation.difference import MovedLine
    from gongxin.evaluation.simulation.grade_scales import GradeScales
    from gongxin.evaluation.simulation.versions import Version
    from gongxin.law.schema.basics import Text
    from gongxin.ledger import Ledger, Snapshot


@dataclass(frozen=True, slots=True)
class Outcome:
    """A score, its grade, and the rule that decided the grade, if one did."""

    score: Decimal
    grade: str | None
    direct: str | None


@dataclass(frozen=True, slots=True)
class RecordMet:
    """A record named in a line: what it is, and its day."""

    item: Text
    dated: date | None
    doc_no: str | None


@dataclass(frozen=True, slots=True)
class Affected:
    """One subject: where it stands by each version, the lines that differ, and by number the records they are about."""

    subject_id: str
    name: str | None
    before: Outcome
    after: Outcome
    lines: tuple[MovedLine, ...]
    records: dict[str, RecordMet]


def most_affected(
    connection: DuckDBPyConnection,
    ledger: Ledger,
    snapshot: Snapshot,
    versions: tuple[Version, Version],
    scales: GradeScales,
    most: int,
) -> tuple[tuple[Affected, ...], tuple[Affected, ...]]:
    """Up to ``most`` subjects that come off worse, and as many that come off better.

    A grade weighs more than any score; where grades cannot be compared, scores alone decide. Of equals, the first by
    identifier.
    """
    before, after = versions
    loses, gains = _chosen(connection, before, scales, most)
    with (
        explainer(ledger, before.law, snapshot.known_at) as old,
        explainer(ledger, after.law, snapshot.known_at) as new,
    ):

        def affected(subject: str) -> Affected:
            was = old.explain(subject, before.model.id, before.as_of)
            becomes = new.explain(subject, after.model.id, after.as_of)
            snapshot.attach(connection, subject_id=subject)
            return _affected(connection, versions, was, becomes)

        return tuple(map(affected, loses)), tuple(map(affected, gains))


def _chosen(
    connection: DuckDBPyConnection, version: Version, scales: GradeScales, most: int
) -> tuple[list[str], list[str]]:
    order = f"[{', '.join(map(literal, scales.order))}]"
    worse = f"list_position({order}, after) - list_position({order}, before)" if scales.comparable else "0"
    sign = "-" if version.model.higher == "better" else ""
    connection.execute(
        f"""CREATE OR REPLACE TEMP VIEW loss AS
        SELECT subject_id, {worse} AS grades, {sign}(score_after - score_before) AS points
        FROM pair WHERE score_before IS NOT NULL AND score_after IS NOT NULL"""
    )
    return _first(connection, ">", "DESC", most), _first(connection, "<", "ASC", most)


def _first(connection: DuckDBPyConnection, sign: str, direction: str, most: int) -> list[str]:
    found = connection.execute(
        f"""SELECT subject_id FROM loss WHERE grades {sign} 0 OR (grades = 0 AND points {sign} 0)
        ORDER BY grades {direction}, points {direction}, subject_id LIMIT {most}"""
    )
    return [subject for (subject,) in found.fetchall()]


def _affected(
    connection: DuckDBPyConnection, versions: tuple[Version, Version], before: Explanation, after: Explanation
) -> Affected:
    """What is told of the subject whose file the views hold."""
    lines = difference(before, after, versions[0].model, versions[1].model)
    name = connection.execute("SELECT name FROM subject").fetchone()
    numbers = (line.record_id for line in lines if line.record_id is not None)
    return Affected(
        subject_id=before.subject,
        name=None if name is None else name[0],
        before=_outcome(before),
        after=_outcome(after),
        lines=lines,
        records=_records(connection, versions[0], numbers),
    )


def _outcome(explanation: Explanation) -> Outcome:
    return Outcome(explanation.score, explanation.grade, None if explanation.direct is None else explanation.direct[0])


def _records(connection: DuckDBPyConnection, version: Version, numbers: Iterable[str]) -> dict[str, RecordMet]:
    listed = ", ".join(map(literal, numbers))
    if not listed:
        return {}
    found = connection.execute(
        f"SELECT record_id, item, {made_on_sql()}, doc_no FROM record WHERE record_id IN ({listed})"
    ).fetchall()
    return {number: RecordMet(version.law.item(item).title, day, doc_no) for number, item, day, doc_no in found}
