"""How a subject stands by the models in force, as far as the reader of the report may see it.

The public sees no trace of a record that is not on display. Where points rest on such a record, they appear in one sum
without record, rule or article, so that the lines still add up to the score.
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from gongxin.errors import NotFound
from gongxin.evaluation.beside import RECEIVED
from gongxin.evaluation.contribution_sql import Kind
from gongxin.evaluation.explain import explain_attached
from gongxin.evaluation.sql import compile_model
from gongxin.evaluation.way_up import Pathfinder
from gongxin.law.schema.basics import Text
from gongxin.reports.entries import cited
from gongxin.reports.facts import coded
from gongxin.reports.report import Audience, Beside, Contribution, Grading, Ruling
from gongxin.reports.wording import KINDS, NOT_PUBLIC

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from datetime import date

    from duckdb import DuckDBPyConnection

    from gongxin.evaluation import explain as explanations
    from gongxin.evaluation.beside import ResultBeside
    from gongxin.evaluation.sql import CompiledModel
    from gongxin.evaluation.way_up import WayUp
    from gongxin.law.library import Law
    from gongxin.law.schema.model import Dimension, EvaluationModel, Indicator
    from gongxin.ledger import Ledger, Snapshot
    from gongxin.reports.subject_file import SubjectFile


def explanations_for(
    connection: DuckDBPyConnection, law: Law, file: SubjectFile, *, as_of: date, known_at: int, audience: Audience
) -> list[explanations.Explanation]:
    """What each model in force makes of the subject, if it is for its kind, has data on it, and the reader may know.

    ``connection`` holds the views of the subject's rows. A model over natural persons is shown to that person alone;
    the public is shown no result of a model that evaluates the subject because of records which are not on display.
    """

    def explain(compiled: CompiledModel) -> explanations.Explanation:
        return explain_attached(connection, law, compiled, known_at)

    return explanations_by(explain, law, file, as_of=as_of, audience=audience)


def explanations_by(
    explain: Callable[[CompiledModel], explanations.Explanation],
    law: Law,
    file: SubjectFile,
    *,
    as_of: date,
    audience: Audience,
) -> list[explanations.Explanation]:
    """As :func:`explanations_for`, where ``explain`` makes the explanation of one model."""
    kinds = {record.columns["subject_kind"] for record in file.records}
    public = audience is Audience.PUBLIC
    seen = {record.item for record in file.records if record.standing.displayed or not public}
    found = []
    for model in law.models:
        if not model.in_force.covers(as_of) or not kinds.intersection(model.for_):
            continue
        compiled = compile_model(law, model.id, as_of)
        # Asking a model that nothing on file concerns costs as much as an answer.
        if (public and model.private) or not seen.intersection(compiled.plan.items_required):
            continue
        try:
            found.append(explain(compiled))
        except NotFound:
            continue  # the model has no data on the subject: not evaluated
    return found


def ways_from(
    ledger: Ledger, snapshot: Snapshot, law: Law, file: SubjectFile, explained: Iterable[explanations.Explanation]
) -> list[WayUp]:
    """The way up from each grade but the best."""
    standings = [(record.item, record.standing) for record in file.records]
    with ledger.desk() as desk:
        finder = Pathfinder(desk, law)
        return [
            finder.way_up(snapshot, of, standings)
            for of in explained
            if of.grade is not None and of.grade != law.model(of.model, of.as_of).grades[0].id
        ]


def gradings(
    law: Law, file: SubjectFile, explained: Iterable[explanations.Explanation], *, audience: Audience
) -> tuple[Grading, ...]:
    """The subject's gradings, with what each is made of as far as the reader may see it."""
    veil = _Veil(file, audience)
    return tuple(_grading(law, law.model(of.model, of.as_of), of, veil) for of in explained)


def beside(law: Law, file: SubjectFile, results: Iterable[ResultBeside], *, audience: Audience) -> tuple[Beside, ...]:
    """All results about the subject beside one another, those on display or the whole, each on its own scale."""
    veil = _Veil(file, audience)
    words = _grade_words(law)
    return tuple(
        Beside(
            source=of.source,
            title=of.title,
            evaluator=of.evaluator,
            made_on=of.made_on,
            grade=of.grade,
            grade_title=None if of.grade is None else words(of.grade),
            score=of.score,
            scale=of.scale,
            scale_titles=tuple(words(grade) for grade in of.scale),
            record_id=of.record_id,
            model=of.model,
            reference_only=None if of.reference_only is None else cited(law, of.reference_only),
            above_ceiling=None if of.above_ceiling is None else cited(law, of.above_ceiling),
        )
        for of in results
        if of.record_id is None or not veil.over_record(of.record_id)
    )


def _grade_words(law: Law) -> Callable[[str], Text]:
    """What a grade is called: by the code list with which received ones are read; one not listed there by its id."""
    listed = law.item(RECEIVED).field("grade").values if RECEIVED in law.items else None
    return lambda grade: Text(zh=grade, en=grade) if listed is None else coded(law, listed, grade)


class _Veil:
    """Which parts of a sum the reader may not see, because they rest on records that are not on display."""

    def __init__(self, file: SubjectFile, audience: Audience) -> None:
        hidden = [record for record in file.records if not record.standing.displayed]
        self._hidden = [] if audience is Audience.SUBJECT else hidden

    def over_record(self, record_id: str) -> bool:
        """Whether these are the points of a hidden record."""
        return any(record.record_id == record_id for record in self._hidden)

    def over_items(self, items: Iterable[str], *, only_counted: bool) -> bool:
        """Whether a value over all records of these items rests on a hidden one."""
        read = set(items)
        return any(record.item in read and (record.standing.counted or not only_counted) for record in self._hidden)

    def over_part(self, part: explanations.Contribution, indicators: Sequence[Indicator]) -> bool:
        """Whether one part of a sum, made by these indicators, may give a hidden record away."""
        if part.record_id is not None and part.kind is Kind.RECORD:
            return self.over_record(part.record_id)
        return any(self.over_items(line.from_, only_counted=line.standing) for line in indicators)


def _grading(law: Law, model: EvaluationModel, explanation: explanations.Explanation, veil: _Veil) -> Grading:
    band = next((band for band in model.grades if band.id == explanation.grade), None)
    reference = explanation.reference_only
    return Grading(
        model=model.id,
        title=model.title,
        note=model.note,
        cite=cited(law, model.cite),
        base=explanation.base,
        base_cite=cited(law, explanation.base_cite),
        score=explanation.score,
        grade=explanation.grade,
        grade_title=None if band is None else band.title,
        ruling=_ruling(law, model, explanation, veil),
        reference_only=None if reference is None else cited(law, reference),
        contributions=_contributions(law, model, explanation, veil),
    )


def _ruling(law: Law, model: EvaluationModel, explanation: explanations.Explanation, veil: _Veil) -> Ruling | None:
    if explanation.direct is None:
        return None
    rule = next(rule for rule in model.rules if rule.id == explanation.direct[0])
    if veil.over_items(rule.from_, only_counted=True):
        return Ruling(title=NOT_PUBLIC, cite=None)
    return Ruling(title=rule.title, cite=cited(law, rule.cite))


def _contributions(
    law: Law, model: EvaluationModel, explanation: explanations.Explanation, veil: _Veil
) -> tuple[Contribution, ...]:
    dimensions = {dimension.id: dimension for dimension in model.dimensions}
    shown, hidden = [], Decimal(0)
    for part in explanation.contributions:
        dimension = dimensions[part.dimension]
        indicator = next((line for line in dimension.indicators if line.id == part.indicator), None)
        if veil.over_part(part, dimension.indicators if indicator is None else (indicator,)):
            hidden += part.points
        elif part.points:  # a record that was read and changed nothing is no line of the sum
            shown.append(_contribution(law, part, dimension, indicator))
    return (*shown, *([_not_public(hidden)] if hidden else []))


def _contribution(
    law: Law, part: explanations.Contribution, dimension: Dimension, indicator: Indicator | None
) -> Contribution:
    title = dimension.title if indicator is None else indicator.title
    words = KINDS[part.kind]
    return Contribution(
        dimension=dimension.id,
        dimension_title=dimension.title,
        indicator=part.indicator,
        title=Text(zh=words.zh.format(title=title.zh), en=words.en.format(title=title.en)),
        record_id=part.record_id,
        measured=part.measured,
        points=part.points,
        cite=cited(law, part.citation),
    )


def _not_public(points: Decimal) -> Contribution:
    return Contribution(
        dimension=None,
        dimension_title=None,
        indicator=None,
        title=NOT_PUBLIC,
        record_id=None,
        measured=None,
        points=points,
        cite=None,
    )
