"""How many inspections a table of shares by grade asks for, before and after.

A table is a set of dated parameters ``<table>.<grade in small letters>``: the share of the subjects of a grade that is
inspected in a round, in percent. Such tables are local plans: no national one exists.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from gongxin.errors import LawError, UsageError
from gongxin.law.schema.basics import Text
from gongxin.law.suggestions import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gongxin.evaluation.simulation.moves import Moves
    from gongxin.evaluation.simulation.versions import Version
    from gongxin.law.library import Law

_ALL = Decimal(100)


@dataclass(frozen=True, slots=True)
class Share:
    """The share of a grade in percent, the article it stands in, and what else is known of it."""

    percent: Decimal
    cite: Text
    verified: bool
    note: Text | None


@dataclass(frozen=True, slots=True)
class GradeLoad:
    """The subjects of one grade in one version, and the inspections that their share comes to."""

    grade: str
    subjects: int
    share: Share
    inspections: Decimal


@dataclass(frozen=True, slots=True)
class InspectionLoad:
    """The load of one round by a table of shares: the sum over the grades of subjects times share.

    Subjects not evaluated have no grade and no share; they are not in it.
    """

    table: str
    before: tuple[GradeLoad, ...]
    after: tuple[GradeLoad, ...]
    total_before: Decimal
    total_after: Decimal


def shares_of(version: Version, table: str) -> dict[str, Share]:
    """The share of each grade of a version, as in force on its day.

    Raises :class:`UsageError` for a version without grades (``shares-without-grades``) or a table that has no share for
    one of them that day (``no-inspection-share``), and :class:`LawError` for a share that is no percentage
    (``no-percentage``).
    """
    grades = [band.id for band in version.model.grades]
    if not grades:
        raise UsageError(
            "shares-without-grades",
            zh=f"模型 {version.model.id} 不分等级，无法按等级计算检查量；请去掉 --shares。",
            en=f"Model {version.model.id} gives no grades, so there are no inspections by grade: leave --shares out.",
            where="--shares",
        )
    return {grade: _share(version, table, grade, grades) for grade in grades}


def inspection_load(
    table: str, moves: Moves, shares_before: dict[str, Share], shares_after: dict[str, Share]
) -> InspectionLoad:
    """The load by the matrix of all subjects."""
    rows = [sum(row) for row in moves.counts]
    columns = [sum(column) for column in zip(*moves.counts, strict=True)]
    before = _loads(moves.before, rows, shares_before)
    after = _loads(moves.after, columns, shares_after)
    return InspectionLoad(table, before, after, _total(before), _total(after))


def _loads(states: Sequence[str], subjects: Sequence[int], shares: dict[str, Share]) -> tuple[GradeLoad, ...]:
    return tuple(
        GradeLoad(grade, count, shares[grade], count * shares[grade].percent / _ALL)
        for grade, count in zip(states, subjects, strict=True)
        if grade in shares
    )


def _total(loads: Sequence[GradeLoad]) -> Decimal:
    return sum((load.inspections for load in loads), Decimal(0))


def _share(version: Version, table: str, grade: str, grades: Sequence[str]) -> Share:
    law, parameter_id = version.law, _parameter(table, grade)
    parameter = law.parameters.get(parameter_id)
    dated = None if parameter is None else parameter.on(version.as_of)
    if dated is None or dated.value is None:
        raise _no_share(version, table, parameter_id, grades)
    if not isinstance(dated.value, Decimal) or not 0 <= dated.value <= _ALL:
        raise LawError(
            "no-percentage",
            zh=f"参数 {parameter_id} 的值 {dated.value} 不是 0 至 100 的百分比；检查比例以百分比计，请更正。",
            en=f"The value {dated.value} of {parameter_id} is no percentage from 0 to 100, as a share of "
            "inspections is; correct it.",
            where=parameter_id,
        )
    cite = Text(zh=law.cite(dated.cite, "zh"), en=law.cite(dated.cite, "en"))
    return Share(dated.value, cite, dated.cite.verified, dated.cite.note)


def _no_share(version: Version, table: str, parameter_id: str, grades: Sequence[str]) -> UsageError:
    tables = _tables(version.law, grades)
    cure = Text(zh="规则包中尚无这样的表，请自行写入一张。", en="no pack has such a table yet: write one.")
    if tables:
        told = did_you_mean(table, tables)
        cure = Text(zh=f"适合这些等级的表：{told.zh}", en=f"of the tables that fit these grades, {told.en}")
    return UsageError(
        "no-inspection-share",
        zh=f"{version.as_of} 没有参数 {parameter_id} 的值；检查比例表须对每个等级（{'、'.join(grades)}）各有一个参数。"
        f"{cure.zh}",
        en=f"There is no value of {parameter_id} on {version.as_of}; a table of shares needs a parameter for each "
        f"grade ({', '.join(grades)}); {cure.en}",
        where="--shares",
    )


def _tables(law: Law, grades: Sequence[str]) -> set[str]:
    """Whatever has a parameter for each of these grades."""
    prefixes = {name.rpartition(".")[0] for name in law.parameters}
    return {table for table in prefixes if all(_parameter(table, grade) in law.parameters for grade in grades)}


def _parameter(table: str, grade: str) -> str:
    return f"{table}.{grade.lower()}"
