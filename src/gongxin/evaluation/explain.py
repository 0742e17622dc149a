"""One subject's score, unfolded: what each record, value, floor and cap moved it by, and by which article."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from gongxin.errors import GongxinError, NotFound
from gongxin.evaluation.contribution_sql import Kind
from gongxin.evaluation.duckdb_engine import computing, give_tables, unoptimised
from gongxin.evaluation.sql import compile_model
from gongxin.ledger.desk import Sort, Statements

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from duckdb import DuckDBPyConnection

    from gongxin.evaluation.plan import Plan
    from gongxin.evaluation.sql import CompiledModel
    from gongxin.law.citations import Language
    from gongxin.law.library import Law
    from gongxin.law.schema.basics import Citation
    from gongxin.law.schema.model import NotEvaluated as NotEvaluatedRule
    from gongxin.ledger import Ledger, Snapshot
    from gongxin.ledger.desk import Desk


@dataclass(frozen=True, slots=True)
class Contribution:
    """One part of a score.

    ``indicator`` is empty for the floor or cap of a whole dimension. ``record_id`` is the record whose points these
    are, or the one that decided a measured value; empty where not one alone does. ``measured`` is that value.
    """

    dimension: str
    indicator: str | None
    kind: Kind
    record_id: str | None
    measured: Decimal | None
    points: Decimal
    citation: Citation


@dataclass(frozen=True, slots=True)
class Explanation:
    """A score and what it is made of: ``base`` and the points of all contributions make ``score``, to the last digit.

    ``direct`` is the rule that set or limited the grade, ``reference_only`` the article by which the whole result only
    informs; either is empty where there is none.
    """

    subject: str
    model: str
    as_of: date
    known_at: int
    base: Decimal
    base_cite: Citation
    score: Decimal
    grade: str | None
    direct: tuple[str, Citation] | None
    dimensions: dict[str, Decimal]
    contributions: tuple[Contribution, ...]
    reference_only: Citation | None
    law: Law

    def as_dict(self, lang: Language = "zh") -> dict[str, object]:
        """The explanation in the form in which commands print it, citations in the language asked for."""
        direct = None if self.direct is None else {"rule": self.direct[0], **self._cited(self.direct[1], lang)}
        return {
            "subject": self.subject,
            "model": self.model,
            "as_of": self.as_of,
            "known_at": self.known_at,
            "base": self.base,
            "score": self.score,
            "grade": self.grade,
            "direct": direct,
            "reference_only": None if self.reference_only is None else self._cited(self.reference_only, lang),
            "contributions": [
                {
                    "dimension": part.dimension,
                    "indicator": part.indicator,
                    "kind": part.kind.value,
                    "record_id": part.record_id,
                    "measured": part.measured,
                    "points": part.points,
                    **self._cited(part.citation, lang),
                }
                for part in self.contributions
            ],
        }

    def _cited(self, citation: Citation, lang: Language) -> dict[str, object]:
        return {"cite": self.law.cite(citation, lang), "verified": citation.verified}


class NotEvaluated(NotFound):
    """There is no result. ``barred_by`` is the rule of the model that says so; empty where there is just no data."""

    def __init__(self, *, zh: str, en: str, barred_by: tuple[str, Citation] | None = None) -> None:
        super().__init__("not-evaluated", zh=zh, en=en)
        self.barred_by = barred_by


def explain(
    ledger: Ledger, law: Law, subject: str, model: str, *, as_of: date, known_at: int | None = None
) -> Explanation:
    """Unfold the score of one subject: the same stages that evaluate all of them, run for one and kept apart.

    Raises :class:`NotFound`: ``unknown-subject`` for one nothing is on file about, ``not-evaluated``
    (:class:`NotEvaluated`) for one the model has no data on, is not for, or keeps out by a rule; otherwise as
    :func:`gongxin.evaluation.run.evaluate`.
    """
    with explainer(ledger, law, known_at) as answering:
        return answering.explain(subject, model, as_of)


class Explainer:
    """Explains one subject after another within milliseconds: each model of each day is planned once, for all files."""

    def __init__(self, desk: Desk, snapshot: Snapshot, law: Law) -> None:
        self._desk, self._snapshot, self._law = desk, snapshot, law
        self._statements = Statements(desk, self._text)
        self._subject: str | None = None

    def explain(self, subject: str, model: str, as_of: date) -> Explanation:
        """Unfold the score of one subject, as :func:`explain` does."""
        if subject != self._subject:
            self._desk.lay_out(self._snapshot, subject)
            self._subject = subject
        return self.explain_laid_out(model, as_of, self._snapshot.known_at)

    def plan(self, model: str, as_of: date) -> CompiledModel:
        """Plan the question to a model on a day, unless that was done before."""
        self._statements.plan((model, as_of))
        return compile_model(self._law, model, as_of)

    def explain_laid_out(self, model: str, as_of: date, known_at: int, sort: Sort | None = None) -> Explanation:
        """Unfold the score of the subject whose file somebody has laid out on the desk, as known at ``known_at``.

        ``sort`` says of what sort the file is, if that is known: the answer is the same, and comes sooner.
        """
        compiled = compile_model(self._law, model, as_of)
        connection = self._desk.connection
        with computing(compiled):
            rows = self._desk.run(self._statements.name((model, as_of), _read_by(compiled.plan, sort)))
        if not rows:
            raise _not_evaluated(connection, self._law, compiled)
        return _read(self._law, compiled, rows, known_at)[0]

    def _text(self, asked: tuple[str, date], sort: Sort) -> str:
        compiled = compile_model(self._law, *asked, sort.items, eventful=sort.eventful)
        give_tables(self._desk.connection, compiled)
        return compiled.explained


def _read_by(plan: Plan, sort: Sort | None) -> Sort:
    """The sort of a file as far as the model reads it; any sort where that is nothing, or not known."""
    items = plan.items.intersection(sort.items or ()) if sort is not None else None
    return Sort(items, sort.eventful) if sort is not None and items else Sort()


@contextmanager
def explainer(ledger: Ledger, law: Law, known_at: int | None = None) -> Iterator[Explainer]:
    """An explainer for the block, of what was known at a batch (the latest, if not said)."""
    with ledger.snapshot(known_at) as snapshot, ledger.desk() as desk:
        yield Explainer(desk, snapshot, law)


def explain_attached(connection: DuckDBPyConnection, law: Law, compiled: CompiledModel, known_at: int) -> Explanation:
    """The explanation of the one subject whose records the views ``record`` and ``event`` hold."""
    give_tables(connection, compiled)
    with computing(compiled), unoptimised(connection):
        rows = connection.execute(compiled.explained).fetchall()
    found = _read(law, compiled, rows, known_at)
    if not found:
        raise _not_evaluated(connection, law, compiled)
    return found[0]


def _read(law: Law, compiled: CompiledModel, rows: list[tuple[Any, ...]], known_at: int) -> list[Explanation]:
    found = [_explanation(law, compiled.plan, row, known_at) for row in rows]
    for explanation in found:
        _check_sum(explanation)
    return found


def _explanation(law: Law, plan: Plan, found: tuple[Any, ...], known_at: int) -> Explanation:
    subject, score, grade, direct, *dimensions, start, parts = found
    base = plan.model.base if start is None else plan.starts[start].case
    rules = {rule.id: rule.cite for rule in plan.model.rules}
    return Explanation(
        subject=subject,
        model=plan.model.id,
        as_of=plan.as_of,
        known_at=known_at,
        base=_plain(base.points),
        base_cite=base.cite,
        score=_plain(score),
        grade=grade,
        direct=None if direct is None else (direct, rules[direct]),
        dimensions={of.dimension.id: _plain(points) for of, points in zip(plan.groups, dimensions, strict=True)},
        contributions=tuple(_contribution(plan, part) for part in sorted(parts or (), key=_reading_order)),
        reference_only=plan.reference_only,
        law=law,
    )


def _contribution(plan: Plan, part: dict[str, Any]) -> Contribution:
    dimension = plan.groups[part["dimension"]].dimension
    indicator = None if part["line"] is None else plan.lines[part["line"]].indicator
    return Contribution(
        dimension=dimension.id,
        indicator=None if indicator is None else indicator.id,
        kind=Kind(part["kind"]),
        record_id=part["record_id"],
        measured=None if part["measured"] is None else _plain(part["measured"]),
        points=_plain(part["points"]),
        citation=dimension.cite if indicator is None else indicator.cite,
    )


def _reading_order(part: dict[str, Any]) -> tuple[Any, ...]:
    """As the model is written, bounds after what they bound, the weightiest records first."""
    kind = list(Kind).index(Kind(part["kind"]))
    line = part["line"]
    return part["dimension"], line is None, line or 0, kind, -abs(part["points"]), part["record_id"] or ""


def _plain(number: Decimal) -> Decimal:
    """The number without the zeros that its column adds after the point."""
    whole = number.to_integral_value()
    return whole.quantize(Decimal(1)) if number == whole else number.normalize()


def _check_sum(explanation: Explanation) -> None:
    """An explanation that does not add up is not given."""
    total = explanation.base + sum(part.points for part in explanation.contributions)
    if total != explanation.score:
        raise GongxinError(
            "explanation-does-not-add-up",
            zh=f"说明合计 {total} 与得分 {explanation.score} 不符，这是程序错误，请报告。",
            en=f"The explanation adds up to {total}, not to the score {explanation.score}: please tell us.",
            where=explanation.model,
        )


def _not_evaluated(connection: DuckDBPyConnection, law: Law, compiled: CompiledModel) -> NotFound:
    """Why there is no score, without naming the subject: what was asked for may be a person's number."""
    plan = compiled.plan
    kinds = {row[0] for row in connection.execute("SELECT DISTINCT subject_kind FROM record").fetchall()}
    if not kinds:
        return NotFound(
            "unknown-subject",
            zh="没有该主体的任何记录；请核对代码，或先用名称查找（gongxin find）。",
            en="Nothing is on file about that subject; check the code, or look the name up first (gongxin find).",
        )
    model = plan.model
    if not kinds & set(model.for_):
        return NotEvaluated(
            zh=f"未参评：模型 {model.id} 适用于{'、'.join(kind.zh for kind in model.for_)}，该主体不在其列。",
            en=f"Not evaluated: model {model.id} is for subjects of kind {', '.join(kind.en for kind in model.for_)}.",
        )
    barred = connection.execute(compiled.excluded).fetchall() if plan.bars else []
    if barred:
        return _barred(law, next(bar.rule for bar in plan.bars if bar.rule.id == barred[0][1]))
    return _no_data(law, plan)


def _barred(law: Law, rule: NotEvaluatedRule) -> NotEvaluated:
    return NotEvaluated(
        zh=f"不参评：{rule.title.zh}（{law.cite(rule.cite, 'zh')}）。",
        en=f"Not evaluated: {rule.title.en} ({law.cite(rule.cite, 'en')}).",
        barred_by=(rule.id, rule.cite),
    )


def _no_data(law: Law, plan: Plan) -> NotEvaluated:
    model, day = plan.model, plan.as_of
    titles = [law.item(item).title for item in plan.items_required]
    listed_zh, listed_en = "、".join(title.zh for title in titles), ", ".join(title.en for title in titles)
    consent_zh = "，或本人的同意未生效" if model.consent else ""
    consent_en = ", or the person's consent is not in effect" if model.consent else ""
    return NotEvaluated(
        zh=f"未参评：截至 {day}，该主体没有模型 {model.id} 所需的记录（{listed_zh}）{consent_zh}。",
        en=f"Not evaluated: as of {day} the subject has none of the records that model {model.id} needs "
        f"({listed_en}){consent_en}.",
    )
