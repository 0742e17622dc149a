"""Checks of publicity rule sets: that every item is governed, by one set at a time, with conditions that compile."""

from __future__ import annotations

from datetime import date
from itertools import combinations
from typing import TYPE_CHECKING

from gongxin.law.checks.conditions import Conditions, check_dated, check_items
from gongxin.law.durations import end_of

if TYPE_CHECKING:
    from gongxin.law.overlay import Statutes
    from gongxin.law.problems import Problems
    from gongxin.law.schema.publicity import PublicityRules
    from gongxin.law.tree import Placed

_ANY_DAY = date(2000, 1, 1)  # to compare two spans: any start will do


def check_publicity(statutes: Statutes, problems: Problems) -> None:
    """Note ungoverned items, rule sets that contradict each other, and conditions that do not compile."""
    conditions = Conditions(statutes, problems)
    for rules in statutes.publicity.all():
        check_items(rules, ("items",), rules.value.items, statutes, problems)
        check_dated(rules, ("starts",), rules.value.items, rules.value.starts, statutes, problems)
        conditions.check(rules.value.when, rules.value.items, rules.where("when"))
        for position, one in enumerate(rules.value.classes):
            conditions.check(one.when, rules.value.items, rules.where("classes", position, "when"))
        _check_spans(rules, problems)
    _check_governed(statutes, problems)
    for left, right in combinations(statutes.publicity.all(), 2):
        _check_apart(left, right, problems)


def _check_spans(rules: Placed[PublicityRules], problems: Problems) -> None:
    seen: set[str] = set()
    for position, one in enumerate(rules.value.classes):
        if one.id in seen:
            problems.add(
                "class-twice",
                zh=f"类别 {one.id!r} 重复；请改名",
                en=f"the class {one.id!r} is there twice; rename one",
                where=rules.where("classes", position, "id"),
            )
        seen.add(one.id)
        if one.minimum is None or one.maximum is None:
            continue
        if end_of(one.minimum, _ANY_DAY) > end_of(one.maximum, _ANY_DAY):
            problems.add(
                "minimum-above-maximum",
                zh=f"最短公示期 {one.minimum.zh} 长于最长公示期 {one.maximum.zh}；请核对",
                en=f"the minimum of {one.minimum} is longer than the maximum of {one.maximum}; check both",
                where=rules.where("classes", position, "minimum"),
            )


def _check_governed(statutes: Statutes, problems: Problems) -> None:
    governed = {item for rules in statutes.publicity.all() for item in rules.value.items}
    for item in statutes.items.all():
        if item.value.id not in governed:
            problems.add(
                "item-without-publicity",
                zh=f"没有公示规则管辖事项 {item.value.id!r}，其公示、共享与使用无据可依；"
                "请在某一公示规则的 'items' 中列入",
                en=f"no publicity rule set governs the item {item.value.id!r}, so nothing says whether it is shown, "
                "shared and counted; name it under 'items' of a rule set",
                where=item.where("id"),
            )


def _check_apart(left: Placed[PublicityRules], right: Placed[PublicityRules], problems: Problems) -> None:
    """That of two rule sets for the same item on the same day one takes precedence."""
    shared = sorted(set(left.value.items) & set(right.value.items))
    if not shared or left.value.precedence != right.value.precedence or not _overlap(left.value, right.value):
        return
    problems.add(
        "rule-sets-overlap",
        zh=f"公示规则 {right.value.id!r} 与 {left.value.id!r}（{left.where()}）在同一时期管辖 {', '.join(shared)}，"
        "且 precedence 相同；请写明前者的止日，或给其中一个更高的 'precedence'",
        en=f"the rule sets {right.value.id!r} and {left.value.id!r} ({left.where()}) govern {', '.join(shared)} at the "
        "same time with the same precedence; end one before the other starts, or give one a higher 'precedence'",
        where=right.where("in_force"),
    )


def _overlap(left: PublicityRules, right: PublicityRules) -> bool:
    return _first(left) <= (right.in_force.to or date.max) and _first(right) <= (left.in_force.to or date.max)


def _first(rules: PublicityRules) -> date:
    return date.min if rules.reaches_back else rules.in_force.from_
