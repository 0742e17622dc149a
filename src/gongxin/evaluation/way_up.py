"""What would bring the next grade: the fewest records that, repaired or run out, lift the grade, and from when.

Each set of records is tried on a copy of the subject's file in which these records are repaired. All copies of one size
are evaluated in one query, by the same stages that evaluate everybody, and the smallest sets are tried first.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from itertools import combinations
from math import comb
from typing import TYPE_CHECKING

from gongxin.errors import UsageError
from gongxin.evaluation.duckdb_engine import computing, give_tables
from gongxin.evaluation.explain import explain_attached
from gongxin.evaluation.sql import compile_model
from gongxin.law.schema.basics import Citation
from gongxin.law.schema.catalogue import Nature
from gongxin.standing import create_standing_view, read_standings
from gongxin.subjects.sql_text import literal

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date
    from decimal import Decimal

    from duckdb import DuckDBPyConnection

    from gongxin.evaluation.explain import Explanation
    from gongxin.evaluation.sql import CompiledModel
    from gongxin.law.citations import Language
    from gongxin.law.library import Law
    from gongxin.ledger import Ledger
    from gongxin.standing import Standing

#: Most sets of one size that are tried; where there are more, only sets of the records that weigh most are.
MOST_SETS = 4000

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Mending:
    """One record of the way up, the earliest day on which it no longer counts, and why: by ``repair`` or ``expiry``."""

    record_id: str
    item: str
    by: str
    on: date
    rule_set: str | None
    citation: Citation | None


@dataclass(frozen=True, slots=True)
class WayUp:
    """The fewest records that bring a better grade than the one held, by the rules of ``as_of``.

    ``better`` and ``score_then`` are what comes of it, ``on`` the day from which; all empty, and ``mendings`` too, for
    the best grade, or where no set of records brings a better one. Of sets as small the one that is there first is
    taken. ``exact`` tells that every smaller set was tried.
    """

    subject: str
    model: str
    as_of: date
    score: Decimal
    grade: str
    better: str | None
    score_then: Decimal | None
    on: date | None
    mendings: tuple[Mending, ...]
    exact: bool
    law: Law

    def as_dict(self, lang: Language = "zh") -> dict[str, object]:
        """The way in the form in which commands print it."""
        return {
            "subject": self.subject,
            "model": self.model,
            "as_of": self.as_of,
            "score": self.score,
            "grade": self.grade,
            "better": self.better,
            "score_then": self.score_then,
            "on": self.on,
            "exact": self.exact,
            "mendings": [
                {
                    "record_id": of.record_id,
                    "item": of.item,
                    "by": of.by,
                    "on": of.on,
                    "rule_set": of.rule_set,
                    "cite": None if of.citation is None else self.law.cite(of.citation, lang),
                    "verified": None if of.citation is None else of.citation.verified,
                }
                for of in self.mendings
            ],
        }


def way_up(ledger: Ledger, law: Law, subject: str, model: str, *, as_of: date, known_at: int | None = None) -> WayUp:
    """Find the shortest way to a better grade.

    Raises :class:`UsageError` (``model-without-grades``) for a model that gives none, otherwise as
    :func:`gongxin.evaluation.explain.explain`.
    """
    compiled = compile_model(law, model, as_of)
    if not compiled.plan.model.grades:
        raise UsageError(
            "model-without-grades",
            zh=f"模型 {model} 不划分等级，没有“上一等级”可言；得分由来见 gongxin explain。",
            en=f"The model {model} gives no grades, so there is no next one; see gongxin explain for the score.",
            where=model,
        )
    with ledger.snapshot(known_at) as snapshot, ledger.connect(threads=1) as connection:
        snapshot.attach(connection, subject_id=subject)
        now = explain_attached(connection, law, compiled, snapshot.known_at)
        mendable = _mendable(connection, law, compiled, now)
        found, exact = _shortest(connection, compiled, mendable, now)
    if found is None:
        return WayUp(subject, model, as_of, now.score, now.grade or "", None, None, None, (), exact, law)
    sets, score, grade = found
    on = max(of.on for of in sets)
    return WayUp(subject, model, as_of, now.score, now.grade or "", grade, score, on, sets, exact, law)


def _mendable(connection: DuckDBPyConnection, law: Law, compiled: CompiledModel, now: Explanation) -> list[Mending]:
    """The adverse records that count and may be repaired or run out, the weightiest first."""
    as_of = compiled.plan.as_of
    create_standing_view(connection, law, as_of)
    items = dict(connection.execute("SELECT record_id, item FROM record").fetchall())
    weights: dict[str, Decimal] = {}
    for part in now.contributions:
        if part.record_id is not None:
            weights[part.record_id] = weights.get(part.record_id, 0 * part.points) + abs(part.points)
    found = [
        mending
        for record_id, standing in read_standings(connection).items()
        if items[record_id] in compiled.plan.items
        and law.item(items[record_id]).nature is Nature.ADVERSE
        and standing.counted
        and (mending := _mending(record_id, items[record_id], standing, as_of)) is not None
    ]
    return sorted(found, key=lambda of: (-weights.get(of.record_id, 0), of.on, of.record_id))


def _mending(record_id: str, item: str, standing: Standing, as_of: date) -> Mending | None:
    """How a record first ceases to count, by the rules that govern it; None if it never does."""
    ways = []
    if standing.repairable_from is not None:
        ways.append((max(as_of, standing.repairable_from), "repair"))
    if standing.ends_on is not None:
        ways.append((standing.ends_on + _DAY, "expiry"))
    if not ways:
        return None
    on, by = min(ways)
    cite = None
    if standing.cite_instrument is not None:
        cite = Citation(
            instrument=standing.cite_instrument, article=standing.cite_article, verified=bool(standing.verified)
        )
    return Mending(record_id, item, by, on, standing.rule_set, cite)


def _shortest(
    connection: DuckDBPyConnection, compiled: CompiledModel, mendable: list[Mending], now: Explanation
) -> tuple[tuple[tuple[Mending, ...], Decimal, str] | None, bool]:
    """The smallest set that brings a better grade, and whether all smaller ones were tried."""
    grades = [band.id for band in compiled.plan.model.grades]
    better = grades[: grades.index(now.grade or "")]
    exact = True
    if better and mendable:
        _keep_file(connection)
    for size in range(1, len(mendable) + 1) if better else ():
        among = _few_enough(mendable, size)
        exact = exact and len(among) == len(mendable)
        sets = list(combinations(among, size))
        results = _tried(connection, compiled, sets)
        reaching = [
            (sets[number], score, grade) for number, score, grade in results if grade is not None and grade in better
        ]
        if reaching:
            return min(reaching, key=lambda of: (max(m.on for m in of[0]), grades.index(of[2]), -of[1])), exact
    return None, exact


def _few_enough(mendable: list[Mending], size: int) -> list[Mending]:
    """As many of the weightiest records as make no more sets of a size than are tried."""
    count = len(mendable)
    while count > size and comb(count, size) > MOST_SETS:
        count -= 1
    return mendable[:count]


def _keep_file(connection: DuckDBPyConnection) -> None:
    """Keep the file as it is, and make ``record`` and ``event`` copies of it, one for each set of records repaired."""
    for table in ("record", "event"):
        connection.execute(f"CREATE TEMP TABLE file_{table} AS SELECT * FROM {table}")
    connection.execute("CREATE TEMP TABLE mended (copy INTEGER, record_id VARCHAR, day DATE)")
    copies = "(SELECT DISTINCT copy FROM mended)"
    own = "concat(copy, ':', record_id)"
    record = f"* EXCLUDE (copy) REPLACE (CAST(copy AS VARCHAR) AS subject_id, {own} AS record_id)"
    event = record.replace(own, f"CASE WHEN record_id IS NOT NULL THEN {own} END")
    repaired = (
        f"concat('mended:', {own}) AS event_id, {own} AS record_id, CAST(copy AS VARCHAR) AS subject_id,"
        " 'repaired' AS kind, day AS effective_on"
    )
    connection.execute(f"CREATE OR REPLACE TEMP VIEW record AS SELECT {record} FROM file_record CROSS JOIN {copies}")
    connection.execute(
        f"CREATE OR REPLACE TEMP VIEW event AS SELECT {event} FROM file_event CROSS JOIN {copies}"
        f" UNION ALL BY NAME SELECT {repaired} FROM mended"
    )


def _tried(
    connection: DuckDBPyConnection, compiled: CompiledModel, sets: Sequence[tuple[Mending, ...]]
) -> list[tuple[int, Decimal, str | None]]:
    """The number of each set, and the score and grade that come of it."""
    day = f"DATE '{compiled.plan.as_of.isoformat()}'"
    rows = ", ".join(f"({number}, {literal(of.record_id)}, {day})" for number, set_ in enumerate(sets) for of in set_)
    connection.execute("TRUNCATE mended")
    connection.execute(f"INSERT INTO mended VALUES {rows}")
    give_tables(connection, compiled)
    with computing(compiled):
        found = connection.execute(compiled.results).fetchall()
    return [(int(row[0]), row[1], row[2]) for row in found]
