"""Models of evaluation: points by record and article, summed to a score, cut into grades.

``score = base + sum over dimensions of clamp(sum over indicators of clamp(sum over records of points x decay))``
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, field_validator, model_validator

from gongxin.law.schema.basics import (
    CalendarDuration,
    Citation,
    Day,
    Entry,
    Expression,
    Id,
    InForce,
    Node,
    Number,
    Text,
    broken,
)
from gongxin.law.schema.indicator import (
    Bin,
    DateColumn,
    Decay,
    Indicator,
    Measure,
    Points,
    Presence,
    Repair,
    RepairStep,
    Reversal,
    WithinEach,
    check_bounds,
)
from gongxin.law.schema.windows import Period, Window
from gongxin.subjects.kinds import SubjectKind

__all__ = [
    "RESULT_COLUMNS",
    "Base",
    "BaseCase",
    "Bin",
    "Clearing",
    "Consent",
    "Cycle",
    "DateColumn",
    "Decay",
    "Dimension",
    "EvaluationModel",
    "GradeBand",
    "GradeRule",
    "Indicator",
    "Measure",
    "ModelFile",
    "NotEvaluated",
    "Period",
    "Points",
    "Presence",
    "ReferenceOnly",
    "Repair",
    "RepairStep",
    "Reversal",
    "StatutoryAccount",
    "Window",
    "WithinEach",
]

#: Columns of every result; a dimension gives its id to a further one.
RESULT_COLUMNS = ("subject_id", "score", "grade", "direct", "bucket")


class Dimension(Node):
    """A first-level group of indicators with its own bounds."""

    id: Id
    title: Text
    floor: Points | None = None
    cap: Points | None = None
    cite: Citation
    indicators: tuple[Indicator, ...] = ()

    @model_validator(mode="after")
    def _name(self) -> Dimension:
        if self.id in RESULT_COLUMNS:
            raise broken(
                "dimension-name-taken",
                zh=f"评价结果已有名为 {self.id!r} 的列；请给该维度换一个 id",
                en=f"the result has a column {self.id!r} already; give the dimension another id",
            )
        return self

    @model_validator(mode="after")
    def _bounds(self) -> Dimension:
        check_bounds(self.floor, self.cap)
        return self


class GradeBand(Node):
    """A grade and the lowest score that earns it; the band reaches up to the next better one (half-open).

    ``to`` may repeat where that is, and is then held against it. A grade that no score earns but a rule gives says
    ``by_rule: true`` and stands at its place in the order::

        grades:
          - {id: A, title: …, from: 90}
          - {id: B, title: …, from: 70, to: 90}
          - {id: M, title: …, by_rule: true}
          - {id: C, title: …, from: 40, to: 70}
          - {id: D, title: …}
    """

    id: str
    title: Text
    from_: Annotated[Number | None, Field(alias="from")] = None
    to: Number | None = None
    by_rule: bool = False

    @model_validator(mode="after")
    def _one_way(self) -> GradeBand:
        if self.by_rule and (self.from_ is not None or self.to is not None):
            raise broken(
                "one-of",
                zh="由规则给出的等级（by_rule）不写 'from'、'to'",
                en="a grade that a rule gives (by_rule) has no 'from' and no 'to'",
            )
        return self


class GradeRule(Presence):
    """Records that fix or limit a grade whatever the score: ``grade`` sets it, ``not_above`` is a ceiling.

    ::

        rules:
          - id: crime                            # direct D
            from: [cn.tax-crime]
            grade: D
          - id: zero-returns                     # cannot be A
            from: [cn.zero-return]
            window: 1 period
            at_least: 6
            not_above: B
          - id: no-revenue                       # M, if nothing is wrong otherwise
            from: [cn.revenue]
            window: 1 period
            absent: true
            score_from: 70
            grade: M

    ``score_from`` lets the rule hold only where the score reaches that. Of several grades set the worst holds; then
    the lowest ceiling.
    """

    id: Id
    title: Text
    grade: str | None = None
    not_above: str | None = None
    score_from: Points | None = None
    cite: Citation

    @model_validator(mode="after")
    def _one(self) -> GradeRule:
        if (self.grade is None) == (self.not_above is None):
            raise broken(
                "one-of",
                zh="'grade' 与 'not_above' 须且只须写一个",
                en="give either 'grade' or 'not_above', and not both",
            )
        return self


class NotEvaluated(Presence):
    """Subjects that are not evaluated, and the article that says so: too new, under investigation, not concerned.

    ::

        not_evaluated:
          - id: under-investigation
            title: …
            from: [cn.tax-case]
            latest: status = 'open'
            cite: …

    The first that holds is the reason given.
    """

    id: Id
    title: Text
    cite: Citation


class BaseCase(Node):
    """A start score for subjects of whom all these records are on file."""

    points: Points
    having: Annotated[tuple[Presence, ...], Field(min_length=1)]
    cite: Citation


class Base(Node):
    """The score before any record is read: that of the first case that holds, else ``points``.

    ::

        base:
          points: 90
          cite: …
          cases:
            - points: 100
              having: [{from: [cn.tax-audit], window: 3 periods}]
              cite: …
            - points: 93
              having: [{from: [cn.tax-payment], window: 1 period}, {from: [cn.fee-payment], window: 1 period}]
              cite: …
    """

    points: Points
    cite: Citation
    cases: tuple[BaseCase, ...] = ()


class Clearing(Node):
    """Records that clear all points before them, such as an examination passed."""

    from_: Annotated[tuple[Id, ...], Field(alias="from", min_length=1)]
    when: Expression | None = None
    dated: DateColumn = "determined_on"
    cite: Citation


class Cycle(Node):
    """Each subject's own cycles: one after the other, from a day of its own on.

    ::

        cycle:
          length: 12 months
          from: [cn.driving-licence]             # from the earliest of these
          dated: effective_from
          cleared_by: {from: [cn.full-score-exam], when: level = 'passed', cite: …}
          cite: …

    A line with ``window: 1 cycle`` reads what is dated within the cycle that runs on the day of the evaluation, and
    after the latest record of ``cleared_by``. A subject without a first day is not evaluated.
    """

    length: CalendarDuration
    from_: Annotated[tuple[Id, ...], Field(alias="from", min_length=1)]
    when: Expression | None = None
    dated: DateColumn = "effective_from"
    cleared_by: Clearing | None = None
    cite: Citation

    @model_validator(mode="after")
    def _in_months(self) -> Cycle:
        if self.length.unit == "day" or not self.length.count:
            raise broken(
                "cycle-length",
                zh="记分周期以 months 或 years 计，至少一个月",
                en="a cycle is of months or years, and one month at least",
            )
        return self


class ReferenceOnly(Node):
    """From when on the result informs and decides nothing, and which rule says so."""

    from_: Annotated[Day, Field(alias="from")]
    cite: Citation


class Consent(Node):
    """A model over natural persons exists only while its owner's consent does, and opens benefits only."""

    purpose: Id
    cite: Citation


class StatutoryAccount(Node):
    """Points that a statute has its authority keep on natural persons: an account of acts, no judgement of anyone.

    Drivers' points are one. Whoever is in the account cannot leave it, so no consent is asked; in return it has cycles
    that end, it names the article, and it is shown to the person alone. What it reads feeds no evaluation of credit.
    """

    cite: Citation

    @model_validator(mode="after")
    def _by_statute(self) -> StatutoryAccount:
        if self.cite.article is None or not self.cite.verified:
            raise broken(
                "account-without-statute",
                zh="对自然人的法定记分须有读到原文的条款；请写 'article' 并核实，否则改用本人同意（consent）",
                en="an account of points over natural persons rests on an article that was read: name it and verify "
                "it, or rest the model on 'consent'",
            )
        return self


class EvaluationModel(Entry):
    """A dated model for one or more kinds of subject.

    Only subjects with at least one record of the items in ``requires`` are evaluated (all items the model reads, if
    it is empty): one without data is "not evaluated", never a default grade passed off as a result. ``higher`` says
    what a high score means: good standing, or (where scores order inspections) the more to be found.

    ``period`` is what an evaluation is about: the last year (half-year, quarter, month) that has ended on its day;
    windows of periods count in these. ``results`` is the catalogue item under which published results of this model
    are on file as records; the model may read them, but only those of earlier periods::

        period: year
        results: cn.tax-credit-result
        …
          - id: score-d-of-last-year             # D by score: 11 points less in the next evaluation
            from: [cn.tax-credit-result]
            when: level = 'D' and directly = 'no'
            dated: occurred_on                   # the last day of the period evaluated
            window: previous period
            points: -11
    """

    for_: Annotated[tuple[SubjectKind, ...], Field(alias="for", min_length=1)]
    source: Literal["national", "industry", "province", "market", "city"]
    higher: Literal["better", "riskier"] = "better"
    in_force: InForce
    cite: Citation
    reference_only: ReferenceOnly | None = None
    consent: Consent | None = None
    account: StatutoryAccount | None = None
    requires: tuple[Id, ...] = ()
    period: Period | None = None
    cycle: Cycle | None = None
    results: Id | None = None
    not_evaluated: tuple[NotEvaluated, ...] = ()
    base: Base
    dimensions: Annotated[tuple[Dimension, ...], Field(min_length=1)]
    grades: tuple[GradeBand, ...] = ()
    grades_cite: Citation | None = None
    rules: tuple[GradeRule, ...] = ()
    note: Text | None = None

    @field_validator("grades")
    @classmethod
    def _grades_meet(cls, grades: tuple[GradeBand, ...]) -> tuple[GradeBand, ...]:
        if grades:
            _check_bands([grade for grade in grades if not grade.by_rule])
        return grades

    @model_validator(mode="after")
    def _coherent(self) -> EvaluationModel:
        if self.grades and self.grades_cite is None:
            raise broken(
                "grades-without-cite",
                zh="等级划分须有依据；请加 'grades_cite'",
                en="grade bands need the rule that draws them: add 'grades_cite'",
            )
        _check_names(self)
        _check_persons(self)
        return self

    @property
    def private(self) -> bool:
        """Whether the result is for the eyes of its subject alone."""
        return SubjectKind.NATURAL_PERSON in self.for_


def _check_persons(model: EvaluationModel) -> None:
    if SubjectKind.NATURAL_PERSON in model.for_:
        if len(model.for_) > 1 or (model.consent is None) == (model.account is None):
            raise broken(
                "persons-without-consent",
                zh="自然人评价模型须单独成立，并在 'consent' 中写明所依据的本人同意；"
                "法律要求主管机关记的分另写 'account'，两者只能有一",
                en="a model over natural persons stands alone and names in 'consent' the consent it rests on; points "
                "that a statute has its authority keep say 'account' instead, and not both",
            )
    elif model.account is not None:
        raise broken(
            "account-of-organisations",
            zh="'account' 是对自然人的法定记分；请删去，或写 'for: [natural_person]'",
            en="'account' is about points kept on natural persons: take it out, or write 'for: [natural_person]'",
        )
    if model.consent is not None and model.results is not None:
        raise broken(
            "personal-score-on-file",
            zh="凭本人同意的个人评价随同意存废，其结果不得作为记录留存，供其他模型或程序读取；请删去 'results'",
            en="a personal score is there only while its owner's consent is: it may not be put on file as a record, "
            "which other models and procedures could read; take out 'results'",
        )
    if model.account is not None and (model.cycle is None or model.results is not None):
        raise broken(
            "account-without-cycle",
            zh="法定记分须有记分周期（cycle），且不得有可供其他模型读取的评价结果（results）",
            en="a statutory account has a 'cycle' after which it is cleared, and no 'results' that a model could read",
        )


def _check_bands(bands: list[GradeBand]) -> None:
    lows = [grade.from_ for grade in bands]
    if not lows or lows[-1] is not None:
        raise broken(
            "last-grade",
            zh="最后一个等级包括其余全部分数；请不要写 'from'",
            en="the last grade takes all that is left: give it no 'from'",
        )
    bounds = [low for low in lows[:-1] if low is not None]
    if len(bounds) != len(lows) - 1 or bounds != sorted(set(bounds), reverse=True):
        raise broken(
            "grades-order",
            zh="等级由高到低排列，每级的 'from' 低于前一级",
            en="grades go from best to worst, each with a 'from' lower than the one before",
        )
    for better, grade in zip([None, *bands], bands, strict=False):
        meets = None if better is None else better.from_
        if grade.to is not None and grade.to != meets:
            raise broken(
                "grades-apart",
                zh=f"等级 {grade.id!r} 止于 {grade.to}，上一级起于 {meets}；两级须首尾相接，或不写 'to'",
                en=f"the grade {grade.id!r} ends at {grade.to} and the better one starts at {meets}; "
                "let them meet without gap or overlap, or leave 'to' out",
            )


def _check_names(model: EvaluationModel) -> None:
    known = [grade.id for grade in model.grades]
    for rule in model.rules:
        named = rule.grade or rule.not_above
        if named not in known:
            raise broken(
                "unknown-grade",
                zh=f"规则 {rule.id!r} 所称等级 {named!r} 不存在；等级有 {'、'.join(known)}",
                en=f"rule {rule.id!r} names grade {named!r}; the grades are {', '.join(known)}",
            )
    ids = [i.id for d in model.dimensions for i in d.indicators] + [d.id for d in model.dimensions]
    for twice in sorted({name for name in ids if ids.count(name) > 1}):
        raise broken(
            "indicator-twice",
            zh=f"维度或指标 {twice!r} 重复；请改名",
            en=f"{twice!r} is there twice among dimensions and indicators; rename one",
        )
    reasons = [of.id for of in model.not_evaluated] + [of.id for of in model.rules]
    for twice in sorted({name for name in reasons if reasons.count(name) > 1}):
        raise broken(
            "rule-twice",
            zh=f"规则 {twice!r} 重复；请改名",
            en=f"{twice!r} is there twice among 'rules' and 'not_evaluated'; rename one",
        )


class ModelFile(Node):
    """A file under ``models/``."""

    models: Annotated[tuple[EvaluationModel, ...], Field(min_length=1)]
