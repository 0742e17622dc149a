"""What the rules that set or limit a grade do: the seeds of lists, since no list is drawn up without such a rule."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from gongxin.law.schema.basics import Text

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

    from gongxin.evaluation.simulation.versions import Version


@dataclass(frozen=True, slots=True)
class Effect:
    """What a rule does in one version: the grade it sets, or the best one it leaves, and by which article."""

    sets: str | None
    not_above: str | None
    cite: Text
    verified: bool


@dataclass(frozen=True, slots=True)
class RuleInEffect:
    """One rule, in either version or both: the items it reads, and the subjects whose grade it decides.

    A rule decides a grade where it is the one that made it what it is: a ceiling above the score's own grade decides
    nothing. ``gained`` subjects are decided by it in the second version alone, ``lost`` in the first alone.
    """

    rule: str
    title: Text
    reads: tuple[Text, ...]
    before: Effect | None
    after: Effect | None
    subjects_before: int
    subjects_after: int
    gained: int
    lost: int


@dataclass(frozen=True, slots=True)
class DirectGrades:
    """All rules, and the subjects whose grade some rule decides in the second version alone, in the first alone, and
    in both but another rule."""

    rules: tuple[RuleInEffect, ...]
    gained: int
    lost: int
    exchanged: int


def measure_direct_grades(connection: DuckDBPyConnection, before: Version, after: Version) -> DirectGrades:
    """Count the subjects by the rules that decide their grades."""
    counted: dict[tuple[str | None, str | None], int] = {
        (was, becomes): count
        for was, becomes, count in connection.execute(
            "SELECT direct_before, direct_after, count(*) FROM pair"
            " WHERE direct_before IS NOT NULL OR direct_after IS NOT NULL GROUP BY ALL"
        ).fetchall()
    }
    known = dict.fromkeys(rule.id for version in (before, after) for rule in version.model.rules)
    return DirectGrades(
        rules=tuple(_rule(rule, before, after, counted) for rule in known),
        gained=sum(count for (was, _), count in counted.items() if was is None),
        lost=sum(count for (_, becomes), count in counted.items() if becomes is None),
        exchanged=sum(count for (was, becomes), count in counted.items() if was and becomes and was != becomes),
    )


def _rule(
    rule_id: str, before: Version, after: Version, counted: dict[tuple[str | None, str | None], int]
) -> RuleInEffect:
    version = next(of for of in (after, before) if any(rule.id == rule_id for rule in of.model.rules))
    rule = next(rule for rule in version.model.rules if rule.id == rule_id)
    return RuleInEffect(
        rule=rule_id,
        title=rule.title,
        reads=tuple(version.law.item(item).title for item in rule.from_),
        before=_effect(before, rule_id),
        after=_effect(after, rule_id),
        subjects_before=sum(count for (was, _), count in counted.items() if was == rule_id),
        subjects_after=sum(count for (_, becomes), count in counted.items() if becomes == rule_id),
        gained=sum(count for (was, becomes), count in counted.items() if was != rule_id == becomes),
        lost=sum(count for (was, becomes), count in counted.items() if was == rule_id != becomes),
    )


def _effect(version: Version, rule_id: str) -> Effect | None:
    rule = next((rule for rule in version.model.rules if rule.id == rule_id), None)
    if rule is None:
        return None
    cite = Text(zh=version.law.cite(rule.cite, "zh"), en=version.law.cite(rule.cite, "en"))
    return Effect(rule.grade, rule.not_above, cite, rule.cite.verified)
