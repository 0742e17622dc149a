"""Each part of the result, measured over the tables that :mod:`.study` lays out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gongxin.errors import UsageError
from gongxin.evaluation.backtest.added import measure_added
from gongxin.evaluation.backtest.bands import MISSING, counts_by, equal_bands
from gongxin.evaluation.backtest.calibration import BANDS
from gongxin.evaluation.backtest.following import ATTRIBUTES, Fields
from gongxin.evaluation.backtest.information import measure_information
from gongxin.evaluation.backtest.known import Basis
from gongxin.evaluation.backtest.migration import migration, migrations
from gongxin.evaluation.backtest.rates import NamedRate, Rate, judge_order
from gongxin.evaluation.backtest.results import ByGrade, Caveat, Moves, Stabilities
from gongxin.evaluation.backtest.stability import stability
from gongxin.law.suggestions import did_you_mean
from gongxin.subjects.sql_text import literal

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from duckdb import DuckDBPyConnection

    from gongxin.evaluation.backtest.added import Added
    from gongxin.evaluation.backtest.information import Information
    from gongxin.evaluation.backtest.migration import Migration
    from gongxin.evaluation.backtest.question import FollowedSql
    from gongxin.evaluation.backtest.results import Asked
    from gongxin.law.library import Law
    from gongxin.law.schema.catalogue import CatalogueField
    from gongxin.law.schema.model import EvaluationModel

#: Bands of the points of one dimension.
_DIMENSION_BANDS = 5
#: Values of an attribute within which moves are shown.
_VALUES = 8
#: Fewer outcomes say little, whatever the statistic.
FEW = 30


def measure_overall(connection: DuckDBPyConnection, asked: Asked) -> tuple[Rate, int]:
    """The rate over all cases, and how many subjects with an outcome were not evaluated.

    Raises :class:`UsageError` where nothing of what is followed happened (``backtest-no-outcomes``).
    """
    records, found = connection.execute("SELECT count(*), count(*) FILTER (hit) FROM outcome").fetchall()[0]
    if not found:
        raise _no_outcomes(asked, records)
    hits, cases = connection.execute("SELECT count(*) FILTER (hit), count(*) FROM cases").fetchall()[0]
    elsewhere = connection.execute(
        "SELECT count(DISTINCT subject_id) FROM outcome WHERE hit AND subject_id NOT IN (SELECT subject_id FROM cases)"
    ).fetchall()[0][0]
    return Rate.of(hits, cases), elsewhere


def _no_outcomes(asked: Asked, records: int) -> UsageError:
    item, window, until = asked.outcome.item, asked.window, asked.data_until
    zh = f"有 {records} 条 {item} 记录，但没有一条符合条件" if records else f"没有 {item} 的记录"
    en = f"{records} records of {item}, and none meets the condition" if records else f"no record of {item}"
    return UsageError(
        "backtest-no-outcomes",
        zh=f"{window.after} 之后至 {window.until} {zh}；该事项已报送至 {until}。"
        "请改用更早的日期、更长的观察期，或放宽条件。",
        en=f"After {window.after} and up to {window.until} there is {en}; the item was handed in up to {until}. "
        "Choose an earlier day, a longer horizon, or a wider condition.",
        where=item,
    )


def measure_by_grade(connection: DuckDBPyConnection, model: EvaluationModel) -> ByGrade | None:
    """Rates by grade; None for a model that gives none."""
    if not model.grades:
        return None
    rows = connection.execute("SELECT grade, count(*) FILTER (hit), count(*) FROM cases GROUP BY grade").fetchall()
    counted = {grade: (hits, of) for grade, hits, of in rows}
    rates = tuple(NamedRate(band.id, Rate.of(*counted.get(band.id, (0, 0)))) for band in model.grades)
    without = Rate.of(*counted[None]) if None in counted else None
    return ByGrade(rates, judge_order(rates, rising=model.higher == "better"), without)


def measure_each_information(connection: DuckDBPyConnection, model: EvaluationModel) -> tuple[Information, ...]:
    """Information of the grade, of the score and of the points of each dimension, the most telling first."""
    connection.execute("CREATE OR REPLACE TEMP VIEW scored AS SELECT * FROM cases WHERE score IS NOT NULL")
    asked = [("score", "score", BANDS)]
    asked += [(dimension.id, f"d{place}", _DIMENSION_BANDS) for place, dimension in enumerate(model.dimensions)]
    found = [
        measure_information(connection, "scored", name, bands.name_sql(column), bands.number_sql(column))
        for name, column, count in asked
        for bands in [equal_bands(connection, "scored", column, count)]
    ]
    if model.grades:
        place = f"list_position([{', '.join(literal(band.id) for band in model.grades)}], grade)"
        found.append(measure_information(connection, "scored", "grade", "grade", place))
    measured = [information for information in found if information is not None]
    return tuple(sorted(measured, key=lambda information: -information.value))


def measure_stability(connection: DuckDBPyConnection, model: EvaluationModel) -> Stabilities:
    """How far scores and grades of all subjects moved from ``evaluation`` to ``later``."""
    bands = equal_bands(connection, "evaluation", "score", BANDS)
    place, count = bands.number_sql("score"), len(bands.names)
    scores = stability(
        bands.names, counts_by(connection, "evaluation", place, count), counts_by(connection, "later", place, count)
    )
    names = [band.id for band in model.grades]
    if not names:
        return Stabilities(scores, None)
    place = f"list_position([{', '.join(map(literal, names))}], grade) - 1"
    before, after = (counts_by(connection, relation, place, len(names)) for relation in ("evaluation", "later"))
    return Stabilities(scores, stability(names, before, after))


def measure_moves(connection: DuckDBPyConnection, model: EvaluationModel) -> Moves | None:
    """Who moved between ``evaluation`` and ``later``; None for a model without grades."""
    if not model.grades:
        return None
    attributes = ", ".join(f"attribute.{name}" for name in ATTRIBUTES)
    both = "evaluation FULL JOIN later USING (subject_id) LEFT JOIN attribute USING (subject_id)"
    halves = (
        f"SELECT subject_id, {period} AS period, coalesce({relation}.grade, {literal(MISSING)}) AS state,"
        f" {attributes} FROM {both}"
        for period, relation in enumerate(("evaluation", "later"))
    )
    connection.execute(f"CREATE OR REPLACE TEMP TABLE observation AS {' UNION ALL '.join(halves)}")
    states = (*(band.id for band in model.grades), MISSING)
    within = {name: _commonest(migrations(connection, "observation", states, name)) for name in ATTRIBUTES}
    overall = migration(connection, "observation", states)
    return Moves(overall, {name: found for name, found in within.items() if len(found) > 1})


def _commonest(found: dict[str | None, Migration]) -> dict[str, Migration]:
    known = {value: matrix for value, matrix in found.items() if value is not None}
    by_size = sorted(known, key=lambda value: (-sum(known[value].moves), value))
    return {value: known[value] for value in by_size[:_VALUES]}


def fields_asked(law: Law, followed: FollowedSql, items: Sequence[str], names: Sequence[str]) -> Fields:
    """The fields to try beside the score: those named, and those of the followed item that tell who the official was.

    Raises :class:`UsageError` for a field that none of the items has, or that holds personal data (``unknown-field``).
    """
    scope = sorted({*items, followed.item})
    known = {field.id: field for item in scope for field in law.item(item).fields if field.personal is None}
    for name in names:
        if name not in known:
            cure = did_you_mean(name, known)
            raise UsageError(
                "unknown-field",
                zh=f"没有字段 {name!r}；{cure.zh}",
                en=f"there is no field {name!r}; {cure.en}",
                where="--field",
            )
    officials = [field.id for field in law.item(followed.item).fields if field.official]
    return Fields(tuple(dict.fromkeys([*officials, *names])), tuple(scope))


def measure_all_added(
    connection: DuckDBPyConnection, law: Law, fields: Fields, *, wanted: Sequence[str] = ATTRIBUTES
) -> tuple[Added, ...]:
    """What each field, and each attribute of subjects, would add to the score; the most first."""
    official = {field.id for field in _fields_of(law, fields) if field.official}
    tried = [(name, fields.column(name)) for name in fields.names]
    tried += [(name, name) for name in wanted if name not in fields.names and _varies(connection, name)]
    found = [measure_added(connection, "cases", name, column, official=name in official) for name, column in tried]
    return tuple(sorted((added for added in found if added is not None), key=lambda added: -added.gain))


def _fields_of(law: Law, fields: Fields) -> Iterator[CatalogueField]:
    return (field for item in fields.items for field in law.item(item).fields)


def _varies(connection: DuckDBPyConnection, column: str) -> bool:
    return bool(connection.execute(f"SELECT count(DISTINCT {column}) > 1 FROM cases").fetchall()[0][0])


def measure_caveats(connection: DuckDBPyConnection, asked: Asked, overall: Rate) -> tuple[Caveat, ...]:
    """What a reader has to know, in the order of :class:`Caveat`."""
    subjects, without = connection.execute(
        "SELECT count(DISTINCT subject_id), count(*) FILTER (score IS NULL) FROM cases"
    ).fetchall()[0]
    holds = {
        Caveat.FILLED_IN_BULK: asked.known.basis is Basis.DATED,
        Caveat.WINDOW_NOT_OVER: asked.window.until > asked.data_until,
        Caveat.FEW_OUTCOMES: overall.hits < FEW,
        Caveat.CASES_BELONG_TOGETHER: subjects < overall.cases,
        Caveat.MANY_NOT_EVALUATED: without * 5 > overall.cases,
    }
    return tuple(caveat for caveat in Caveat if holds[caveat])
