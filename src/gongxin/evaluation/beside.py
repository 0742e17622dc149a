"""All evaluations of one subject, each on its own scale: beside one another, none in place of another.

The nation evaluates, sectors do, a province did, the market does, and this platform computes models of its own. Notice
885 of 2019 (points 2 and 4) keeps them apart: the national result neither replaces those of a place or a sector nor is
mixed with them. So nothing here is averaged, converted or overruled. What a rule says about a result is put to it: that
it informs and decides nothing, or that it stands above the ceiling that the national grade sets.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from gongxin.law.schema.basics import Text
from gongxin.subjects.sql_text import literal

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date
    from decimal import Decimal

    from duckdb import DuckDBPyConnection

    from gongxin.evaluation.explain import Explanation
    from gongxin.law.library import Law
    from gongxin.law.schema.basics import Citation
    from gongxin.law.schema.catalogue import CodeListValue
    from gongxin.law.schema.parameters import DatedValue

#: The catalogue item in which evaluations by others are received.
RECEIVED = "cn.evaluation"

#: From whom, in the order in which results are shown.
SOURCES = ("national", "industry", "province", "city", "market")

#: The parameter that lists the grades of the national evaluation, best first.
NATIONAL_SCALE = "cn.evaluation.national-scale"

_RECEIVED_COLUMNS = ("record_id", "code", "title", "authority", "level", "value", "determined_on")
_PROVINCE_DECIDES = "cn.evaluation.province-decides"
#: The national grade that sets a ceiling, and the grade a sector may not give then.
_CEILING = ("cn.evaluation.ceiling.below", "cn.evaluation.ceiling.barred")


@dataclass(frozen=True, slots=True)
class ResultBeside:
    """One result: who gave it, when, and where on whose scale.

    ``evaluator`` is the body that handed a result in; it is empty for one that was computed here by ``model``.
    ``scale`` lists the grades of that very evaluation, best first; it is empty where nobody has said what they are.
    ``reference_only`` is the rule by which the result decides nothing, ``above_ceiling`` the one by which this grade
    should not have been given; the grade itself stays as it was given.
    """

    source: str
    title: Text
    evaluator: str | None
    made_on: date
    grade: str | None
    score: Decimal | None
    scale: tuple[str, ...]
    record_id: str | None
    model: str | None
    reference_only: Citation | None
    above_ceiling: Citation | None


def results_beside(
    connection: DuckDBPyConnection, law: Law, computed: Iterable[Explanation], as_of: date
) -> tuple[ResultBeside, ...]:
    """The results about the one subject whose rows the view ``record_standing`` holds, and those ``computed`` of it.

    Of the results received from one evaluator under one name, the latest that counts on the day; by source, then date.
    """
    found = connection.execute(received_sql("record_standing", as_of)).fetchall()
    return put_beside(law, found, computed, as_of)


def put_beside(
    law: Law, found: Iterable[Sequence[Any]], computed: Iterable[Explanation], as_of: date
) -> tuple[ResultBeside, ...]:
    """As :func:`results_beside`, from the rows that :func:`received_sql` gave."""
    received = [_received(law, dict(zip(_RECEIVED_COLUMNS, row, strict=True)), as_of) for row in found]
    own = [_computed(law, of) for of in computed]
    results = _under_the_ceiling(law, [*received, *own], as_of)
    return tuple(sorted(results, key=lambda of: (SOURCES.index(of.source), of.title.zh, of.made_on)))


def received_sql(record_standing: str, as_of: date) -> str:
    """A query for the results received that count on the day, the latest of each evaluator and name.

    ``record_standing`` is a relation of one subject's records with their standing.
    """
    return f"""SELECT {", ".join(_RECEIVED_COLUMNS)}
            FROM {record_standing}
            WHERE item = {literal(RECEIVED)} AND on_file AND counted AND code IN ({", ".join(map(literal, SOURCES))})
                AND determined_on <= DATE '{as_of.isoformat()}'
            QUALIFY row_number() OVER (
                PARTITION BY code, title, authority ORDER BY determined_on DESC, record_id DESC) = 1"""


def _received(law: Law, row: dict[str, Any], as_of: date) -> ResultBeside:
    source, made_on = row["code"], row["determined_on"]
    named = row["title"] or next(value.title.zh for value in _sources(law) if value.code == source)
    return ResultBeside(
        source=source,
        title=Text(zh=named, en=named),
        evaluator=row["authority"],
        made_on=made_on,
        grade=row["level"],
        score=row["value"],
        scale=_national_scale(law, made_on) if source == "national" else (),
        record_id=row["record_id"],
        model=None,
        reference_only=_of_province(law, as_of) if source == "province" else None,
        above_ceiling=None,
    )


def _sources(law: Law) -> tuple[CodeListValue, ...]:
    return law.code_list("cn.evaluation-source").values


def _computed(law: Law, explanation: Explanation) -> ResultBeside:
    model = law.model(explanation.model, explanation.as_of)
    return ResultBeside(
        source=model.source,
        title=model.title,
        evaluator=None,
        made_on=explanation.as_of,
        grade=explanation.grade,
        score=explanation.score,
        scale=tuple(band.id for band in model.grades),
        record_id=None,
        model=model.id,
        reference_only=explanation.reference_only,
        above_ceiling=None,
    )


def _parameter(law: Law, name: str, day: date) -> DatedValue | None:
    return law.parameters[name].on(day) if name in law.parameters else None


def _national_scale(law: Law, made_on: date) -> tuple[str, ...]:
    """The grades of the national evaluation on a day: four words in 2019, four letters since 2026."""
    known = _parameter(law, NATIONAL_SCALE, made_on)
    return () if known is None else tuple(str(known.value).split())


def _of_province(law: Law, as_of: date) -> Citation | None:
    """The rule by which a province's result decides nothing on that day, if one says so."""
    known = _parameter(law, _PROVINCE_DECIDES, as_of)
    return known.cite if known is not None and known.value is False else None


def _under_the_ceiling(law: Law, results: list[ResultBeside], as_of: date) -> list[ResultBeside]:
    """The results, those of sectors that were received above the ceiling marked; models here apply it themselves."""
    below, barred = (_parameter(law, name, as_of) for name in _CEILING)
    nations = [of for of in results if of.source == "national" and of.record_id is not None]
    latest = max(nations, key=lambda of: of.made_on, default=None)
    if below is None or barred is None or latest is None or latest.grade != below.value:
        return results
    return [
        replace(of, above_ceiling=barred.cite)
        if of.source == "industry" and of.record_id is not None and of.grade == barred.value
        else of
        for of in results
    ]
