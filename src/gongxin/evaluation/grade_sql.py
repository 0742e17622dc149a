"""Grades as SQL: the band of the score, the grade a rule sets, the grade a rule leaves at best.

Ranks count from the best grade, 0, down. Of several direct grades the worst holds; then the lowest ceiling.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from gongxin.evaluation.exact import exact_number
from gongxin.subjects.sql_text import literal

if TYPE_CHECKING:
    from collections.abc import Iterable

    from gongxin.evaluation.plan import Plan, Ruling


@dataclass(frozen=True, slots=True)
class GradeSql:
    """Columns in the order in which they are worked out: from the score, the rules ``g0`` … and the columns before."""

    band_rank: str
    direct_rank: str
    rank: str
    grade: str
    direct: str


def compile_grades(plan: Plan) -> GradeSql:
    """The columns of the grade; all NULL for a model without grades."""
    direct = [ruling for ruling in plan.rulings if not ruling.is_ceiling]
    ceilings = [ruling for ruling in plan.rulings if ruling.is_ceiling]
    by_score = "coalesce(direct_rank, band_rank)"
    ceiling = _worst(ceilings)
    return GradeSql(
        band_rank=_band_rank(plan),
        direct_rank=_worst(direct),
        rank=f"greatest({by_score}, {ceiling})" if ceilings else by_score,
        grade=_pick("grade_rank", [band.id for band in plan.model.grades]),
        direct=_deciding_rule(direct, ceilings),
    )


def _band_rank(plan: Plan) -> str:
    """The rank of the first band whose lower bound the score reaches."""
    bands = [(rank, band.from_) for rank, band in enumerate(plan.model.grades) if not band.by_rule]
    if not bands:
        return "CAST(NULL AS INTEGER)"
    whens = " ".join(f"WHEN score >= {exact_number(low).sql} THEN {rank}" for rank, low in bands if low is not None)
    last = bands[-1][0]
    return f"CASE {whens} ELSE {last} END" if whens else str(last)


def _holds(ruling: Ruling) -> str:
    """Whether a rule holds: what it asks is on file, and the score is high enough for it."""
    low = ruling.rule.score_from
    return ruling.sighting.name if low is None else f"({ruling.sighting.name} AND score >= {exact_number(low).sql})"


def _worst(rulings: Iterable[Ruling]) -> str:
    ranks = [f"CASE WHEN {_holds(ruling)} THEN {ruling.rank} END" for ruling in rulings]
    return f"greatest({', '.join([*ranks, 'CAST(NULL AS INTEGER)'])})"


def _deciding_rule(direct: list[Ruling], ceilings: list[Ruling]) -> str:
    """The first rule that made the grade what it is: a ceiling only where it lowered it."""
    lowered = "grade_rank > coalesce(direct_rank, band_rank)"
    whens = [
        *(f"WHEN {_holds(of)} AND grade_rank = {of.rank} AND {lowered} THEN {literal(of.rule.id)}" for of in ceilings),
        *(f"WHEN {_holds(of)} AND grade_rank = {of.rank} THEN {literal(of.rule.id)}" for of in direct),
    ]
    return f"CASE {' '.join(whens)} END" if whens else "CAST(NULL AS VARCHAR)"


def _pick(place: str, texts: list[str]) -> str:
    return f"[{', '.join(map(literal, texts))}][{place} + 1]" if texts else "CAST(NULL AS VARCHAR)"
