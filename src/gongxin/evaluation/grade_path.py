"""The path of one subject's grade over the coming months if nothing new happens: records end, fade, leave windows."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

from gongxin.errors import UsageError
from gongxin.evaluation.duckdb_engine import computing, give_tables, unoptimised
from gongxin.evaluation.sql import compile_model
from gongxin.law.columns import DAY_OF_RECORD
from gongxin.law.durations import add_months, end_of
from gongxin.law.schema.model import Indicator, Measure, Presence
from gongxin.law.tree import parts
from gongxin.standing import create_standing_view, read_standings

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from decimal import Decimal

    from duckdb import DuckDBPyConnection

    from gongxin.evaluation.sql import CompiledModel
    from gongxin.law.library import Law
    from gongxin.law.schema.model import EvaluationModel
    from gongxin.ledger import Ledger

#: How far ahead the path goes, unless asked otherwise.
MONTHS = 36

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Waypoint:
    """Score and grade on a day; both empty where the subject would not be evaluated."""

    on: date
    score: Decimal | None
    grade: str | None

    def as_dict(self) -> dict[str, object]:
        """The point in the form in which commands print it."""
        return {"on": self.on, "score": self.score, "grade": self.grade}


def grade_path(
    ledger: Ledger,
    law: Law,
    subject: str,
    model: str,
    *,
    as_of: date,
    known_at: int | None = None,
    months: int = MONTHS,
    progress: Callable[[int, int | None], None] = lambda _done, _total: None,
) -> tuple[Waypoint, ...]:
    """Score and grade today, after each month, and on each day between on which they change.

    Days of change are those on which a record's period ends or begins, it leaves a window, reaches a step of decay, or
    a year or period of evaluation ends; points that fade by the month are shown at the months. The path ends where the
    model does. Raises :class:`UsageError` (``no-months``) for less than no month, otherwise as
    :func:`gongxin.evaluation.run.evaluate`.
    """
    if months < 0:
        raise UsageError(
            "no-months",
            zh=f"预测月数不能是 {months}；请给 0 或更大的整数。",
            en=f"Nobody can look {months} months ahead; give 0 or more.",
            where="--months",
        )
    edition = law.model(model, as_of)
    monthly = [add_months(as_of, month) for month in range(months + 1)]
    with ledger.snapshot(known_at) as snapshot, ledger.connect(threads=1) as connection:
        snapshot.attach(connection, subject_id=subject)
        for table in ("record", "event"):
            connection.execute(f"CREATE TEMP TABLE file_{table} AS SELECT * FROM {table}")
            connection.execute(f"CREATE OR REPLACE TEMP VIEW {table} AS SELECT * FROM file_{table}")
        between = {day for day in _changes(connection, law, edition, as_of) if as_of < day < monthly[-1]}
        days = sorted(between.union(monthly))
        on_file = frozenset(item for (item,) in connection.execute("SELECT DISTINCT item FROM record").fetchall())
        steady = _is_steady(connection, law, edition, as_of, days[-1])
        path: list[Waypoint] = []
        for done, day in enumerate(days):
            progress(done, len(days))
            if steady and path and day not in between and edition.in_force.covers(day):
                path.append(replace(path[-1], on=day))
                continue
            try:
                compiled = compile_model(law, model, day, on_file)
            except UsageError:
                if day == as_of:
                    raise
                break  # the model is no longer in force
            point = _point(connection, compiled)
            if day in monthly or (point.score, point.grade) != (path[-1].score, path[-1].grade):
                path.append(point)
    return tuple(path)


def _is_steady(connection: DuckDBPyConnection, law: Law, model: EvaluationModel, as_of: date, until: date) -> bool:
    """Whether nothing changes but on the days of change, so that other days need not be worked out.

    It does where points fade or come back by the day, where cycles turn, where rules that reach back come into effect,
    and where anything on file is dated later than today.
    """
    lines = [part for _, part in parts(model) if isinstance(part, Indicator)]
    fading = any(
        line.measure in (Measure.DAYS_SINCE, Measure.MONTHS_SINCE)
        or (line.decay is not None and line.decay.half_life is not None)
        or line.repair is not None
        or line.reversed_by is not None
        for line in lines
    )
    coming = any(rules.reaches_back and as_of < rules.in_force.from_ <= until for rules in law.publicity)
    if fading or coming or model.cycle is not None:
        return False
    days = ", ".join(f'"{column}"' for column in DAY_OF_RECORD)
    later = connection.execute(
        f"SELECT count(*) FROM (SELECT greatest({days}) AS day FROM record UNION ALL SELECT effective_on FROM event)"
        " WHERE day > ?",
        [as_of],
    ).fetchall()
    return bool(later[0][0] == 0)


def _point(connection: DuckDBPyConnection, compiled: CompiledModel) -> Waypoint:
    give_tables(connection, compiled)
    with computing(compiled), unoptimised(connection):
        found = connection.execute(compiled.results).fetchall()
    score, grade = found[0][1:3] if found else (None, None)
    return Waypoint(compiled.plan.as_of, score, grade)


def _changes(connection: DuckDBPyConnection, law: Law, model: EvaluationModel, as_of: date) -> Iterator[date]:
    """Days on which something about the records on file may change."""
    create_standing_view(connection, law, as_of)
    for standing in read_standings(connection).values():
        yield from (day for day in (standing.starts_on, _after(standing.ends_on)) if day is not None)
    readings = [part for _, part in parts(model) if isinstance(part, Indicator | Presence)]
    for reading in readings:
        dates = [
            day
            for (day,) in connection.execute(
                f'SELECT DISTINCT "{reading.dated}" FROM record WHERE list_contains(?, item)', [list(reading.from_)]
            ).fetchall()
            if day is not None
        ]
        yield from _changes_of(reading, dates)
    if any(reading.window is not None and not reading.window.rolls for reading in readings):
        first = date(as_of.year, as_of.month, 1)
        yield from (add_months(first, month) for month in range(MONTHS + 1))


def _changes_of(reading: Indicator | Presence, dates: Iterable[date]) -> Iterator[date]:
    window = reading.window
    decay = reading.decay if isinstance(reading, Indicator) else None
    for day in dates:
        yield day
        if window is not None and window.rolls and (after := _after(end_of(window, day))) is not None:
            yield after
        if decay is not None:
            yield from (end_of(age, day) for age, _ in decay.steps)


def _after(day: date | None) -> date | None:
    return None if day is None or day == date.max else day + _DAY
