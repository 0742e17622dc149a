"""What would bring the next grade: the fewest records that, repaired or run out, lift the grade, and from when.

Each set of records is tried on a copy of the subject's file in which these records are repaired. All copies of one size
are evaluated in one query, by the same stages that evaluate everybody, and the smallest sets are tried first.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from itertools import combinations
from math import comb
from typing import TYPE_CHECKING, Any

from gongxin.errors import UsageError
from gongxin.evaluation.duckdb_engine import computing, give_tables
from gongxin.evaluation.explain import explain_attached
from gongxin.evaluation.sql import compile_model
from gongxin.law.schema.basics import Citation
from gongxin.law.schema.catalogue import Nature
from gongxin.standing import create_standing_view, read_standings
from gongxin.subjects.sql_text import literal

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from datetime import date
    from decimal import Decimal

    from duckdb import DuckDBPyConnection

    from gongxin.evaluation.explain import Explanation
    from gongxin.evaluation.sql import CompiledModel
    from gongxin.law.citations import Language
    from gongxin.law.library import Law
    from gongxin.ledger import Ledger, Snapshot
    from gongxin.ledger.desk import Desk
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
    compiled = graded(law, model, as_of)
    with ledger.snapshot(known_at) as snapshot, ledger.connect(threads=1) as connection:
        snapshot.attach(connection, subject_id=subject)
        now = explain_attached(connection, law, compiled, snapshot.known_at)
        create_standing_view(connection, law, as_of)
        standings = read_standings(connection)
        items = dict(connection.execute("SELECT record_id, item FROM record").fetchall())
        mendable = _mendable(law, compiled, now, [(items[record], of) for record, of in standings.items()])
        if mendable:
            _keep_file(connection)
        found, exact = _shortest(compiled, mendable, now, lambda sets: _tried(connection, compiled, sets))
    return _way(law, now, found, exact)


def graded(law: Law, model: str, as_of: date) -> CompiledModel:
    """A model that gives grades, compiled for the day. Error: ``model-without-grades``."""
    compiled = compile_model(law, model, as_of)
    if not compiled.plan.model.grades:
        raise UsageError(
            "model-without-grades",
            zh=f"模型 {model} 不划分等级，没有“上一等级”可言；得分由来见 gongxin explain。",
            en=f"The model {model} gives no grades, so there is no next one; see gongxin explain for the score.",
            where=model,
        )
    return compiled


class Pathfinder:
    """Finds the ways of one subject after another within milliseconds: each model is planned once, for all files.

    It works on a ``desk`` of its own.
    """

    def __init__(self, desk: Desk, law: Law) -> None:
        self._desk, self._law = desk, law
        self._prepared: dict[CompiledModel, str] = {}
        for table in ("record", "event"):
            desk.connection.execute(f"CREATE TEMP TABLE file_{table} AS SELECT * FROM temp.{table}")
        desk.connection.execute(_MENDED)

    def way_up(self, snapshot: Snapshot, now: Explanation, standings: Iterable[tuple[str, Standing]]) -> WayUp:
        """The way up from an explanation of a model that gives grades; ``standings`` are those of the subject's records
        on the day, each with its item."""
        compiled = compile_model(self._law, now.model, now.as_of)
        mendable = _mendable(self._law, compiled, now, standings)
        if mendable:
            self._desk.lay_out(snapshot, now.subject)
            for table in ("record", "event"):
                self._desk.connection.execute(f"TRUNCATE file_{table}")
                self._desk.connection.execute(f"INSERT INTO file_{table} FROM temp.{table}")
        found, exact = _shortest(compiled, mendable, now, lambda sets: self._tried(compiled, sets))
        return _way(self._law, now, found, exact)

    def _tried(self, compiled: CompiledModel, sets: Sequence[tuple[Mending, ...]]) -> list[_Result]:
        connection = self._desk.connection
        if compiled not in self._prepared:
            give_tables(connection, compiled)
            self._prepared[compiled] = f"way_up_{len(self._prepared)}"
            self._desk.prepare(self._prepared[compiled], compiled.results)
        _mend(connection, compiled, sets)
        for table, copies in _COPIES.items():
            connection.execute(f"TRUNCATE temp.{table}")
            connection.execute(f"INSERT INTO temp.{table} BY NAME {copies}")
        with computing(compiled):
            rows = self._desk.run(self._prepared[compiled])
        for table in _COPIES:
            connection.execute(f"TRUNCATE temp.{table}")
        return _results(rows)


def _way(law: Law, now: Explanation, found: _Found | None, exact: bool) -> WayUp:
    subject, model, as_of = now.subject, now.model, now.as_of
    if found is None:
        return WayUp(subject, model, as_of, now.score, now.grade or "", None, None, None, (), exact, law)
    sets, score, grade = found
    on = max(of.on for of in sets)
    return WayUp(subject, model, as_of, now.score, now.grade or "", grade, score, on, sets, exact, law)


def _mendable(
    law: Law, compiled: CompiledModel, now: Explanation, standings: Iterable[tuple[str, Standing]]
) -> list[Mending]:
    """The adverse records that count and may be repaired or run out, the weightiest first."""
    as_of = compiled.plan.as_of
    weights: dict[str, Decimal] = {}
    for part in now.contributions:
        if part.record_id is not None:
            weights[part.record_id] = weights.get(part.record_id, 0 * part.points) + abs(part.points)
    found = [
        mending
        for item, standing in standings
        if item in compiled.plan.items
        and law.item(item).nature is Nature.ADVERSE
        and standing.counted
        and (mending := _mending(standing.record_id, item, standing, as_of)) is not None
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
    compiled: CompiledModel,
    mendable: list[Mending],
    now: Explanation,
    tried: Callable[[Sequence[tuple[Mending, ...]]], list[_Result]],
) -> tuple[_Found | None, bool]:
    """The smallest set that brings a better grade, and whether all smaller ones were tried."""
    grades = [band.id for band in compiled.plan.model.grades]
    better = grades[: grades.index(now.grade or "")]
    exact = True
    for size in range(1, len(mendable) + 1) if better else ():
        among = _few_enough(mendable, size)
        exact = exact and len(among) == len(mendable)
        sets = list(combinations(among, size))
        results = tried(sets)
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


#: The copies of the file that are tried, of each table: a copy for each set of records repaired.
_OWN = "concat(copy, ':', record_id)"
_SETS = "(SELECT DISTINCT copy FROM mended)"
_COPIES = {
    "record": f"SELECT * EXCLUDE (copy) REPLACE (CAST(copy AS VARCHAR) AS subject_id, {_OWN} AS record_id)"
    f" FROM file_record CROSS JOIN {_SETS}",
    "event": "SELECT * EXCLUDE (copy) REPLACE (CAST(copy AS VARCHAR) AS subject_id,"
    f" CASE WHEN record_id IS NOT NULL THEN {_OWN} END AS record_id) FROM file_event CROSS JOIN {_SETS}"
    f" UNION ALL BY NAME SELECT concat('mended:', {_OWN}) AS event_id, {_OWN} AS record_id,"
    " CAST(copy AS VARCHAR) AS subject_id, 'repaired' AS kind, day AS effective_on FROM mended",
}
_MENDED = "CREATE TEMP TABLE mended (copy INTEGER, record_id VARCHAR, day DATE)"

#: Number of a set, the score and the grade that come of it.
_Result = tuple[int, "Decimal", "str | None"]
#: A set that brings a better grade, with the score and that grade.
_Found = tuple[tuple[Mending, ...], "Decimal", str]


def _keep_file(connection: DuckDBPyConnection) -> None:
    """Keep the file as it is, and make ``record`` and ``event`` copies of it, one for each set of records repaired."""
    for table in _COPIES:
        connection.execute(f"CREATE TEMP TABLE file_{table} AS SELECT * FROM {table}")
    connection.execute(_MENDED)
    for table, copies in _COPIES.items():
        connection.execute(f"CREATE OR REPLACE TEMP VIEW {table} AS {copies}")


def _tried(
    connection: DuckDBPyConnection, compiled: CompiledModel, sets: Sequence[tuple[Mending, ...]]
) -> list[_Result]:
    _mend(connection, compiled, sets)
    give_tables(connection, compiled)
    with computing(compiled):
        return _results(connection.execute(compiled.results).fetchall())


def _mend(connection: DuckDBPyConnection, compiled: CompiledModel, sets: Sequence[tuple[Mending, ...]]) -> None:
    """Write down which records are repaired in which copy."""
    day = f"DATE '{compiled.plan.as_of.isoformat()}'"
    rows = ", ".join(f"({number}, {literal(of.record_id)}, {day})" for number, set_ in enumerate(sets) for of in set_)
    connection.execute("TRUNCATE mended")
    connection.execute(f"INSERT INTO mended VALUES {rows}")


def _results(rows: Iterable[Sequence[Any]]) -> list[_Result]:
    return [(int(row[0]), row[1], row[2]) for row in rows]
