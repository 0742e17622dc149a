"""Both results beside each other: one row a subject, with what is known of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gongxin.evaluation.backtest.following import ATTRIBUTES, Fields, gather_attributes
from gongxin.evaluation.backtest.question import Window
from gongxin.evaluation.run import evaluate
from gongxin.evaluation.simulation.grade_scales import NOT_EVALUATED, UNGRADED
from gongxin.subjects.sql_text import literal

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from duckdb import DuckDBPyConnection

    from gongxin.evaluation.simulation.versions import Version
    from gongxin.ledger import Ledger, Snapshot

#: How many times all buckets are gone through: two evaluations and what is known of the subjects.
PASSES = 3

_PAIR = """CREATE OR REPLACE TEMP TABLE pair AS
    SELECT subject_id, earlier.score AS score_before, later.score AS score_after,
        {before} AS before, {after} AS after,
        earlier.direct AS direct_before, later.direct AS direct_after, {attributes}
    FROM read_parquet({earlier}) earlier FULL JOIN read_parquet({later}) later USING (subject_id)
        LEFT JOIN attribute USING (subject_id)"""


def lay_out_pairs(
    ledger: Ledger,
    snapshot: Snapshot,
    versions: tuple[Version, Version],
    connection: DuckDBPyConnection,
    scratch: Path,
    progress: Callable[[int, int | None], None],
) -> str:
    """Make the table ``pair`` from evaluations of one snapshot by both versions; return the engine that ran them.

    ``before`` and ``after`` are the grades, or what stands for one (:mod:`.grade_scales`); scores are NULL where a
    version does not evaluate the subject.
    """
    files, engine = [], ""
    for number, version in enumerate(versions):
        out = scratch / f"version-{number}.parquet"
        summary = evaluate(
            ledger,
            version.law,
            version.model.id,
            as_of=version.as_of,
            known_at=snapshot.known_at,
            out=out,
            progress=_share(progress, number, snapshot.buckets),
        )
        files.append(literal(str(out)))
        engine = summary.stamp.engine
    _learn_attributes(connection, snapshot, versions[0], _share(progress, 2, snapshot.buckets))
    connection.execute(
        _PAIR.format(
            before=_state("earlier"),
            after=_state("later"),
            attributes=", ".join(ATTRIBUTES),
            earlier=files[0],
            later=files[1],
        )
    )
    return engine


def _state(version: str) -> str:
    graded = f"coalesce({version}.grade, {literal(UNGRADED)})"
    return f"CASE WHEN {version}.score IS NULL THEN {literal(NOT_EVALUATED)} ELSE {graded} END"


def _share(progress: Callable[[int, int | None], None], number: int, buckets: int) -> Callable[[int, int | None], None]:
    """One pass of several, told as a part of the whole."""
    return lambda done, _total: progress(number * buckets + done, PASSES * buckets)


def _learn_attributes(
    connection: DuckDBPyConnection, snapshot: Snapshot, version: Version, progress: Callable[[int, int | None], None]
) -> None:
    done = 0

    def step() -> None:
        nonlocal done
        done += 1
        progress(done, None)

    day = Window(version.as_of, version.as_of, version.as_of)
    gather_attributes(connection, snapshot, day, Fields((), ()), step)
